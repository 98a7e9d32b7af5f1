// Every sentence a script says on the director's console, in the language of the page. Chinese is the source.

import { english } from "../page/language.js";

/** @import {Step} from "./next.js" */
/** @import {Act} from "./desk.js" */

const ZH = {
  next: "下一步",
  sure: "再按一次就执行",
  busy: "正在执行…",
  syncing: "正在对齐最新状态…",
  wait: (/** @type {number} */ s) => `（还要等 ${s} 秒）`,
  waiting: "边讲边等：有的手机画面慢，人家还在答",
  air: "开播，居民就能看到",
  "no-picture": "还没有画面。再按一次照样开播",
  part: (/** @type {number} */ p, /** @type {string} */ title) => `进入第 ${p} 部分：${title}`,
  slide: (/** @type {number} */ n, /** @type {number} */ of) => `翻到第 ${n} 页（共 ${of} 页）`,
  poll: (/** @type {string} */ what) => `发起投票：${what}`,
  pollClose: "结束投票，公布结果",
  answered: (/** @type {string} */ what) => `这个提问答完了：${what}`,
  item: (/** @type {number} */ no) => `出第 ${no} 题`,
  reveal: (/** @type {number} */ no) => `公布第 ${no} 题答案`,
  draw: {
    rules: "公布抽奖规则",
    roster: "锁定抽奖名单",
    secret: "公开组织者的密数",
    entropy: "到抽奖页录入开奖号码（两个人各录一遍）",
    result: "算出中奖号码",
    void: "宣布这次抽奖作废",
  },
  numbersDiffer: "两个人录的开奖号码不一样：请两个人到抽奖页各看一遍，重录",
  end: "结束宣讲",
  endRehearsal: "结束彩排",
  replays: /** @type {Record<string, string>} */ ({ public: "（回放马上公开）", later: "（回放先不公开）" }),
  endOpen: (/** @type {number} */ n) => `还有 ${n} 个提问没有答。再按一次就结束`,
  over: "已经结束",
  done: "做好了。",
  lost: "没有送到，再按一次就行，不会重复。",
  speaking: "正在送出…",
  sayAgain: "再说一次",
  putAway: "不说了",
  collided: (/** @type {string} */ who, /** @type {string} */ what) => `${who}刚才已经${what}，你这一下没有重复执行。`,
  moved: "状态刚刚有变化，请看一眼再按。",
  somebody: "另一位导播",
  house: "系统",
  /** @type {Record<string, (d: Record<string, any>) => string>} */
  acts: {
    phase: ({ phase }) => (phase === "on_air" ? "开播" : phase === "ended" ? "结束宣讲" : "打开候场"),
    part: ({ p, title }) => `开始第 ${p} 部分${title ? `“${title}”` : ""}`,
    slide: ({ n }) => (n ? `把课件翻到第 ${n} 页` : "收起课件"),
    poll: ({ text }) => `发起投票“${text}”`,
    poll_close: () => "结束投票",
    quiz_item: ({ no }) => `出第 ${no} 题`,
    quiz_reveal: () => "公布答案",
    question: ({ state }) => /** @type {Record<string, string>} */ ({ approved: "选上一个提问", live: "开始回答一个提问", answered: "答完一个提问", declined: "没有采用一个提问" })[state] ?? "处理提问",
    cover: ({ on }) => (on ? "盖住画面和声音" : "恢复画面和声音"),
    delay: ({ s }) => (s ? `延时 ${s} 秒播出` : "取消延时播出"),
    notice: ({ text }) => (text ? `置顶公告“${text}”` : "撤下公告"),
    silence: ({ on }) => (on ? "全场静音" : "恢复发言"),
    slow: ({ s }) => (s ? `慢速：每人 ${s} 秒说一句` : "取消慢速"),
    review: ({ on }) => (on ? "打开逐条审核" : "关闭逐条审核"),
    mute: ({ until_ms }) => (until_ms ? "禁言一个人" : "解除一个人的禁言"),
    screen: ({ words }) => `更新拦截词（${words.length} 个）`,
    draw_rules: () => "公布抽奖规则",
    draw_roster: () => "锁定抽奖名单",
    draw_secret: () => "公开抽奖密数",
    draw_entropy: () => "录好开奖号码",
    draw_result: () => "算出中奖号码",
    draw_void: () => "宣布抽奖作废",
  },
  /** @type {Record<string, string>} */
  status: {
    waiting: "还没公开",
    passed: "放行了",
    refused: "拦下了",
    redacted: "撤回了",
    sampled: "人多没登出",
    held: "系统拦下",
    released: "放行了",
    new: "等处理",
    taken: "已选上",
    declined: "没采用",
    erased: "依决定删除",
  },
  kinds: { say: "发言", held: "系统拦下", ask: "提问" },
  let: "放行",
  refuse: "拦下",
  take: "选上",
  decline: "不采用",
  redact: "撤回",
  more: "更多",
  mute10: "禁言 10 分钟",
  muteAll: "禁言到结束",
  net: "连同这个网络新来的人",
  evidence: "导出他的记录",
  ban: "停用这个身份",
  unmute: "解除",
  hit: (/** @type {string} */ word) => `含“${word}”`,
  facts: (/** @type {string} */ who, /** @type {number} */ times, /** @type {number} */ near) => `笔名 ${who}，说过 ${times} 句${near > times ? `；同一网络 ${near} 句` : ""}`,
  verified: "已核验",
  guest: "游客",
  official: "工作人员",
  until: (/** @type {string} */ time) => `到 ${time}`,
  nobodyMuted: "现在没有人被禁言。",
  nothingWaits: "没有要处理的。",
  nobodySpoke: "还没有人发言。",
  planned: (/** @type {number} */ minutes) => `计划 ${minutes} 分`,
  total: (/** @type {string} */ spent, /** @type {number} */ minutes) => `${spent} / 计划 ${minutes} 分`,
  overtime: (/** @type {string} */ by) => `超 ${by}`,
  before: (/** @type {string} */ left) => `离预告时间 ${left}`,
  open: "发起",
  close: "结束",
  closed: "已结束",
  votes: (/** @type {number} */ n) => `${n} 人投了票`,
  answers: (/** @type {number} */ n) => `${n} 人交了答案`,
  people: (/** @type {number} */ n) => `${n} 人`,
  counting: "正在计数…",
  right: "（正确答案）",
  theAnswer: "正确答案：",
  eligible: (/** @type {string} */ who) => `谁能抽：${who}`,
  spare: "候补递上",
  outcomes: /** @type {Record<string, string>} */ ({ "": "还没来领", given: "已领", forfeited: "逾期未领" }),
  put: "出题",
  putQuestion: "放出",
  brought: "准备好的，还没放出",
  revealButton: "公布答案",
  revealIn: (/** @type {number} */ s) => `还要等 ${s} 秒，画面慢的人还在答`,
  resultOf: (/** @type {number} */ right, /** @type {number} */ answered, /** @type {number} */ share) => `${answered} 人答，${right} 人对（${share}%）`,
  answerNow: "开始回答",
  answeredNow: "答完了",
  live: "正在回答",
  supported: (/** @type {number} */ n) => `${n} 人也想问`,
  endNow: "提前结束宣讲",
  endNowRehearsal: "结束彩排",
  endNowSure: "再按一次，马上结束",
  drawPage: "打开抽奖页",
  drawDone: "已经抽完，念给大家听",
  drawVoid: "已作废",
  drawNext: (/** @type {string} */ step) => `下一步：${step}`,
  drawStep: (/** @type {string} */ step, /** @type {string} */ title) => (title ? `${step}：${title}` : step),
  coverOn: "盖住画面",
  coverOff: "恢复画面",
  covered: "画面和声音已经盖住",
  silenceOn: "全场静音",
  silenceOff: "恢复发言",
  reviewOn: "逐条审核",
  reviewOff: "关闭审核",
  away: "连不上服务器，正在重试",
};

