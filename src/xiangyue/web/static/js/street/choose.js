// Residents choose a category: the list of the form becomes a button that opens a sheet with a search box. Without scripts
// the list stays; with them it still holds what is sent.

import { make } from "../room/make.js";
import { alike, matching } from "./near.js";
import { Sheet } from "./pick.js";
import { words } from "./words.js";

/** @typedef {{value: string, label: string, group: string}} Option */

/**
 * What fits, in the order of the list: by its name, then by what it stands under, else what is like it. The first of the
 * list, for who does not know, is always there.
 * @param {Option[]} all @param {string} asked @returns {Option[]}
 */
export function fitting(all, asked) {
  if (asked === "") return all;
  const rest = all.slice(1);
  const named = matching(rest, asked, ({ label }) => label);
  const under = matching(rest, asked, ({ label, group }) => `${label} ${group}`);
  const found = [...new Set([...named, ...under])];
  return [...(found.length > 0 ? found : alike(rest, asked, ({ label }) => label)), ...all.slice(0, 1)];
}

/** @param {HTMLSelectElement} list @returns {Option[]} */
const optionsOf = (list) =>
  [...list.options].map((option) => {
    const group = option.parentElement instanceof HTMLOptGroupElement ? option.parentElement.label : "";
    return { value: option.value, label: option.label, group };
  });

/** @param {HTMLSelectElement} list @param {HTMLDialogElement} dialog */
function open(list, dialog) {
  const all = optionsOf(list);
  const label = /** @type {HTMLLabelElement} */ (list.labels[0]);
  const button = make("button", { type: "button", class: "pl-choose", id: `${list.id}_button`, "aria-haspopup": "dialog" });
  const show = () => {
    button.textContent = all.find(({ value }) => value === list.value)?.label ?? "";
  };
  const sheet = new Sheet(dialog, (asked) => {
    const found = fitting(all, asked);
    let before = "";
    return found.map(({ value, label, group }) => {
      const spare = asked !== "" && value === all[0].value;
      const head = spare && found.length === 1 ? words.noMatch : group && group !== before ? group : undefined;
      before = group;
      const choose = () => {
        list.value = value;
        show();
        sheet.close();
      };
      return { label, note: "", head, spare, choose };
    });
  });
  label.id = `${list.id}_label`;
  label.htmlFor = button.id;
  button.setAttribute("aria-labelledby", `${label.id} ${button.id}`);
  button.addEventListener("click", () => sheet.open());
  const about = list.getAttribute("aria-describedby");
  if (about) button.setAttribute("aria-describedby", about);
  list.after(button);
  list.hidden = true;
  window.addEventListener("pageshow", show); // a browser that goes back puts into the list what was chosen
  show();
}

if (typeof document !== "undefined") {
  const list = /** @type {HTMLSelectElement | null} */ (document.querySelector("select#id_category"));
  const dialog = /** @type {HTMLDialogElement | null} */ (document.querySelector("dialog[data-sheet=category]"));
  if (list && dialog) open(list, dialog);
}
