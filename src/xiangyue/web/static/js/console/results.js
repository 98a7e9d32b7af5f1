// What a director reads aloud: how a poll went, how an item was answered, who has won what. Pure, but for `readout`.

import { make } from "./list.js";
import { words } from "./words.js";

/** @import {Draw, Item, Poll} from "../line/wire.js" */
/** @import {Raffle} from "./next.js" */

/**
 * @typedef {{text: string, n: number, percent: number, right: boolean}} Share an option, and who chose it
 * @typedef {{label: string, said: string, waits: boolean, gone: boolean}} Winner `said`: fetched, waiting, lapsed
 * @typedef {{shares?: Share[], answer?: string, prizes?: {name: string, winners: Winner[]}[]}} Result
 */

/** @param {number} n @param {number} of */
export function percent(n, of) {
  return of > 0 ? Math.round((100 * n) / of) : 0;
}

/** @param {Poll} poll @returns {Result | null} nothing while its votes are not counted */
export function pollResult({ options, counts, voters, open }) {
  return open || counts.length === 0 ? null : { shares: shares(options, counts, voters, []) };
}

/** @param {Item} item @returns {Result | null} nothing before the answer is public */
export function itemResult({ kind, options, unit, answer, counts, answered }) {
  if (answer === null) return null;
  if (typeof answer === "string") return { answer: `${answer} ${unit}`.trim() };
  if (kind === "order") return { answer: answer.map((place) => options[place]).join(" → ") };
  return { shares: shares(options, counts, answered ?? 0, answer) };
}

/**
 * Who holds which prize: as the line has it, at once; who fetched it or stepped in, as the house knows it a moment later.
 * @param {Draw} draw
 * @param {Raffle["holders"]} [holders]
 * @returns {Result | null}
 */
export function drawResult({ step, winners, prizes }, holders = []) {
  if (step !== "result") return null;
  const all = holders.length > 0 ? holders : winners.map(({ label, prize }) => ({ label, prize, outcome: "", spare: false }));
  const of = (/** @type {number} */ prize) =>
    all.filter((one) => one.prize === prize).map(({ label, outcome, spare }) => ({
      label,
      said: [spare ? words.spare : "", words.outcomes[outcome] ?? words.outcomes[""]].filter(Boolean).join(" · "),
      waits: outcome === "",
      gone: outcome === "forfeited",
    }));
  return { prizes: prizes.map(({ name }, prize) => ({ name, winners: of(prize) })).filter(({ winners: won }) => won.length > 0) };
}

/** @param {string[]} options @param {number[]} counts @param {number} voters @param {number[]} right @returns {Share[]} */
function shares(options, counts, voters, right) {
  return options.map((text, place) => {
    const n = counts[place] ?? 0;
    return { text, n, percent: percent(n, voters), right: right.includes(place) };
  });
}

/** @param {Result} result */
export function readout({ shares: rows = [], answer = "", prizes = [] }) {
  const told = make("div", "d-result");
  if (answer) told.append(make("p", "d-answer", words.theAnswer, make("b", "", answer)));
  if (rows.length > 0) told.append(make("ol", "plain d-shares", ...rows.map(share)));
  for (const { name, winners } of prizes) {
    told.append(make("p", "d-prize", name), make("ul", "plain d-winners", ...winners.map(winner)));
  }
  return told;
}

/** @param {Share} row */
function share({ text, n, percent: many, right }) {
  const bar = make("i", "d-share", make("i", ""));
  /** @type {HTMLElement} */ (bar.firstElementChild).style.setProperty("width", `${many}%`);
  bar.setAttribute("aria-hidden", "true");
  const sign = right ? [make("span", "d-right", "✓", make("span", "sr", words.right))] : [];
  return make("li", right ? "right" : "", make("span", "d-option", ...sign, text), make("b", "num", `${many}%`), make("span", "num d-note", words.people(n)), bar);
}

/** @param {Winner} one */
function winner({ label, said, waits, gone }) {
  return make("li", gone ? "gone" : waits ? "waits" : "", make("b", "num", label), make("span", "d-note small", said));
}
