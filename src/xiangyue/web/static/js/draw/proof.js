// An exported draw, examined: every step recomputed from what is written, nothing asked of anybody.
// The twin of kernel/draw/proof.py: the same file gives the same report (tests/captures/draw).

import { readDraw, STEPS, VOID } from "./document.js";
import { combinations, misfit, neededFor, readSources, settled, wholeBits } from "./entropy.js";
import { fingerprint, readRoster } from "./roster.js";
import { ALGORITHM, BOUND, keyBy, opens, order } from "./xyd1.js";
/** @import {Draw, Step} from "./document.js" */

const SUBSTITUTES = 3; // at least, or as many as there are prizes

/** @typedef {{code: string, ok: boolean} & Record<string, any>} Check */
/** @typedef {{verdict: "fair" | "bare" | "broken" | "void" | "unfinished", checks: Check[]}} Report */
/** @typedef {{label: string, prize: number, pos: string}} Winner */

/**
 * @param {any} stated a decoded file
 * @param {() => Promise<void>} [pause] asked now and then, so that a page stays alive
 * @returns {Promise<Report>} Throws `NotADraw`.
 */
export async function examine(stated, pause) {
  const draw = readDraw(stated);
  /** @type {Map<string, any>} */
  const said = new Map(draw.steps.map(({ kind, data }) => [kind, data]));
  /** @type {Check[]} */
  const checks = [{ code: "order", ok: inOrder(draw.steps) }];
  const [rules, published, secret, numbers, result] = STEPS.map((kind) => said.get(kind));
  if (rules) {
    checks.push({ code: "algorithm", ok: rules.algorithm === ALGORITHM || rules.algorithm === BOUND });
    if (published) checks.push(...aboutRoster(draw.roster, published));
    if (secret) checks.push({ code: "commitment", ok: opens(secret.otp, rules.commit) });
    if (numbers && published) checks.push(...aboutNumbers(rules, published, numbers));
    if (result && secret && numbers) checks.push(...(await aboutResult(draw, { rules, secret, numbers, result }, pause)));
  }
  if (!checks.every(({ ok }) => ok)) return { verdict: "broken", checks };
  const fair = rules?.algorithm === BOUND ? "fair" : "bare"; // a draw of before, whose rules are not in its key
  return { verdict: said.has(VOID) ? "void" : result ? fair : "unfinished", checks };
}

/**
 * Who gets which prize, first prize first, and everybody behind them in order: the substitutes.
 * @param {Uint8Array} key
 * @param {string[]} labels
 * @param {{count: number}[]} prizes
 * @param {() => Promise<void>} [pause]
 */
export async function winnersOf(key, labels, prizes, pause) {
  const { numbers, position } = await order(key, labels, pause);
  const given = prizes.flatMap(({ count }, prize) => Array(count).fill(prize)).slice(0, labels.length);
  const won = given.map((prize, at) => ({ label: labels[numbers[at]], prize, pos: position(numbers[at]) }));
  return { won, behind: (/** @type {number} */ count) => Array.from(numbers.slice(won.length, won.length + count), (at) => labels[at]) };
}

/** @param {Step[]} steps */
function inOrder(steps) {
  const kinds = steps.map(({ kind }) => kind);
  const cut = kinds[kinds.length - 1] === VOID;
  const body = cut ? kinds.slice(0, -1) : kinds;
  const begun = body.length > 0 && body.every((kind, at) => kind === STEPS[at]) && !(cut && body.length === STEPS.length);
  const onLine = steps.map(({ seq }) => seq).filter((seq) => seq > 0);
  const grown = onLine.every((seq, at) => seq === steps[at].seq && (at === 0 || seq > onLine[at - 1]));
  const timely = steps.every(({ at }, place) => place === 0 || at >= steps[place - 1].at);
  return begun && grown && timely && steps.every(({ kind, data }) => kind === STEPS[0] || data.i === steps[0].seq);
}

/** @param {string} text @param {any} published @returns {Check[]} */
function aboutRoster(text, published) {
  const { labels, line } = readRoster(text);
  const lines = text.split("\n").length - 1;
  return [
    line ? { code: "roster", ok: false, line } : { code: "roster", ok: true, count: labels.length },
    { code: "fingerprint", ok: fingerprint(text) === published.sha256 && lines === published.count },
  ];
}

/** @param {any} rules @param {any} published @param {any} said @returns {Check[]} */
function aboutNumbers(rules, published, said) {
  const open = readSources(rules.sources);
  if (open === null) return [{ code: "sources", ok: false }];
  const needed = neededFor(published.count, rules.prizes.reduce((/** @type {number} */ sum, /** @type {any} */ prize) => sum + prize.count, 0));
  const sources = settled(open, needed);
  const have = combinations(sources);
  const source = misfit(sources, said.entropy);
  return [
    { code: "numbers", ok: source === 0, source },
    { code: "strength", ok: have >= needed, have: wholeBits(have), need: wholeBits(needed) },
    { code: "hands", ok: said.by.length === 2 && said.by[0] !== said.by[1] },
  ];
}

/** @param {Draw} draw @param {Record<string, any>} said @param {() => Promise<void>} [pause] @returns {Promise<Check[]>} */
async function aboutResult(draw, { rules, secret, numbers, result }, pause) {
  const key = keyBy(rules, secret.otp, fingerprint(draw.roster), numbers.entropy);
  const labels = draw.roster.split("\n").filter((label) => label !== "");
  const { won, behind } = await winnersOf(key, labels, rules.prizes, pause);
  const place = differ(won, result.winners, (one, other) => one.label === other.label && one.prize === other.prize && one.pos === other.pos);
  const named = result.substitutes ?? [];
  const wanted = rules.prizes.reduce((/** @type {number} */ sum, /** @type {any} */ prize) => sum + prize.count, 0);
  const second = differ(behind(rules.algorithm === BOUND ? Math.max(SUBSTITUTES, wanted) : named.length), named, (one, other) => one === other);
  return [
    { code: "winners", ok: place === 0, place },
    { code: "substitutes", ok: second === 0, place: second },
  ];
}

/** The first place, from 1, at which two lists differ; 0 when they do not. @param {any[]} ours @param {any[]} theirs @param {(one: any, other: any) => boolean} same */
function differ(ours, theirs, same) {
  const both = Math.min(ours.length, theirs.length);
  for (let at = 0; at < both; at++) if (!same(ours[at], theirs[at])) return at + 1;
  return ours.length === theirs.length ? 0 : both + 1;
}