/** @type {typeof ZH} */
const EN = {
  next: "Next",
  sure: "press again to do it",
  busy: "Working…",
  syncing: "Catching up…",
  wait: (s) => ` (${s} s to wait)`,
  waiting: "Talk on meanwhile: on some phones the picture is late, and they still answer",
  air: "Go on air: residents can see",
  "no-picture": "No picture yet. Press again to go on air all the same",
  part: (p, title) => `Go to part ${p}: ${title}`,
  slide: (n, of) => `Turn to page ${n} of ${of}`,
  poll: (what) => `Open the poll: ${what}`,
  pollClose: "Close the poll and show its result",
  answered: (what) => `This question is answered: ${what}`,
  item: (no) => `Put question ${no}`,
  reveal: (no) => `Reveal the answer to question ${no}`,
  draw: {
    rules: "Publish the rules of the draw",
    roster: "Lock the draw's roster",
    secret: "Open the organiser's secret",
    entropy: "Type the public numbers on the draw's page (two people)",
    result: "Work out the winners",
    void: "Declare the draw void",
  },
  numbersDiffer: "The two readings of the numbers differ: both look again and type anew",
  end: "End the lecture",
  endRehearsal: "End the rehearsal",
  replays: { public: " (the replay is public at once)", later: " (the replay stays private)" },
  endOpen: (n) => `${n} questions are unanswered. Press again to end`,
  over: "It is over",
  done: "Done.",
  lost: "It did not get through. Press again; nothing happens twice.",
  speaking: "On its way…",
  sayAgain: "Say it again",
  putAway: "Put away",
  collided: (who, what) => `A moment ago ${who} did this: ${what}. Your press was not repeated.`,
  moved: "Something has just changed; please look before you press.",
  somebody: "another director",
  house: "the system",
  acts: {
    phase: ({ phase }) => (phase === "on_air" ? "went on air" : phase === "ended" ? "ended the lecture" : "opened the lobby"),
    part: ({ p, title }) => `began part ${p}${title ? ` “${title}”` : ""}`,
    slide: ({ n }) => (n ? `turned to page ${n}` : "took the slides off"),
    poll: ({ text }) => `opened the poll “${text}”`,
    poll_close: () => "closed the poll",
    quiz_item: ({ no }) => `put question ${no}`,
    quiz_reveal: () => "revealed the answer",
    question: ({ state }) => /** @type {Record<string, string>} */ ({ approved: "took up a question", live: "began to answer a question", answered: "finished a question", declined: "declined a question" })[state] ?? "handled a question",
    cover: ({ on }) => (on ? "covered picture and sound" : "lifted the cover"),
    delay: ({ s }) => (s ? `set a delay of ${s} s` : "ended the delay"),
    notice: ({ text }) => (text ? `pinned “${text}”` : "took the notice down"),
    silence: ({ on }) => (on ? "silenced the room" : "let everybody speak again"),
    slow: ({ s }) => (s ? `slow mode: one sentence in ${s} s` : "ended slow mode"),
    review: ({ on }) => (on ? "began to review each sentence" : "ended the review"),
    mute: ({ until_ms }) => (until_ms ? "muted somebody" : "unmuted somebody"),
    screen: ({ words }) => `renewed the held words (${words.length})`,
    draw_rules: () => "published the rules of the draw",
    draw_roster: () => "locked the roster",
    draw_secret: () => "opened the secret",
    draw_entropy: () => "typed the public numbers",
    draw_result: () => "worked out the winners",
    draw_void: () => "declared the draw void",
  },
  status: {
    waiting: "not public yet",
    passed: "let out",
    refused: "refused",
    redacted: "taken back",
    sampled: "left out, too many",
    held: "held by a word",
    released: "let out",
    new: "waiting",
    taken: "taken up",
    declined: "declined",
    erased: "erased by decision",
  },
  kinds: { say: "Said", held: "Held by a word", ask: "Question" },
  let: "Let out",
  refuse: "Refuse",
  take: "Take up",
  decline: "Decline",
  redact: "Take back",
  more: "More",
  mute10: "Mute 10 minutes",
  muteAll: "Mute to the end",
  net: "and newcomers from this network",
  evidence: "Export their records",
  ban: "Ban this identity",
  unmute: "Unmute",
  hit: (word) => `contains “${word}”`,
  facts: (who, times, near) => `pseudonym ${who}, ${times} sentences${near > times ? `; ${near} from this network` : ""}`,
  verified: "verified",
  guest: "guest",
  official: "staff",
  until: (time) => `until ${time}`,
  nobodyMuted: "Nobody is muted.",
  nothingWaits: "Nothing is waiting.",
  nobodySpoke: "Nobody has spoken yet.",
  planned: (minutes) => `${minutes} min planned`,
  total: (spent, minutes) => `${spent} / ${minutes} min planned`,
  overtime: (by) => `${by} over`,
  before: (left) => `announced in ${left}`,
  open: "Open",
  close: "Close",
  closed: "closed",
  votes: (n) => `${n} voted`,
  answers: (n) => `${n} answered`,
  people: (n) => String(n),
  counting: "counting…",
  right: " (right answer)",
  theAnswer: "Right answer: ",
  eligible: (who) => `may win: ${who}`,
  spare: "stepped in",
  outcomes: { "": "not fetched yet", given: "fetched", forfeited: "lapsed" },
  put: "Put",
  putQuestion: "Put",
  brought: "brought along, not put yet",
  revealButton: "Reveal",
  revealIn: (s) => `${s} s to wait: slow pictures are still answering`,
  resultOf: (right, answered, share) => `${answered} answered, ${right} right (${share}%)`,
  answerNow: "Answer now",
  answeredNow: "Answered",
  live: "being answered",
  supported: (n) => `${n} want to know too`,
  endNow: "End the lecture early",
  endNowRehearsal: "End the rehearsal",
  endNowSure: "Press again to end now",
  drawPage: "Open the draw's page",
  drawDone: "drawn: read it out",
  drawVoid: "void",
  drawNext: (step) => `next: ${step}`,
  drawStep: (step, title) => (title ? `${step}: ${title}` : step),
  coverOn: "Cover the picture",
  coverOff: "Lift the cover",
  covered: "Picture and sound are covered",
  silenceOn: "Silence all",
  silenceOff: "Let speak",
  reviewOn: "Review each",
  reviewOff: "End review",
  away: "The server does not answer; trying again",
};

