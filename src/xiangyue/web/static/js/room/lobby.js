// The poster before the air: its headline breaks where one takes breath, and it says how long there is to wait.

import { words } from "./words.js";

/**
 * @param {number} left milliseconds until the planned start; negative when it has passed
 */
export function countdown(left) {
  if (left <= 0) return words.late;
  const seconds = Math.ceil(left / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return words.inDays(Math.floor(hours / 24), hours % 24);
  if (hours >= 1) return words.inHours(hours, minutes % 60);
  return words.inMinutes(minutes, String(seconds % 60).padStart(2, "0"));
}

/**
 * Wraps each phrase of a headline, so that a column ends after a comma and not inside a word. Chinese has no blanks,
 * and a browser breaks it anywhere. Names that the page holds together stay so.
 * @param {HTMLElement} headline
 */
export function phrased(headline) {
  const names = [...headline.querySelectorAll(".whole")].map(({ textContent }) => textContent ?? "");
  const phrases = headline.textContent?.trim().match(/[^，、：；。！？ ·—]+[，、：；。！？ ·—]*/g) ?? [];
  if (phrases.length < 2) return;
  headline.replaceChildren(
    ...phrases.flatMap((phrase) => {
      const span = document.createElement("span");
      span.append(...pieces(phrase.trimEnd(), names));
      return [span, phrase.slice(phrase.trimEnd().length)]; // a blank inside its end would be lost
    }),
  );
}

/** A phrase in pieces: what is a name is an element of its own. @param {string} phrase @param {string[]} names @returns {(string | HTMLElement)[]} */
function pieces(phrase, names) {
  const name = names.find((one) => phrase.includes(one));
  if (name === undefined) return [phrase];
  const at = phrase.indexOf(name);
  const whole = document.createElement("span");
  whole.className = "whole";
  whole.textContent = name;
  const [before, after] = [phrase.slice(0, at), phrase.slice(at + name.length)];
  const seam = () => document.createElement("wbr"); // or names side by side would be one piece
  const next = pieces(after, names);
  return [...(before ? [before, seam()] : []), whole, ...(/^[\p{L}\p{N}]/u.test(after) ? [seam()] : []), ...next];
}
