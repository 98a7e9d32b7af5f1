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
    this._standing = false; // a page of the slides is before everybody now
    this._news = /** @type {Name | ""} */ (""); // the tab of which the line above all tabs speaks
    /** @type {Set<Name>} */
    this._filled = new Set(["talk"]);
    for (const name of NAMES) button(`tab-${name}`).addEventListener("click", () => this.open(name));
    box("tabs").addEventListener("keydown", (event) => this._key(event));
    button("news").addEventListener("click", () => this._news !== "" && this.open(this._news));
    WIDE.addEventListener("change", () => this._show());
    this._show();
  }

  /** @param {Name} name @param {boolean} on there is something in it */
  fill(name, on) {
    if (this._filled.has(name) === on) return;
    if (on) this._filled.add(name);
    else this._filled.delete(name);
    if (!on) this.hush(name);
    this._show();
  }

  /** What the line above all tabs said of a tab is over. @param {Name} name */
  hush(name) {
    if (this._news !== name) return;
    this._news = "";
    button("news").hidden = true;
  }

  /** @param {Name} name by a finger */
  open(name) {
    this._chosen = true;
    this._select(name);
  }

  /** Opens a tab because something is there for this viewer; whoever writes is not interrupted. @param {Name} name @param {string} [line] */
  bring(name, line) {
    if (isWriting()) this.mark(name, line);
    else this._select(name);
  }

  /** Opens a tab when something new is in it, unless this viewer has chosen where to be. @param {Name} name @param {string} [line] */
  offer(name, line) {
    if (this._chosen || isWriting()) this.mark(name, line);
    else this._select(name);
  }

  /** Slides were put up, or taken down: then whoever does not leaf in them is led back to what goes on. @param {boolean} on @param {boolean} leafing */
  stand(on, leafing) {
    if (this._standing === on) return;
    this._standing = on;
    if (!on && this._open === "slides" && !leafing) this._select("talk");
    else this._show();
  }

  /** Whether somebody may be looking at it. @param {Name} name */
  shows(name) {
    return this._visible(name);
  }

  /** Something new is in a tab that is not open. @param {Name} name @param {string} [line] what it is, in words above every tab */
  mark(name, line = "") {
    if (this._visible(name)) return;
    if (line !== "") {
      this._news = name;
      button("news").textContent = line;
      button("news").hidden = false;
    }
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
    return NAMES.filter((name) => this._filled.has(name) && !(name === "slides" && this._beside));
  }

  /** The page that stands has a place of its own. */
  get _beside() {
    return WIDE.matches && this._standing && this._filled.has("slides");
  }

  /** @param {Name} name */
  _visible(name) {
    return name === this._open || (name === "slides" && this._beside);
  }

  _show() {
    const listed = this._listed();
    if (!listed.includes(this._open)) this._open = "talk";
    box("tabs").hidden = listed.length < 2;
    document.body.dataset.tab = this._open;
    document.body.dataset.deck = this._beside ? "beside" : "tab";
    if (this._news !== "" && this._visible(this._news)) this._news = "";
    button("news").hidden = this._news === "";
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