export const words = english ? EN : ZH;

/** What the one button will do. @param {Step} step @param {(p: number) => string} title names of parts */
export function stepWords(step, title) {
  const wait = step.wait > 0 ? words.wait(step.wait) : "";
  switch (step.id) {
    case "part":
      return words.part(step.p ?? 0, title(step.p ?? 0));
    case "slide":
      return words.slide(step.n ?? 0, step.of ?? 0);
    case "poll":
      return words.poll(step.what ?? "");
    case "poll-close":
      return words.pollClose;
    case "answered":
      return words.answered(step.what ?? "");
    case "item":
      return words.item(step.no ?? 0);
    case "reveal":
      return words.reveal(step.no ?? 0) + wait;
    case "air":
      return words.air;
    case "end":
      return step.replay ? words.end + words.replays[step.replay] : words.endRehearsal; // which leaves none
    case "over":
      return words.over;
    case "draw-entropy":
      return step.warn === "numbers-differ" ? words.numbersDiffer : words.draw.entropy;
    default:
      return words.drawStep(words.draw[/** @type {keyof typeof words.draw} */ (step.id.slice("draw-".length))], step.what ?? "");
  }
}

/** What a second press must know. @param {Step} step */
export function warning(step) {
  if (step.warn === "no-picture") return words["no-picture"];
  const replay = words.replays[step.replay ?? ""] ?? "";
  return (step.warn === "questions-open" ? words.endOpen(step.n ?? 0) : words.sure) + replay;
}

/** What somebody did, as a sentence's end. @param {Pick<Act, "k" | "d">} act */
export function actWords({ k, d }) {
  return words.acts[k]?.(d) ?? k;
}

/** 19:03:05. @param {number} ms */
export function moment(ms) {
  return new Date(ms).toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai" });
}
