// The file of a draw: its steps as the lecture's public line has them, and the roster. The twin of kernel/draw/document.py.

/** @typedef {{kind: string, at: number, seq: number, link: string, data: Record<string, any>}} Step */
/** @typedef {{draw: string, county: string, lecture: Record<string, string>, steps: Step[], roster: string}} Draw */

export const STEPS = ["draw_rules", "draw_roster", "draw_secret", "draw_entropy", "draw_result"];
export const VOID = "draw_void";

export class NotADraw extends Error {}

/** @typedef {(value: any) => boolean} Test */
/** @type {Test} */
const isText = (value) => typeof value === "string" && !/\p{Surrogate}/u.test(value);
/** @type {Test} */
const isHash = (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
/** @type {Test} */
const isNumber = (value) => Number.isSafeInteger(value);
/** @type {Test} */
const isSeq = (value) => isNumber(value) && value >= 0;
/** @type {Test} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {Test} inner @param {number} [least] @param {number} [most] @returns {Test} */
const isList = (inner, least = 0, most = Infinity) => (value) => {
  return Array.isArray(value) && value.length >= least && value.length <= most && value.every(inner);
};
/** @param {Record<string, Test>} fields @param {Record<string, Test>} [others] @returns {Test} */
const has = (fields, others = {}) => (value) => {
  if (!isObject(value)) return false;
  const given = Object.entries(others).filter(([name]) => name in value);
  return [...Object.entries(fields), ...given].every(([name, test]) => test(value[name]));
};

const isPrize = has({ name: isText, count: (count) => isNumber(count) && count >= 1 && count <= 1000 });
const isWinner = has({ label: isText, prize: isNumber, pos: isText });

/** @type {Map<string, Test>} */
const SHAPES = new Map([
  ["draw_rules", has({ title: isText, text: isText, prizes: isList(isPrize, 1, 20), eligible: isText, sources: isList(isText, 1, 10), algorithm: isText, commit: isHash, n: isNumber })],
  ["draw_roster", has({ i: isSeq, sha256: isHash, count: (count) => isNumber(count) && count >= 1 && count <= 1e7 }, { url: isText })],
  ["draw_secret", has({ i: isSeq, otp: isHash })],
  ["draw_entropy", has({ i: isSeq, entropy: (text) => isText(text) && text.length <= 2000, by: isList(isText) })],
  ["draw_result", has({ i: isSeq, winners: isList(isWinner) }, { substitutes: isList(isText) })],
  [VOID, has({ i: isSeq, reason: isText })],
]);

const isStep = has({ kind: isText, at: isNumber, data: isObject }, { seq: isSeq, link: isText });
const isDocument = has(
  { kind: (kind) => kind === "xiangyue-draw", v: (v) => v === 1, draw: isText, steps: isList(isStep, 1, 6) },
  { roster: isText, county: isText, lecture: (lecture) => isObject(lecture) && Object.values(lecture).every(isText) },
);

/** A decoded file as a draw. Throws `NotADraw`. @param {any} stated @returns {Draw} */
export function readDraw(stated) {
  if (!isDocument(stated)) throw new NotADraw();
  for (const { kind, data } of stated.steps) if (!SHAPES.get(kind)?.(data)) throw new NotADraw();
  const steps = stated.steps.map((/** @type {any} */ step) => ({ seq: 0, link: "", ...step }));
  return { county: "", lecture: {}, roster: "", ...stated, steps };
}
