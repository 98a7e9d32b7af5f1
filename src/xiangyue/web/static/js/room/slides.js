// The lecturer's slides in step with this viewer's picture. One may leaf back through what was shown, never ahead.

import { box, button, part } from "../page/parts.js";
import { tell } from "./told.js";
import { words } from "./words.js";
/** @import {Slide} from "../line/wire.js" */
/** @import {Scenery} from "./onstage.js" */

export class Slides {
  /** @param {(before: number) => Promise<void>} earlier reads on, towards the beginning */
  constructor(earlier) {
    this._earlier = earlier;
    this._more = true; // there may be pages before the first that is known
    /** @type {Slide[]} */
    this._pages = [];
    /** @type {number | null} number of the page looked back to, null while it follows the lecture */
    this._back = null;
    this._now = 0; // number of the event whose page the lecturer shows
    this._shown = "";
    this._dialog = part("slide-dialog", HTMLDialogElement);
    button("slide-open").addEventListener("click", () => this._enlarge());
    button("slide-close").addEventListener("click", () => this._dialog.close());
    for (const place of ["slide", "slide-large"]) {
      button(`${place}-back`).addEventListener("click", () => void this._leaf(-1));
      button(`${place}-on`).addEventListener("click", () => void this._leaf(1));
    }
    button("slide-now").addEventListener("click", () => this._follow());
    this._dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") void this._leaf(-1);
      if (event.key === "ArrowRight") void this._leaf(1);
    });
  }

  /** @param {Scenery} scenery @returns {boolean} whether there is something to show */
  show({ slide, slides }) {
    const fresh = slide !== null && slide.i !== this._now;
    this._now = slide?.i ?? 0;
    this._pages = slides;
    if (this._back !== null && !slides.some(({ i }) => i === this._back)) this._back = null;
    this._draw();
    if (fresh && slide.alt !== "" && this._back === null) tell(words.slideTold(slide.n, slide.alt));
    return slides.length > 0;
  }

  /** Looked back to by this viewer's own finger. */
  get leafing() {
    return this._back !== null;
  }

  /** The page on the screen: the one looked back to, the lecturer's, or the last there was. */
  get _at() {
    const found = this._pages.findIndex(({ i }) => i === (this._back ?? this._now));
    return found < 0 ? this._pages.length - 1 : found;
  }

  /** @param {number} step */
  async _leaf(step) {
    if (step < 0 && this._at === 0) await this._readBack();
    const page = this._pages[this._at + step];
    if (page === undefined) return this._draw();
    this._back = page.i === this._now ? null : page.i;
    this._draw();
    tell(words.slideTold(page.n, page.alt));
  }

  /** Who came late knows the last pages only; the others are on the line. */
  async _readBack() {
    const [first] = this._pages;
    await this._earlier(first?.m ?? 0);
    this._more = this._pages[0]?.i !== first?.i;
  }

  _follow() {
    this._back = null;
    this._draw();
  }

  _draw() {
    const at = this._at;
    const page = this._pages[at];
    const shown = JSON.stringify([page?.i, at, this._pages.length, this._back, this._now, this._more]);
    if (shown === this._shown || page === undefined) return;
    this._shown = shown;
    const alt = page.alt || words.slideNo(page.n, page.pages);
    for (const id of ["slide-image", "slide-large-image"]) {
      const image = part(id, HTMLImageElement);
      if (image.getAttribute("src") !== page.src) image.src = page.src;
      image.alt = alt;
    }
    box("slide-caption").textContent = box("slide-large-caption").textContent = words.slideNo(page.n, page.pages);
    for (const place of ["slide", "slide-large"]) {
      button(`${place}-back`).disabled = at <= 0 && !(this._more && page.n > 1);
      button(`${place}-on`).disabled = at >= this._pages.length - 1;
    }
    button("slide-now").hidden = this._back === null || this._now === 0;
  }

  _enlarge() {
    this._dialog.showModal();
  }
}
