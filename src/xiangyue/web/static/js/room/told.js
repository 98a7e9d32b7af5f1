// What a screen reader is told politely, one thing at a time: when a question opens, ten and five seconds before its end,
// what became of an answer. Seconds between are not announced.

import { box } from "../page/parts.js";

/** @param {string} text */
export function tell(text) {
  const region = box("told");
  // The same sentence twice in a row would not be heard: a sign without a sound makes it another.
  region.textContent = region.textContent === text ? `${text}\u200b` : text;
}
