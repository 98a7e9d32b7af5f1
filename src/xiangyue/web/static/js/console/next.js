// What the one big button does next. Pure: from the lecture's public state and what is prepared to a single step, so that
// a person alone can run everything by pressing one thing. Each step says whether it must still wait, and for how long.
// The twin of hall/orders/rules.py, held to the same vectors (tests/captures/orders); the page knows more than the server
// does, the slides and the question that is being answered, and works it out anew at every event of the line.

/** @import {State, Item, Poll, Draw} from "../line/wire.js" */

/**
 * @typedef {{p: number, title: string, minutes: number}} Part
 * @typedef {{ref: string, n: number, small?: string, alt?: string, deck?: string}} Page
 * @typedef {{ref: string, i?: number | null, text: string, options?: string[]}} Asked a poll
 * @typedef {{ref: string, no: number, text: string, kind?: string}} Question an item of the quiz
 * @typedef {{ref: string, title: string, commit: string, url?: string, differs?: boolean, who?: string,
 *   holders?: {label: string, prize: number, outcome: string, spare: boolean}[]}} Raffle `differs`: two people typed other
 *   numbers; `who`: may win; `holders` of prizes once there is a result, by `outcome`: "" (waits), "given", "forfeited"
 * @typedef {{parts: Part[], slides: Page[], polls: Asked[], items: Question[], draws: Raffle[], questions?: Asked[],
 *   replay?: string, voted?: Record<string, number>, answered?: Record<string, number>}} Prepared `voted`, `answered`: how
 *   many so far, by the number of poll and item; `replay`: what becomes of it at the end, "public" or "later"; "" for a rehearsal, which leaves none; `questions` brought along and not yet put
 * @typedef {Record<string, string | number | boolean>} Press what is posted, besides command and version
 * @typedef {{id: string, press: Press | null, wait: number, sure?: boolean, warn?: string, link?: string,
 *   p?: number, no?: number, n?: number, of?: number, what?: string, replay?: string}} Step
 *   `wait` seconds until it may be pressed; `sure`: asks again before it is done; `warn` a code of what is not as it
 *   should be; `link`: not a press but a page
 */

const TALK = 3;
const INTERACTION = 4;
const QUIZ = 6;

/** @type {Record<string, string>} the step of a draw that one press takes after each; between secret and result two people type */
const AFTER = { rules: "roster", roster: "secret", entropy: "result" };

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
  return finish(state, prepared, now) ?? goOn(state, prepared);
}

/** What is open comes to its end before anything else begins. @param {State} state @param {Prepared} prepared @param {number} now */
function finish(state, prepared, now) {
  return answered(state) ?? closePoll(state, prepared) ?? reveal(state, prepared, now) ?? drawOn(state, prepared);
}

/** @param {State} state @param {Prepared} prepared @returns {Step} */
function goOn(state, prepared) {
  const p = partOf(state);
  const step = p === TALK ? slide(state, prepared) : p === INTERACTION ? poll(state, prepared) : p === QUIZ ? item(state, prepared) ?? draw(state, prepared) : null;
  if (step) return step;
  const following = [2, 3, 4, 5, 6].find((each) => each > p && isHeld(each, prepared));
  return following ? { id: "part", press: { verb: "part", n: following }, wait: 0, p: following } : end(state, prepared);
}

