// The six parts of a lecture as a strip: what is done, what is on, what comes. In a replay each is a door to its place.

import { box } from "../page/parts.js";
import { words } from "./words.js";
/** @import {Part} from "../line/wire.js" */
/** @import {Scenery} from "./onstage.js" */

export class Six {
  /** @param {(m: number) => void} go to a moment of the program */
  constructor(go) {
    this._go = go;
    this._shown = "";
    this._buttons = [...box("six").querySelectorAll("button")];
    this._buttons.forEach((button, n) => button.addEventListener("click", () => this._press(n + 1)));
    /** @type {Map<number, number>} */
    this._doors = new Map();
  }

  /**
   * @param {Scenery} scenery
   * @param {Part[] | null} chapters of a replay: every part that was
   */
  show({ steps, part }, chapters) {
    const shown = JSON.stringify([steps.map(({ stage }) => stage), part?.title, chapters?.length]);
    if (shown === this._shown) return;
    this._shown = shown;
    this._doors = new Map([...(chapters ?? [])].reverse().map(({ p, m, at }) => [p, m ?? at]));
    box("six-box").hidden = steps.length === 0 && this._doors.size === 0;
    const title = box("six-title");
    title.textContent = part?.title ?? "";
    title.hidden = title.textContent === "";
    this._buttons.forEach((button, n) => {
      const stage = steps[n]?.stage ?? "later";
      const item = /** @type {HTMLElement} */ (button.parentElement);
      item.dataset.stage = stage;
      button.disabled = !this._doors.has(n + 1);
      if (stage === "now") button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
      /** @type {HTMLElement} */ (button.querySelector(".sr")).textContent = {
        done: words.partDone,
        now: words.partNow,
        later: words.partLater,
      }[stage];
    });
  }

  /** @param {number} p */
  _press(p) {
    const door = this._doors.get(p);
    if (door !== undefined) this._go(door);
  }
}
