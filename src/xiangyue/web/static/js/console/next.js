// What the one big button does next. Pure: from the lecture's public state and what is prepared to a single step, so that
// a person alone can run everything by pressing one thing. Each step says whether it must still wait, and for how long.

/** @import {State, Item, Poll, Draw} from "../line/wire.js" */

/**
 * @typedef {{p: number, title: string, minutes: number}} Part
 * @typedef {{ref: string, n: number, small?: string, alt?: string, deck?: string}} Page
 * @typedef {{ref: string, i?: number | null, text: string, options?: string[]}} Asked a poll
 * @typedef {{ref: string, i?: number | null, no: number, text: string, kind?: string}} Question an item of the quiz
 * @typedef {{ref: string, i?: number | null, title: string, url?: string}} Raffle
 * @typedef {{parts: Part[], slides: Page[], polls: Asked[], items: Question[], draws: Raffle[]}} Prepared
 * @typedef {Record<string, string | number | boolean>} Press what is posted, besides command and version
 * @typedef {{id: string, press: Press | null, wait: number, sure?: boolean, warn?: string, link?: string,
 *   p?: number, no?: number, n?: number, of?: number, what?: string}} Step
 *   `wait` seconds until it may be pressed; `sure`: asks again before it is done; `warn` a code of what is not as it
 *   should be; `link`: not a press but a page
 */

const ON_AIR_PART = 2;
const QUIZ_PART = 6;

/** Steps of a draw that one press takes, by the step that was taken last; between secret and result two people type. */
/** @type {Record<string, string>} */
const DRAW = { "": "rules", rules: "roster", roster: "secret", entropy: "result" };

/**
 * @param {State} state
 * @param {Prepared} prepared
 * @param {number} now the server's clock, ms
 * @param {boolean} picture whether an encoder sends: in the lobby that is not public, so the state does not say it
 * @returns {Step}
 */
export function nextStep(state, prepared, now, picture) {
  if (state.phase === "lobby") return onAir(picture);
  if (state.phase !== "on_air") return { id: "over", press: null, wait: 0 };
  const p = partOf(state);
  switch (p) {
    case 3:
      return slide(state, prepared) ?? part(4);
    case 4:
      return question(state) ?? poll(state, prepared) ?? part(5);
    case QUIZ_PART:
      return item(state, prepared, now) ?? draw(state, prepared) ?? end(state);
    default:
      return part(Math.max(p, ON_AIR_PART - 1) + 1);
  }
}

/** The part that runs; 1 before any was begun. @param {State} state */
export function partOf(state) {
  return state.parts.length > 0 ? state.parts[state.parts.length - 1].p : 1;
}

/** @param {boolean} picture @returns {Step} */
function onAir(picture) {
  const step = { id: "air", press: { verb: "air" }, wait: 0 };
  return picture ? step : { ...step, sure: true, warn: "no-picture" };
}

/** @param {number} p @returns {Step} */
function part(p) {
  return { id: "part", press: { verb: "part", n: p }, wait: 0, p };
}

/** @param {State} state @returns {Step} */
function end(state) {
  const waiting = state.questions.filter(({ state: is }) => is === "approved").length;
  return { id: "end", press: { verb: "end" }, wait: 0, sure: true, ...(waiting > 0 ? { warn: "questions-open", n: waiting } : {}) };
}

/** The next page of the slides, if there is one. @param {State} state @param {Prepared} prepared @returns {Step | null} */
function slide(state, { slides }) {
  const shown = state.slides.length > 0 ? state.slides[state.slides.length - 1] : null;
  // Pages of a deck that has been replaced since do not count: the new one begins at its first page.
  const at = shown && slides.some(({ deck }) => deck === undefined || deck === shown.deck) ? shown.n : 0;
  const page = slides.find(({ n }) => n === at + 1);
  if (!page) return null;
  return { id: "slide", press: cue("slides", page.ref, "show"), wait: 0, n: page.n, of: slides.length };
}

/** A question that is being answered comes to its end. @param {State} state @returns {Step | null} */
function question(state) {
  const live = state.questions.find(({ state: is }) => is === "live");
  return live ? { id: "answered", press: { verb: "question", i: live.i, step: "answered" }, wait: 0, what: live.text } : null;
}

/** The open poll is closed before the next one is put. @param {State} state @param {Prepared} prepared @returns {Step | null} */
function poll(state, { polls }) {
  const open = state.polls.find((one) => one.open);
  if (open) {
    const ref = polls.find((one) => pollOf(state, one) === open)?.ref ?? "";
    return { id: "poll-close", press: { ...cue("polls", ref, "close"), i: open.i }, wait: 0, what: open.text };
  }
  const coming = polls.find((one) => !pollOf(state, one));
  return coming ? { id: "poll", press: cue("polls", coming.ref, "open"), wait: 0, what: coming.text } : null;
}

/** @param {State} state @param {Prepared} prepared @param {number} now @returns {Step | null} */
function item(state, { items }, now) {
  for (const one of [...items].sort((a, b) => a.no - b.no)) {
    const put = itemOf(state, one);
    if (!put) return { id: "item", press: cue("items", one.ref, "put"), wait: 0, no: one.no, what: one.text };
    if (put.answer === null) {
      return { id: "reveal", press: { ...cue("items", one.ref, "reveal"), i: put.i }, wait: secondsLeft(put, now), no: one.no };
    }
  }
  return null;
}

/** @param {State} state @param {Prepared} prepared @returns {Step | null} */
function draw(state, { draws }) {
  for (const one of draws) {
    const begun = drawOf(state, one);
    const step = begun?.step ?? "";
    if (step === "result" || step === "void") continue;
    if (step === "secret") return { id: "draw-entropy", press: null, wait: 0, what: one.title, link: one.url };
    return { id: `draw-${DRAW[step]}`, press: { ...cue("draws", one.ref, DRAW[step]), i: begun?.i ?? 0 }, wait: 0, what: one.title };
  }
  return null;
}

/** @param {string} kind @param {string} ref @param {string} step @returns {Press} */
function cue(kind, ref, step) {
  return { verb: "cue", kind, ref, step };
}

/** Seconds until the answer of an item may be revealed. @param {Item} put @param {number} now */
export function secondsLeft(put, now) {
  return put.until < now ? 0 : Math.floor((put.until - now) / 1000) + 1;
}

/** The poll on the line that a prepared one became: by its number, else by what it asks. @param {State} state @param {Asked} one @returns {Poll | null} */
export function pollOf(state, one) {
  return state.polls.find(({ i, text }) => (one.i ? i === one.i : text === one.text)) ?? null;
}

/** @param {State} state @param {Question} one @returns {Item | null} */
export function itemOf(state, one) {
  return state.items.find(({ i, no }) => (one.i ? i === one.i : no === one.no)) ?? null;
}

/** @param {State} state @param {Raffle} one @returns {Draw | null} */
export function drawOf(state, one) {
  return state.draws.find(({ i, title }) => (one.i ? i === one.i : title === one.title)) ?? null;
}
