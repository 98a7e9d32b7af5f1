// A question of the quiz on the card: open with its time, answered, over, or told.

import { bars } from "./bars.js";
import { choices } from "./choices.js";
import { make } from "./make.js";
import { isRight } from "./reply.js";
import { letter, shuffled } from "./shuffle.js";
import { words } from "./words.js";
/** @import {Asked} from "./onstage.js" */
/** @import {Given} from "./reply.js" */
/** @import {Standing} from "./deeds.js" */

/**
 * @typedef {object} Round one question as it stands for this viewer
 * @property {Asked} item
 * @property {Given | null} given
 * @property {Standing} standing
 * @property {number} receipt 0 while there is none
 * @property {string} score a sentence, "" while nothing was told
 * @property {boolean} again in a replay: without time and without prize
 */

const KINDS = {
  single: words.single,
  multiple: words.multiple,
  truefalse: words.truefalse,
  order: words.order,
  number: words.number,
};

/** Right or wrong stand as they are; all others in this viewer's own order. @param {Asked} item @param {string} seed */
export function orderOf({ i, kind, options }, seed) {
  return kind === "truefalse" ? options.map((_, n) => n) : shuffled(options.length, `${seed}/${i}`);
}

/** @param {Round} round */
export const title = ({ item, again }) =>
  [words.questionNo(item.no), KINDS[item.kind], again && words.noPrize].filter(Boolean).join(" · ");

/**
 * @param {Round} round
 * @param {number[]} order
 * @param {(given: Given) => void} answer
 * @param {(given: Given | null) => void} [hold] told what is chosen and not handed in yet
 * @returns {Node[]}
 */
export function quiz(round, order, answer, hold = () => {}) {
  const { item, given, standing, again } = round;
  if (item.stage === "revealed" && (given !== null || !again)) return told(round, order);
  if (given !== null) return waiting(round, order);
  if (item.stage !== "open" && !again)
    return [make("p", { class: "note" }, standing.kind === "refused" ? refused(standing) : item.behind ? words.tooFarBehind : words.timeIsUp)];
  return form(round, order, answer, hold);
}

/** @param {Round} round @param {number[]} order @param {(given: Given) => void} answer @param {(given: Given | null) => void} hold */
function form({ item, again, standing }, order, answer, hold) {
  const confirm = make("button", { type: "submit", class: "confirm" });
  const put = { ...item, order };
  const chosen = choices(put, () => {
    show();
    hold(chosen.given());
  });
  const show = () => {
    const given = chosen.given();
    confirm.disabled = given === null;
    if (given === null) confirm.textContent = item.kind === "number" ? words.fillFirst : words.chooseFirst;
    else if (item.kind === "order") confirm.textContent = words.confirmOrder;
    else confirm.textContent = words[item.kind === "number" ? "confirmNumber" : "confirm"](spelt(item, given, order));
  };
  const element = make(
    "form",
    { class: "answering", autocomplete: "off" },
    make("fieldset", { "aria-labelledby": "card-heading" }, hint(item), chosen.element),
    confirm,
    make(
      "p",
      { class: "note" },
      standing.kind === "refused" ? refused(standing) : again ? words.againNote : words.onceNote,
    ),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = chosen.given();
    if (given !== null) answer(given);
  });
  show();
  return [element];
}

/** @param {Asked} item */
function hint({ kind }) {
  const sentence = { multiple: words.chooseAll, order: words.orderHint, single: "", truefalse: "", number: "" }[kind];
  return sentence !== "" && make("p", { class: "hint" }, sentence);
}

/** @param {Round} round @param {number[]} order */
function waiting({ item, given, standing, receipt, again }, order) {
  const sure = standing.kind === "received" || standing.kind === "none";
  const mine = make("strong", {}, full(item, /** @type {Given} */ (given), order));
  const answer = make("p", { class: "my-answer" }, make("span", {}, words.youAnswered), mine);
  if (again) return [answer, make("p", { class: "note" }, words.neverTold)];
  return [
    answer,
    make(
      "p",
      { class: sure ? "received" : "under-way" },
      sure ? words.received : standing.kind === "kept" ? words.answerKept : words.sending,
    ),
    make(
      "p",
      { class: "note" },
      words.waitForAnswer,
      receipt > 0 && make("span", { class: "receipt" }, words.receipt(receipt)),
    ),
  ];
}

/** @param {Round} round @param {number[]} order */
function told({ item, given, score }, order) {
  const right = given !== null && isRight(item, given);
  const verdict = given === null ? words.notAnswered : right ? words.youWereRight : words.youWereWrong;
  const { counts } = item;
  const answer = /** @type {Given} */ (item.answer);
  const body =
    item.kind === "single" || item.kind === "multiple" || item.kind === "truefalse"
      ? bars({
          options: item.options,
          order,
          counts,
          voters: item.answered ?? 0,
          mine: Array.isArray(given) ? given : [],
          right: /** @type {number[]} */ (answer),
        })
      : make(
          "div",
          { class: "answers" },
          make("p", {}, make("span", {}, words.theAnswer), make("strong", {}, full(item, answer, order))),
          given !== null &&
            !right &&
            make("p", {}, make("span", {}, words.youAnswered), make("span", {}, full(item, given, order))),
        );
  return [
    make(
      "p",
      { class: right ? "verdict good" : given === null ? "verdict" : "verdict bad" },
      make("i", { "aria-hidden": "true" }, right ? "✓" : given === null ? "—" : "✗"),
      verdict,
    ),
    body,
    ...(item.why !== "" ? [make("p", { class: "why" }, make("b", {}, words.why), item.why)] : []),
    make(
      "p",
      { class: "note" },
      item.answered !== null && words.answeredBy(item.answered, item.right ?? 0),
      score !== "" && make("strong", {}, score),
    ),
  ];
}

/** An answer in few signs: B; A、C; 1200 元. @param {Asked} item @param {Given} given @param {number[]} order */
export function spelt(item, given, order) {
  if (typeof given === "string") return item.unit === "" ? given : `${given} ${item.unit}`;
  const places = given.map((option) => order.indexOf(option)).sort((a, b) => a - b);
  return places.map(letter).join(words.comma);
}

/** An answer in full words. @param {Asked} item @param {Given} given @param {number[]} order */
export function full(item, given, order) {
  if (typeof given === "string") return spelt(item, given, order);
  if (item.kind === "order")
    return given.map((option, place) => `${place + 1} ${item.options[option]}`).join(words.arrow);
  const sorted = [...given].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return sorted.map((option) => `${letter(order.indexOf(option))} ${item.options[option]}`).join(words.comma);
}

/** @param {Standing} standing */
function refused({ code, text }) {
  if (code === "answers-closed") return words.tooLate;
  return words.english || text === "" ? words.notTaken : text;
}
