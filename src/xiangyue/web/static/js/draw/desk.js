// A draw under examination: the honest file, the copy somebody changes, and the findings about whichever is on the desk.

import { examine } from "./proof.js";
import { CHEATS } from "./tamper.js";
import { showCheat, showReport, spoken } from "./view.js";
/** @import {Check, Report} from "./proof.js" */

const FRAME_MS = 80; // how long a slow phone may count before its page is painted

/**
 * @typedef {{report: HTMLElement, cheats: HTMLElement, cheated: HTMLElement, mine?: HTMLInputElement, found?: HTMLElement,
 *   text?: HTMLTextAreaElement}} Places
 */

const GREATEST_TEXT = 200_000; // letters that a phone can edit in one field

export class Desk {
  /**
   * @param {Places} places
   * @param {string[]} languages
   * @param {(stated: any) => Check[]} [witnesses] what else speaks for it than the file itself
   */
  constructor(places, languages, witnesses = () => []) {
    this._places = places;
    this._languages = languages;
    this._witnesses = witnesses;
    /** @type {any} */
    this._honest = null;
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (places.cheats.querySelectorAll("[data-cheat]"))) {
      button.addEventListener("click", () => void this.cheat(button.dataset.cheat ?? ""));
    }
    places.mine?.addEventListener("input", () => this._seek());
    places.text?.addEventListener("change", () => void this._edited());
  }

  /** Puts a decoded file on the desk and examines it. Throws `NotADraw`. @param {any} stated */
  async lay(stated) {
    const report = await this._examine(stated);
    this._honest = stated;
    this._say("", "");
    this._places.report.setAttribute("aria-live", "polite");
    this._show(report, stated);
    const { cheats, text } = this._places;
    cheats.hidden = false;
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (cheats.querySelectorAll("[data-cheat]"))) {
      button.disabled = button.dataset.cheat !== "" && CHEATS[button.dataset.cheat ?? ""]?.(stated, Math.random) === null;
    }
    if (text) text.hidden = JSON.stringify(stated).length > GREATEST_TEXT;
    this._seek();
  }

  /** Changes one letter, or with "" takes everything back. @param {string} name */
  async cheat(name) {
    if (name === "") return this.lay(this._honest);
    const cheat = CHEATS[name](this._honest, Math.random);
    if (cheat === null) return;
    const report = await this._examine(cheat.draw);
    this._places.report.setAttribute("aria-live", "off"); // what is found is told below, once
    this._show(report, cheat.draw);
    showCheat(this._places.cheated, cheat.said, report, this._languages);
    this._places.cheated.scrollIntoView({ block: "nearest" });
  }

  async _edited() {
    try {
      const stated = JSON.parse(this._places.text?.value ?? "");
      this._show(await this._examine(stated), stated);
      this._say("您改过的文件，核对结果在上面。", "The findings about the file as you changed it are above.");
    } catch {
      this._say("改得读不出来了：这已经不是一份抽奖文件。", "It cannot be read any more: this is no draw.");
    }
  }

  /** @param {any} stated @returns {Promise<Report>} */
  async _examine(stated) {
    const report = await examine(stated, breathe());
    const checks = [...report.checks, ...this._witnesses(stated)];
    return { verdict: checks.every(({ ok }) => ok) ? report.verdict : "broken", checks };
  }

  /** @param {Report} report @param {any} stated */
  _show(report, stated) {
    showReport(this._places.report, report, this._languages);
    if (this._places.text && !this._places.text.hidden) this._places.text.value = JSON.stringify(stated, null, 1);
  }

  /** @param {string} chinese @param {string} english */
  _say(chinese, english) {
    this._places.cheated.replaceChildren(...spoken([chinese, english], this._languages));
  }

  /** Whether the number typed is on the roster. */
  _seek() {
    const { mine, found } = this._places;
    if (!mine || !found || this._honest === null) return;
    const wanted = mine.value.trim().toLowerCase();
    const at = this._honest.roster.split("\n").indexOf(wanted);
    /** @type {[string, string]} */
    const said = at >= 0 && wanted ? [`在名单里，第 ${at + 1} 行。`, `On the roster, line ${at + 1}.`] : ["名单里没有这个号码。", "Not on the roster."];
    found.replaceChildren(...(wanted.length < 14 ? [] : spoken(said, this._languages)));
  }
}

/** Lets the page be painted whenever it counted for too long. */
function breathe() {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < FRAME_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  };
}
