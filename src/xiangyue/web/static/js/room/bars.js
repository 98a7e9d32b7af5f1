// How an audience has chosen: a bar, a number and a word for each option.

import { make } from "./make.js";
import { letter } from "./shuffle.js";
import { count, words } from "./words.js";

/**
 * @param {object} outcome
 * @param {string[]} outcome.options
 * @param {number[]} outcome.order as this viewer saw them
 * @param {number[]} outcome.counts empty while nothing is public
 * @param {number} outcome.voters
 * @param {number[]} outcome.mine numbers of the options this viewer chose
 * @param {number[]} [outcome.right] of a quiz
 */
export function bars({ options, order, counts, voters, mine, right }) {
  const rows = order.map((option, place) => {
    const chosen = mine.includes(option);
    const isRight = right?.includes(option) === true;
    const share = voters > 0 ? (counts[option] ?? 0) / voters : 0;
    const told = [isRight && words.rightAnswer, chosen && words.yourChoice].filter(Boolean).join(" · ");
    const bar = make("i", { class: "bar-of", "aria-hidden": "true" }, make("i", {}));
    /** @type {HTMLElement} */ (bar.firstElementChild).style.setProperty("width", `${Math.round(share * 100)}%`);
    const sign = right === undefined ? (chosen ? "✓" : "") : isRight ? "✓" : chosen ? "✗" : "";
    return make(
      "li",
      { class: ["outcome", chosen && "mine", isRight && "right"].filter(Boolean).join(" ") },
      make("b", {}, letter(place)),
      make("span", {}, options[option], told !== "" && make("em", {}, `${sign} ${told}`)),
      counts.length > 0 &&
        make("span", { class: "num share" }, words.share(count(counts[option] ?? 0), Math.round(share * 100))),
      counts.length > 0 && bar,
    );
  });
  return make("ol", { class: "outcomes" }, ...rows);
}