/** A part is held when it has minutes or something prepared; the last one only for quiz or draw. @param {number} p @param {Prepared} prepared */
function isHeld(p, { parts, slides, polls, items, draws }) {
  if (p === QUIZ) return items.length > 0 || draws.length > 0;
  const planned = parts.find((part) => part.p === p)?.minutes ?? 1;
  return planned > 0 || (p === TALK && slides.length > 0) || (p === INTERACTION && polls.length > 0);
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

/** @param {State} state @param {Prepared} prepared @returns {Step} */
function end(state, { replay = "" }) {
  const waiting = state.questions.filter(({ state: is }) => is === "approved").length;
  return { id: "end", press: { verb: "end" }, wait: 0, sure: true, ...(replay && { replay }), ...(waiting > 0 ? { warn: "questions-open", n: waiting } : {}) };
}

/** The next page of the slides, if there is one. @param {State} state @param {Prepared} prepared @returns {Step | null} */
function slide(state, { slides }) {
  // Pages of a deck that has been replaced do not count; slides that were taken off go on where they were.
  const here = (/** @type {string} */ deck) => slides.some((page) => page.deck === undefined || page.deck === deck);
  const at = state.slides.filter(({ n, deck }) => n > 0 && here(deck)).at(-1)?.n ?? 0;
  const page = slides.find(({ n }) => n === at + 1);
  if (!page) return null;
  return { id: "slide", press: cue("slides", page.ref, "show"), wait: 0, n: page.n, of: slides.length };
}

/** A question that is being answered comes to its end. @param {State} state @returns {Step | null} */
function answered(state) {
  const live = state.questions.find(({ state: is }) => is === "live");
  return live ? { id: "answered", press: { verb: "question", i: live.i, step: "answered" }, wait: 0, what: live.text } : null;
}

/** @param {State} state @param {Prepared} prepared @returns {Step | null} */
function closePoll(state, { polls }) {
  const open = state.polls.find((one) => one.open);
  if (!open) return null;
  const ref = polls.find((one) => pollOf(state, one) === open)?.ref ?? "";
  return { id: "poll-close", press: { ...cue("polls", ref, "close"), i: open.i }, wait: 0, what: open.text };
}

/** @param {State} state @param {Prepared} prepared @returns {Step | null} */
function poll(state, { polls }) {
  const coming = polls.find((one) => !pollOf(state, one));
  return coming ? { id: "poll", press: cue("polls", coming.ref, "open"), wait: 0, what: coming.text } : null;
}

/** @param {State} state @param {Prepared} prepared @param {number} now @returns {Step | null} */
function reveal(state, { items }, now) {
  const open = state.items.find((one) => one.answer === null);
  if (!open) return null;
  const ref = items.find((one) => one.no === open.no)?.ref ?? "";
  return { id: "reveal", press: { ...cue("items", ref, "reveal"), i: open.i }, wait: secondsLeft(open, now), no: open.no };
}

/** @param {State} state @param {Prepared} prepared @returns {Step | null} */
function item(state, { items }) {
  const one = [...items].sort((a, b) => a.no - b.no).find((each) => !itemOf(state, each));
  return one ? { id: "item", press: cue("items", one.ref, "put"), wait: 0, no: one.no, what: one.text } : null;
}

/** The next step of a draw that has begun. @param {State} state @param {Prepared} prepared @returns {Step | null} */
function drawOn(state, { draws }) {
  const open = state.draws.find(({ step }) => step !== "result" && step !== "void");
  if (!open) return null;
  const one = draws.find((each) => drawOf(state, each) === open);
  if (open.step === "secret") return { id: "draw-entropy", press: null, wait: 0, what: open.title, link: one?.url, ...(one?.differs ? { warn: "numbers-differ" } : {}) };
  const step = AFTER[open.step];
  return { id: `draw-${step}`, press: { ...cue("draws", one?.ref ?? "", step), i: open.i }, wait: 0, what: open.title };
}

/** @param {State} state @param {Prepared} prepared @returns {Step | null} */
function draw(state, { draws }) {
  const one = draws.find((each) => !drawOf(state, each));
  return one ? { id: "draw-rules", press: cue("draws", one.ref, "rules"), wait: 0, what: one.title } : null;
}

/** @param {string} kind @param {string} ref @param {string} step @returns {Press} */
function cue(kind, ref, step) {
  return { verb: "cue", kind, ref, step };
}

/** Seconds until the answer of an item may be revealed. @param {Item} put @param {number} now */
export function secondsLeft(put, now) {
  return put.until < now ? 0 : Math.floor((put.until - now) / 1000) + 1;
}

/** The poll on the line that a prepared one became: by what it asks. @param {State} state @param {Asked} one @returns {Poll | null} */
export function pollOf(state, one) {
  return state.polls.find(({ i, text }) => (one.i ? i === one.i : text === one.text)) ?? null;
}

/** @param {State} state @param {Question} one @returns {Item | null} */
export function itemOf(state, one) {
  return state.items.find(({ no }) => no === one.no) ?? null;
}

/** By the commitment: a draw that became void is drawn anew under the same title. @param {State} state @param {Raffle} one @returns {Draw | null} */
export function drawOf(state, one) {
  return state.draws.find(({ commit }) => commit === one.commit) ?? null;
}
