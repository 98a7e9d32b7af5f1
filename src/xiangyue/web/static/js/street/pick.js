// Choosing from a long list with one thumb: a sheet with a search box, a list, and what is done with what was typed.

import { make } from "../room/make.js";
import { words } from "./words.js";

/** @typedef {{label: string, note: string, aside?: string, head?: string, spare?: boolean, choose: () => void}} Row `spare`: there whatever is asked */

export class Sheet {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {(asked: string) => Row[]} rows what fits
   * @param {number} [most] rows that are shown; how many are left over is said
   */
  constructor(dialog, rows, most = Infinity) {
    this._dialog = dialog;
    this._rows = rows;
    this._most = most;
    this._search = /** @type {HTMLInputElement} */ (dialog.querySelector("input[type=search]"));
    this._list = /** @type {HTMLElement} */ (dialog.querySelector("[data-list]"));
    this._search.addEventListener("input", () => this.show());
    dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
  }

  open() {
    this._search.value = "";
    this.show();
    this._dialog.showModal();
  }

  close() {
    this._dialog.close();
  }

  get asked() {
    return this._search.value.trim();
  }

  show() {
    const all = this._rows(this.asked);
    const rows = all.slice(0, this._most);
    const left = all.length - rows.length;
    const count = this._dialog.querySelector("[data-count]");
    if (count) count.textContent = this.asked ? words.found(all.filter(({ spare }) => !spare).length) : "";
    const said = left > 0 ? [quiet(words.more(left))] : [];
    this._list.replaceChildren(...(rows.length ? [...rows.flatMap(spelled), ...said] : [quiet(words.noMatch)]));
  }
}

/** @param {string} text */
const quiet = (text) => make("li", { class: "quiet" }, text);

/** @param {Row} row */
function spelled({ label, note, aside, head, choose }) {
  const inside = [make("b", {}, label), aside ? make("span", { class: "num" }, aside) : null, note ? make("small", {}, note) : null];
  const item = make("li", {}, make("button", { type: "button", onclick: choose }, ...inside));
  return head ? [make("li", { class: "st-head" }, head), item] : [item];
}

/** Where the phone is, asked once; null when its owner or the phone says no. @returns {Promise<{lat: number, lon: number} | null>} */
export const located = () =>
  new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    );
  });
