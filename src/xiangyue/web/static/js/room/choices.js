// The part of a card in which one chooses: one option, several, an order, a number. Native controls, so that a keyboard
// and a screen reader know them; letters and shapes, so that nothing is told by colour alone.

import { make } from "./make.js";
import { numeral } from "./reply.js";
import { letter } from "./shuffle.js";
import { tell } from "./told.js";
import { words } from "./words.js";
/** @import {Given} from "./reply.js" */

/**
 * @typedef {object} Put what there is to choose
 * @property {number} i
 * @property {"single" | "multiple" | "truefalse" | "order" | "number"} kind
 * @property {string[]} options
 * @property {number[]} order numbers of options as this viewer sees them
 * @property {number} [most] of "multiple"
 * @property {string} [unit] of "number"
 * @property {Given | null} [chosen] before
 */

/**
 * @typedef {object} Choices
 * @property {HTMLElement} element
 * @property {() => Given | null} given null while nothing whole is chosen
 */

/**
 * @param {Put} put
 * @param {() => void} changed
 * @returns {Choices}
 */
export function choices(put, changed) {
  if (put.kind === "number") return number(put, changed);
  if (put.kind === "order") return ordering(put, changed);
  return listed(put, changed);
}

/** @param {Put} put @param {() => void} changed @returns {Choices} */
function listed({ i, kind, options, order, most = options.length, chosen = null }, changed) {
  const several = kind === "multiple";
  const inputs = order.map((option) =>
    make("input", {
      type: several ? "checkbox" : "radio",
      name: `card-${i}`,
      value: String(option),
      checked: Array.isArray(chosen) && chosen.includes(option),
    }),
  );
  const given = () => {
    const found = inputs.filter(({ checked }) => checked).map(({ value }) => Number(value));
    return found.length > 0 ? found : null;
  };
  const follow = () => {
    const full = several && (given()?.length ?? 0) >= most;
    for (const input of inputs) input.disabled = full && !input.checked;
    for (const input of inputs) input.parentElement?.classList.toggle("chosen", input.checked);
  };
  const rows = order.map((option, place) =>
    make(
      "label",
      { class: "option" },
      inputs[place],
      make("b", {}, letter(place)),
      make("span", {}, options[option]),
      make("i", { "aria-hidden": "true" }, "✓"),
    ),
  );
  const element = make("div", { class: several ? "options several" : "options" }, ...rows);
  element.addEventListener("change", () => (follow(), changed()));
  follow();
  return { element, given };
}

/** @param {Put} put @param {() => void} changed @returns {Choices} */
function ordering({ options, order }, changed) {
  const places = [...order];
  const list = make("ol", { class: "options ordering" });
  /** @param {number} option @param {number} step */
  const move = (option, step) => {
    const from = places.indexOf(option);
    const to = from + step;
    if (to < 0 || to >= places.length) return;
    places.splice(to, 0, ...places.splice(from, 1));
    arrange();
    // The finger or the keyboard stays on the same option; at an end the other button takes over.
    const row = /** @type {HTMLElement} */ (list.children[to]);
    const [up, down] = row.querySelectorAll("button");
    (step < 0 ? (up.disabled ? down : up) : down.disabled ? up : down).focus();
    tell(words.nowAt(options[option], to + 1));
    changed();
  };
  const rows = new Map(
    order.map((option) => {
      const up = make(
        "button",
        { type: "button", "aria-label": words.moveUp(options[option]), onclick: () => move(option, -1) },
        "▲",
      );
      const down = make(
        "button",
        { type: "button", "aria-label": words.moveDown(options[option]), onclick: () => move(option, 1) },
        "▼",
      );
      return [option, make("li", { class: "option" }, make("b", {}), make("span", {}, options[option]), up, down)];
    }),
  );
  const arrange = () => {
    places.forEach((option, place) => {
      const row = /** @type {HTMLElement} */ (rows.get(option));
      const [up, down] = row.querySelectorAll("button");
      up.disabled = place === 0;
      down.disabled = place === places.length - 1;
      /** @type {HTMLElement} */ (row.querySelector("b")).textContent = String(place + 1);
      list.append(row);
    });
  };
  arrange();
  return { element: list, given: () => [...places] };
}

/** @param {Put} put @param {() => void} changed @returns {Choices} */
function number({ i, unit = "" }, changed) {
  const id = `card-number-${i}`;
  const input = make("input", { id, type: "text", inputmode: "decimal", enterkeyhint: "done", autocomplete: "off" });
  const element = make(
    "div",
    { class: "options numeral" },
    make("label", { for: id }, words.yourNumber),
    input,
    unit !== "" && make("span", {}, unit),
  );
  input.addEventListener("input", () => {
    input.setAttribute("aria-invalid", String(input.value.trim() !== "" && numeral(input.value) === null));
    changed();
  });
  return { element, given: () => numeral(input.value) };
}
