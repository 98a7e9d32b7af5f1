// The run of show in the public state: parts, slides, questions, polls, quiz, draws. The twin of timeline/show.py, held
// to the same vectors (tests/captures/line). Pure. What speaks of something not known is passed over.

/** @import {Event} from "./wire.js" */

const PARTS = 60;
const SLIDES = 3;
const QUESTIONS = 200;
const POLLS = 20;
const ITEMS = 60;
const DRAWS = 10;
const SLOWEST_MS = 25_000;
const GRACE_MS = 1000;

/** @typedef {(before: any, data: Record<string, any>, event: Event, at: number) => any} Change */

/** What stands in a state before the first of each. */
export const EMPTY = {
  parts: [],
  slides: [],
  cover: { i: 0, on: false, text: "" },
  review: false,
  questions: [],
  polls: [],
  items: [],
  draws: [],
};

/** @type {[string, [string, Change]][]} for each kind the field of the state it changes, and how */
const TABLE = [
  ["part", ["parts", (parts, { p, title = "" }, { i, m = null }, at) => [...parts, { i, p, title, m, at }].slice(-PARTS)]],
  ["slide", ["slides", slide]],
  ["cover", ["cover", (_, { on, text = "" }, { i }) => ({ i, on, text })]],
  ["review", ["review", (_, { on }) => on]],
  ["question", ["questions", question]],
  ["ups", ["questions", ups]],
  ["poll", ["polls", poll]],
  ["poll_close", ["polls", (polls, { i }) => changed(polls, i, { open: false })]],
  ["tally", ["polls", tally]],
  ["quiz_item", ["items", item]],
  ["quiz_reveal", ["items", (items, { i, answer, salt, why = "" }) => changed(items, i, { answer, salt, why })]],
  ["quiz_result", ["items", (items, { i, answered, right, counts }) => changed(items, i, { answered, right, counts })]],
  ["draw_rules", ["draws", rules]],
  ["draw_roster", ["draws", step("roster")]],
  ["draw_secret", ["draws", step("secret")]],
  ["draw_entropy", ["draws", step("entropy")]],
  ["draw_result", ["draws", step("result")]],
  ["draw_void", ["draws", step("void")]],
];

/** A map, because an event could be called "constructor". */
export const STEPS = new Map(TABLE);

/** @type {Change} */
function slide(slides, { deck, n, pages, src = "", alt = "" }, { i, m = null }) {
  return [...slides, { i, deck, n, pages, src, alt, m }].slice(-SLIDES);
}

/** @type {Change} */
function question(known, data, event, at) {
  const i = data.i || event.i;
  if (data.state === "declined") return known.filter((/** @type {any} */ one) => one.i !== i);
  const { name = "", text = "", answer = "", unit = "", state } = data;
  if (known.every((/** @type {any} */ one) => one.i !== i)) {
    return [...known, { i, name, text, state, up: 0, answer, unit, at }].slice(-QUESTIONS);
  }
  const said = Object.entries({ name, text, answer, unit }).filter(([, value]) => value);
  return changed(known, i, { state, ...Object.fromEntries(said) });
}

/** @type {Change} */
function ups(known, { counts }) {
  const told = new Map(counts);
  return known.map((/** @type {any} */ one) => (told.has(one.i) ? { ...one, up: told.get(one.i) } : one));
}

/** @type {Change} */
function poll(polls, { text, options, multi = false, most = 8, shown = false }, { i, m = null }) {
  const allowed = multi ? Math.min(most, options.length) : 1;
  const fresh = { i, text, options, multi, most: allowed, shown, open: true, counts: [], voters: 0, m };
  return [...polls, fresh].slice(-POLLS);
}

/** @type {Change} */
function tally(polls, { i, counts, voters, final = false }) {
  return changed(polls, i, final ? { counts, voters, open: false } : { counts, voters });
}

/** @type {Change} */
function item(items, { no, kind, text, options = [], unit = "", s, commit }, { i, m = null }, at) {
  const until = (m ?? at) + SLOWEST_MS + s * 1000 + GRACE_MS;
  const later = { answer: null, salt: "", why: "", answered: null, right: null, counts: [] };
  return [...items, { i, no, kind, text, options, unit, s, commit, m, until, ...later }].slice(-ITEMS);
}

/** @type {Change} */
function rules(draws, data, { i }) {
  const { title, text, prizes, eligible, sources, algorithm = "XYD-1", commit, n } = data;
  const said = { title, text, prizes, eligible, sources, algorithm, commit, n };
  const later = { sha256: "", count: 0, url: "", otp: "", entropy: "", by: [], winners: [], substitutes: [], reason: "" };
  return [...draws, { i, step: "rules", ...said, ...later }].slice(-DRAWS);
}

/** @param {string} name @returns {Change} */
function step(name) {
  return (draws, { i, ...said }) => changed(draws, i, { step: name, ...said });
}

/** @param {any[]} known @param {number} i @param {Record<string, any>} fields */
function changed(known, i, fields) {
  return known.map((one) => (one.i === i ? { ...one, ...fields } : one));
}
