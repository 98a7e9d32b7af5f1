// What became of this viewer's own questions, told once each: taken up, read out now, answered. Knows no page.

import { words } from "./words.js";
/** @import {Question} from "../line/wire.js" */
/** @import {Ask} from "./deeds.js" */
/** @import {Store} from "../page/store.js" */

const KEY = "asked-told";
const FIRST = { live: 0, answered: 1, approved: 2 }; // of several that came at once, the one that matters now
const SHORT = 16; // characters of a question in a line above the tabs

export class AskedNews {
  /** @param {Store} store of this lecture: a page that is loaded again does not tell again, and tells what it missed */
  constructor(store) {
    this._store = store;
  }

  /**
   * A line about a question of one's own that moved since the last look, "" when none did.
   * @param {Ask[]} asks one's own
   * @param {Question[]} questions as they stand now
   */
  since(asks, questions) {
    const own = new Set(asks.map(({ i }) => i).filter((i) => i > 0));
    /** @type {Record<string, string>} */
    const told = this._store.get(KEY) ?? {};
    const moved = questions.filter(({ i, state }) => own.has(i) && told[i] !== state);
    if (moved.length === 0) return "";
    this._store.set(KEY, { ...told, ...Object.fromEntries(moved.map(({ i, state }) => [i, state])) });
    const [news] = moved.sort((a, b) => FIRST[a.state] - FIRST[b.state] || b.i - a.i);
    return line(news, own.size > 1);
  }
}

/** @param {Question} question @param {boolean} several then it is said which of them */
function line({ state, text }, several) {
  if (!several) return { approved: words.askTaken, live: words.askReading, answered: words.askDone }[state];
  const letters = [...text];
  const short = letters.length > SHORT ? `${letters.slice(0, SHORT).join("")}…` : text;
  return { approved: words.askTakenOf, live: words.askReadingOf, answered: words.askDoneOf }[state](short);
}
