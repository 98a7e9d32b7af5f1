// An answer to a question of the quiz: how it is written, and whether it is right. The twin of programme.is_right.

/** @import {Asked} from "./onstage.js" */

/** @typedef {number[] | string} Given options by their number on the line, or a number as it is written */

const NUMBER = /^-?\d{1,12}(\.\d{1,6})?$/;

/**
 * A number as people type it, in the spelling the line takes; null when it is none. Full-width digits, blanks and the
 * commas of thousands are forgiven.
 * @param {string} typed
 */
export function numeral(typed) {
  const plain = typed
    .normalize("NFKC")
    .replace(/[−—–]/g, "-")
    .replace(/。/g, ".")
    .replace(/[\s,，]/g, "")
    .replace(/^\+/, "")
    .replace(/^(-?)\./, "$10.")
    .replace(/\.$/, "");
  return NUMBER.test(plain) ? plain : null;
}

/**
 * @param {Pick<Asked, "kind" | "answer">} item
 * @param {Given} given
 */
export function isRight({ kind, answer }, given) {
  if (answer === null) return false;
  if (typeof answer === "string" || typeof given === "string") {
    return typeof answer === "string" && typeof given === "string" && value(answer) === value(given);
  }
  const [right, mine] = kind === "order" ? [answer, given] : [sorted(answer), sorted(given)];
  return right.length === mine.length && right.every((place, n) => place === mine[n]);
}

/** @param {number[]} places */
const sorted = (places) => [...places].sort((a, b) => a - b);

/** Equal for equal numbers, however they are spelt; exact, unlike a float. @param {string} number */
function value(number) {
  const [whole, parts = ""] = number.replace("-", "").split(".");
  const scaled = BigInt(whole + parts.padEnd(6, "0"));
  return number.startsWith("-") ? -scaled : scaled;
}

/**
 * How many of the revealed questions were answered, and how many rightly.
 * @param {Asked[]} items
 * @param {Record<string, Given>} answers by the item's number
 */
export function score(items, answers) {
  const told = items.filter(({ stage }) => stage === "revealed");
  const right = told.filter((item) => item.i in answers && isRight(item, answers[item.i]));
  return { asked: told.length, answered: told.filter(({ i }) => i in answers).length, right: right.length };
}
