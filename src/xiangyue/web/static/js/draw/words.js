// What the examination of a draw found, in sentences for a resident: Chinese first, then English.

/** @import {Check, Report} from "./proof.js" */

/** @type {Record<string, [[string, string], [string, string]]>} by code: when it holds, when it does not */
const FOUND = {
  order: [
    ["先后没有颠倒：先立规矩，再锁名单，再开封，最后才有随机数。", "The steps came in their order: rules, roster, opening, numbers, result."],
    ["步骤的先后不对，或者多了一步、少了一步。", "The steps are out of order, or one is missing or twice there."],
  ],
  algorithm: [
    ["抽取的办法就是公布的办法。", "The method is the published one."],
    ["抽取的办法不是公布的那一种。", "The method is not the published one."],
  ],
  roster: [
    ["名单是完整的，共 {count} 个号码，没有重复。", "The roster is whole: {count} numbers, none twice."],
    ["名单第 {line} 行不对：重复、错位或者残缺。", "Line {line} of the roster is wrong: doubled, misplaced or damaged."],
  ],
  fingerprint: [
    ["名单跟锁定时公布的指纹一致，一个字没改过。", "The roster is the one that was locked: its fingerprint fits."],
    ["名单跟锁定时公布的指纹对不上：锁定以后有人改过。", "The roster does not fit the fingerprint published at the lock: it was changed."],
  ],
  commitment: [
    ["开封的密码，就是事先封好的那一个。", "The opened secret is the one that was committed to."],
    ["开封的密码，不是事先封好的那一个。", "The opened secret is not the one that was committed to."],
  ],
  sources: [
    ["规矩里写明了随机数怎么记。", "The rules say how the numbers are written down."],
    ["规矩里没有写明随机数怎么记。", "The rules do not say how the numbers are written down."],
  ],
  numbers: [
    ["随机数合乎事先公布的来源和记法。", "The numbers fit the sources announced beforehand."],
    ["第 {source} 个来源的随机数，跟事先公布的来源、个数或记法不合。", "The numbers of source {source} do not fit what was announced."],
  ],
  strength: [
    ["随机数够多（{have} 位，至少 {need} 位），没法靠试名单来挑人。", "There are enough numbers ({have} bits; {need} are needed) to rule out trying rosters."],
    ["随机数太少（{have} 位，至少要 {need} 位），有人可能靠试名单来挑人。", "There are too few numbers ({have} bits; {need} are needed): rosters could have been tried."],
  ],
  hands: [
    ["随机数由两个人分别录入，完全一致。", "Two people typed the numbers independently, and they agree."],
    ["随机数不是两个人分别录入的。", "The numbers were not typed by two people."],
  ],
  winners: [
    ["照公布的规矩和办法重算，中奖号码一个不差。", "Computed again by the published rules, all winners are the same."],
    ["重算出来不一样：第 {place} 个中奖号码不对，或者规矩的文字被改过。", "Computed again, winner {place} is another: a winner or a letter of the rules was changed."],
  ],
  line: [
    ["跟直播里当场公布的一致。", "It is what the lecture's public line says."],
    ["跟直播里当场公布的不一样：{step}被换过。", "The lecture's public line says otherwise: the {step} was exchanged."],
  ],
  memory: [
    ["跟这部手机以前看到的一致。", "It is what this phone was shown before."],
    ["跟这部手机以前看到的不一样：{step}被换过。", "This phone was shown otherwise before: the {step} was exchanged."],
  ],
  substitutes: [
    ["候补的次序也一个不差。", "The substitutes are in their order too."],
    ["候补的次序不对：从第 {place} 个起不一样。", "The substitutes differ from place {place} on."],
  ],
};

/** @type {Record<string, [string, string]>} a step, where a finding names one */
const STEP_NAMES = {
  "": ["", ""],
  draw_rules: ["规矩", "rules"],
  draw_roster: ["名单", "roster"],
  draw_secret: ["密码", "secret"],
  draw_entropy: ["随机数", "numbers"],
  draw_result: ["结果", "result"],
  draw_void: ["作废", "end"],
};

/** @type {Record<string, [string, string]>} */
const VERDICTS = {
  fair: ["对得上：这次抽奖没有人动过手脚。", "It fits. Nobody rigged this draw."],
  bare: [
    "号码对得上。这是旧办法的文件：奖品、谁能参加这些规矩的文字没有锁进算法，请跟直播里公布的对一遍。",
    "The numbers fit. This file is of the older profile: what its rules say is not part of the proof; compare it with the lecture.",
  ],
  broken: ["对不上：有地方被改过，看下面的红字。", "It does not fit. Something was changed; see below."],
  void: ["这次抽奖已经作废，没有结果。到作废为止，算得出来的都对得上；规矩的文字要开了奖才锁得住。", "This draw is void and has no result. What can be computed before that fits; the words of the rules are bound by a result only."],
  unfinished: ["还没有开奖。到现在为止，算得出来的都对得上；规矩的文字要开了奖才锁得住。", "Not drawn yet. What can be computed so far fits; the words of the rules are bound by the result only."],
};

/** @param {[string, string]} texts @param {Record<string, any>} fields @returns {[string, string]} */
const filled = (texts, fields) => {
  const fill = (/** @type {0 | 1} */ language) => {
    const named = "step" in fields ? { ...fields, step: STEP_NAMES[fields.step][language] } : fields;
    return texts[language].replace(/\{(\w+)\}/g, (_, name) => String(named[name]));
  };
  return [fill(0), fill(1)];
};

/** One finding, in Chinese and in English. @param {Check} check */
export const sentence = (check) => filled(FOUND[check.code][check.ok ? 0 : 1], check);

/** What the findings amount to, in Chinese and in English. @param {Report} report */
export const verdict = (report) => VERDICTS[report.verdict];
