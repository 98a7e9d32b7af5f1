// 互动 · 提问 · 课件 · 抽奖: as many as there is something in them, one open at a time.

import { box, button } from "../page/parts.js";

const WIDE = matchMedia("(min-width: 1100px)"); // where the slide has a place of its own beside the picture

/** @typedef {"talk" | "questions" | "slides" | "draw"} Name */
/** @type {Name[]} */
const NAMES = ["talk", "questions", "slides", "draw"];

export class Tabs {
  constructor() {
    /** @type {Name} */
    this._open = "talk";
    this._chosen = false; // by a finger; then no tab opens by itself
    /** @type {Set<Name>} */
    this._filled = new Set(["talk"]);
    for (const name of NAMES) button(`tab-${name}`).addEventListener("click", () => this.open(name));
    box("tabs").addEventListener("keydown", (event) => this._key(event));
    WIDE.addEventListener("change", () => this._show());
    this._show();
  }

  /** @param {Name} name @param {boolean} on there is something in it */
  fill(name, on) {
    if (this._filled.has(name) === on) return;
    if (on) this._filled.add(name);
    else this._filled.delete(name);
    this._show();
  }

  /** @param {Name} name by a finger */
  open(name) {
    this._chosen = true;
    this._select(name);
  }

  /** Opens a tab because something is asked there; whoever writes is not interrupted. @param {Name} name */
  bring(name) {
    if (!isWriting()) this._select(name);
  }

  /** Opens a tab when something new is in it, unless this viewer has chosen where to be. @param {Name} name */
  offer(name) {
    if (this._chosen || isWriting()) this.mark(name);
    else this._select(name);
  }

  /** Whether somebody may be looking at it. @param {Name} name */
  shows(name) {
    return this._visible(name);
  }

  /** Something new is in a tab that is not open. @param {Name} name */
  mark(name) {
    if (this._visible(name)) return;
    button(`tab-${name}`).dataset.fresh = "";
    /** @type {HTMLElement} */ (button(`tab-${name}`).querySelector(".sr")).hidden = false;
  }

  /** @param {Name} name */
  _select(name) {
    this._open = name;
    this._show();
  }

  /** Tabs on the strip now. */
  _listed() {
    return NAMES.filter((name) => this._filled.has(name) && !(name === "slides" && WIDE.matches));
  }

  /** @param {Name} name */
  _visible(name) {
    return name === this._open || (name === "slides" && WIDE.matches && this._filled.has("slides"));
  }

  _show() {
    const listed = this._listed();
    if (!listed.includes(this._open)) this._open = "talk";
    box("tabs").hidden = listed.length < 2;
    document.body.dataset.tab = this._open;
    for (const name of NAMES) {
      const tab = button(`tab-${name}`);
      tab.hidden = !listed.includes(name);
      tab.setAttribute("aria-selected", String(name === this._open));
      tab.tabIndex = name === this._open ? 0 : -1;
      box(`panel-${name}`).hidden = !this._visible(name);
      if (!this._visible(name)) continue;
      delete tab.dataset.fresh;
      /** @type {HTMLElement} */ (tab.querySelector(".sr")).hidden = true;
    }
  }

  /** @param {KeyboardEvent} event arrows go from tab to tab */
  _key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.stopPropagation(); // in a replay arrows move the picture
    const listed = this._listed();
    const next = listed[(listed.indexOf(this._open) + step + listed.length) % listed.length];
    this.open(next);
    button(`tab-${next}`).focus();
  }
}

function isWriting() {
  const { activeElement } = document;
  return (
    activeElement instanceof HTMLTextAreaElement ||
    (activeElement instanceof HTMLInputElement && activeElement.type === "text")
  );
}
