// What was reported and asked from this phone: kept by its browser alone, for nobody signs in. The address of each opens
// it, so the list is as private as the phone.

import { storeOf } from "./store.js";

/** @typedef {{path: string, number: string, title: string, what: string, at: number}} Slip */

const MOST = 100;
const kept = storeOf("xiangyue.slips.");

/** @returns {Slip[]} the newest first */
export const slips = () => read(kept.get("list"));

export const forget = () => kept.set("list", null);

/**
 * The list with one more; one that is there already stays where it is.
 * @param {Slip[]} list @param {Slip} slip
 */
export const added = (list, slip) => (list.some(({ path }) => path === slip.path) ? list : [slip, ...list].slice(0, MOST));

/** What is none of ours, or leads away from this house, is left out. @param {unknown} list @returns {Slip[]} */
export function read(list) {
  if (!Array.isArray(list)) return [];
  return list.filter(
    (each) => typeof each?.path === "string" && /^\/(r|ask)\/[^/]+\/$/.test(each.path) && typeof each.title === "string" && typeof each.at === "number",
  );
}

/** On the page that a report or question leads to. */
if (typeof document !== "undefined") {
  const slip = document.getElementById("slip");
  if (slip && new URLSearchParams(location.search).has("new")) {
    const { number = "", title = "", what = "" } = slip.dataset;
    kept.set("list", added(slips(), { path: location.pathname, number, title, what, at: Date.now() }));
  }
}
