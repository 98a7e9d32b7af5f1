// Public numbers and how many of them a draw needs. The twin of kernel/draw/entropy.py and strength.py.

const MARGIN_BITS = 20n;
const MOST_NUMBERS = 200;
const SENTENCE = /^([^（）]{1,120})（([^（）]{1,75})）$/u;
const PART = /^([1-9][0-9]{0,2}|若干)个数，([0-9]{1,4})到([0-9]{1,4})，(按次序|从小到大)$/;
const SPELLED = /^(?:(?:(?:0|[1-9][0-9]{0,3})\.)+\/)+$/;

/** @typedef {{count: number, low: number, high: number, ordered: boolean}} Part `count` 0: as many as needed */
/** @typedef {{name: string, parts: Part[]}} Source */

/** C(n, k). @param {number} n @param {number} k */
function choose(n, k) {
  let ways = 1n;
  for (let i = 1; i <= Math.min(k, n - k); i++) ways = (ways * BigInt(n - i + 1)) / BigInt(i);
  return ways;
}

/** The least number of combinations for a draw. @param {number} pool @param {number} wanted */
export const neededFor = (pool, wanted) => choose(pool, Math.min(wanted, pool)) << MARGIN_BITS;

/** A number of combinations in whole bits. @param {bigint} combinations */
export const wholeBits = (combinations) => combinations.toString(2).length - 1;

/** @param {Part} part */
function waysOf({ count, low, high, ordered }) {
  return ordered ? BigInt(high - low + 1) ** BigInt(count) : choose(high - low + 1, count);
}

/** In how many ways the sources can fall together. @param {Source[]} sources */
export const combinations = (sources) => sources.flatMap(({ parts }) => parts).reduce((ways, part) => ways * waysOf(part), 1n);

/** @param {Source} source */
const isOpen = ({ parts }) => parts.some(({ count }) => count === 0);

/** The sources of some rules, in their order; null when one does not say how it is written. @param {string[]} sentences @returns {Source[] | null} */
export function readSources(sentences) {
  const sources = sentences.map(readSource);
  if (!sources.every((source) => source !== null)) return null;
  const misplaced = sources.some((source, at) => {
    return isOpen(source) && (at < sources.length - 1 || source.parts.length > 1 || !source.parts[0].ordered);
  });
  return misplaced ? null : sources;
}

/** @param {string} sentence @returns {Source | null} */
function readSource(sentence) {
  const [, name = "", list = ""] = sentence.match(SENTENCE) ?? [];
  /** @type {Part[]} */
  const parts = [];
  for (const said of list.split("；")) {
    const [, count, low, high, form] = said.match(PART) ?? [];
    const part = { count: count === "若干" ? 0 : Number(count), low: Number(low), high: Number(high), ordered: form === "按次序" };
    const sound = part.high > part.low && part.count <= MOST_NUMBERS && (part.ordered || part.count <= part.high - part.low + 1);
    if (!form || !sound || String(part.low) !== low || String(part.high) !== high) return null;
    parts.push(part);
  }
  return { name, parts };
}

/**
 * The sources with their numbers counted: one that says 若干 gives as many as reach what is needed.
 * @param {Source[]} sources
 * @param {bigint} needed
 */
export function settled(sources, needed) {
  const last = sources[sources.length - 1];
  if (!isOpen(last)) return sources;
  const part = last.parts[0];
  const span = BigInt(part.high - part.low + 1);
  let have = combinations(sources.slice(0, -1));
  let count = 0;
  for (; have < needed || count === 0; count++) have *= span;
  return [...sources.slice(0, -1), { name: last.name, parts: [{ ...part, count }] }];
}

/** The number of the first source, from 1, that a spelled text does not fit; 0 when it fits them all. @param {Source[]} sources @param {string} text */
export function misfit(sources, text) {
  const groups = SPELLED.test(text) ? text.slice(0, -1).split("/").map((group) => group.slice(0, -1).split(".").map(Number)) : [];
  const wrong = sources.findIndex((source, at) => at < groups.length && !fits(source, groups[at]));
  if (wrong >= 0) return wrong + 1;
  return groups.length === sources.length ? 0 : Math.min(groups.length, sources.length) + 1;
}

/** @param {Source} source @param {number[]} group */
function fits({ parts }, group) {
  let at = 0;
  for (const { count, low, high, ordered } of parts) {
    const these = group.slice(at, (at += count));
    if (these.some((number) => number < low || number > high)) return false;
    if (!ordered && these.some((number, i) => i > 0 && number <= these[i - 1])) return false;
  }
  return group.length === at;
}
