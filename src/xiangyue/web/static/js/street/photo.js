// The photos of the entry in hand: taken with the phone's own camera, shown on a canvas, with arrows drawn over them.
// The file itself is never touched: an arrow is four numbers beside it.

import { newCommand } from "../page/post.js";
import { words } from "./words.js";
/** @import {Part} from "./entry.js" */

const MOST = 6;
const LONGEST = 1200; // pixels of the preview
const THOUSANDTHS = 1000;

export class Photos {
  /**
   * @param {HTMLElement} box
   * @param {(text: string) => void} say
   */
  constructor(box, say) {
    /** @template {Element} T @param {string} name @returns {T} */
    const part = (name) => /** @type {any} */ (box.querySelector(`[data-${name}]`));
    this._canvas = /** @type {HTMLCanvasElement} */ (part("canvas"));
    this._tools = /** @type {HTMLElement} */ (part("photo-tools"));
    this._strip = /** @type {HTMLElement} */ (part("thumbs"));
    this._pen = /** @type {HTMLButtonElement} */ (part("pen"));
    this._say = say;
    /** @type {{part: Part, blob: Blob, picture: ImageBitmap, fresh: boolean}[]} */
    this.taken = [];
    this._shown = 0;
    const shoot = /** @type {HTMLInputElement} */ (part("shoot"));
    shoot.addEventListener("change", () => {
      void this.add([...(shoot.files ?? [])]).finally(() => (shoot.value = ""));
    });
    this._pen.addEventListener("click", () => this._draws(this._pen.getAttribute("aria-pressed") !== "true"));
    part("undo").addEventListener("click", () => this._undo());
    part("drop-photo").addEventListener("click", () => this._drop());
    this._listen();
    this.show();
  }

  /** @param {File[]} files */
  async add(files) {
    for (const file of files) {
      if (this.taken.length === MOST) return;
      const at = file.lastModified || Date.now();
      await this.put({ id: newCommand(), name: file.name, type: file.type, size: file.size, taken: at, arrows: [], sent: false }, file, true);
    }
  }

  /** @param {Part} part @param {Blob} blob @param {boolean} fresh whether it is not on the shelf yet */
  async put(part, blob, fresh) {
    try {
      const picture = await createImageBitmap(blob);
      this.taken.push({ part, blob, picture, fresh });
    } catch {
      this._say(words.notAPhoto(part.name));
      return;
    }
    this._shown = this.taken.length - 1;
    this.show();
  }

  /** What lies on the shelf when it is kept: the parts, and the blobs that are not there yet. */
  given() {
    const blobs = this.taken.filter(({ fresh }) => fresh).map(({ part, blob }) => ({ id: part.id, blob }));
    return { photos: this.taken.map(({ part }) => part), blobs };
  }

  clear() {
    for (const { picture } of this.taken) picture.close();
    this.taken = [];
    this._shown = 0;
    this.show();
  }

  show() {
    const one = this.taken[this._shown];
    this._canvas.hidden = this._tools.hidden = one === undefined;
    if (one === undefined) this._draws(false);
    else paint(this._canvas, one.picture, one.part.arrows, LONGEST);
    this._strip.hidden = this.taken.length < 2;
    this._strip.replaceChildren(...this.taken.map((each, place) => this._thumb(each, place)));
  }

  /** @param {{part: Part, picture: ImageBitmap}} each @param {number} place */
  _thumb({ part, picture }, place) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", words.photo(place + 1));
    button.setAttribute("aria-pressed", String(place === this._shown));
    const small = document.createElement("canvas");
    paint(small, picture, part.arrows, 120);
    button.append(small);
    button.addEventListener("click", () => {
      this._shown = place;
      this.show();
    });
    return button;
  }

  /** @param {boolean} on */
  _draws(on) {
    this._pen.setAttribute("aria-pressed", String(on));
    this._canvas.toggleAttribute("data-drawing", on);
    if (on) this._say(words.arrowOn);
  }

  _undo() {
    this.taken[this._shown]?.part.arrows.pop();
    this.show();
  }

  _drop() {
    this.taken.splice(this._shown, 1);
    this._shown = Math.max(0, this._shown - 1);
    this.show();
  }

  _listen() {
    /** @type {number[] | null} */
    let from = null;
    this._canvas.addEventListener("pointerdown", (event) => {
      if (!this._canvas.hasAttribute("data-drawing")) return;
      this._canvas.setPointerCapture(event.pointerId);
      from = this._at(event);
    });
    this._canvas.addEventListener("pointermove", (event) => {
      const one = this.taken[this._shown];
      if (from && one) paint(this._canvas, one.picture, [...one.part.arrows, [...from, ...this._at(event)]], LONGEST);
    });
    this._canvas.addEventListener("pointerup", (event) => {
      const one = this.taken[this._shown];
      const to = this._at(event);
      if (from && one && Math.hypot(to[0] - from[0], to[1] - from[1]) > 30) {
        one.part.arrows = [...one.part.arrows, [...from, ...to]].slice(-5);
        this._draws(false);
        this._say("");
      }
      from = null;
      this.show();
    });
  }

  /** Where a finger is, in thousandths of the picture. @param {PointerEvent} event */
  _at(event) {
    const box = this._canvas.getBoundingClientRect();
    const share = (/** @type {number} */ at) => Math.min(THOUSANDTHS, Math.max(0, Math.round(at * THOUSANDTHS)));
    return [share((event.clientX - box.left) / box.width), share((event.clientY - box.top) / box.height)];
  }
}

/**
 * A picture with its arrows, no larger than `longest`.
 * @param {HTMLCanvasElement} canvas @param {ImageBitmap | HTMLImageElement} picture @param {number[][]} arrows
 * @param {number} longest
 */
export function paint(canvas, picture, arrows, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  for (const arrow of arrows) point(pen, arrow.map((at, place) => (at / THOUSANDTHS) * (place % 2 ? canvas.height : canvas.width)));
}

/** @param {CanvasRenderingContext2D} pen @param {number[]} arrow in pixels */
function point(pen, [x, y, toX, toY]) {
  const wide = Math.max(3, Math.max(pen.canvas.width, pen.canvas.height) / 110);
  const angle = Math.atan2(toY - y, toX - x);
  const head = wide * 4.5;
  for (const [colour, width] of /** @type {[string, number][]} */ ([["#fffdf7", wide * 2], ["#b4281e", wide]])) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(toX, toY);
    for (const turn of [2.6, -2.6]) {
      pen.moveTo(toX, toY);
      pen.lineTo(toX + head * Math.cos(angle + turn), toY + head * Math.sin(angle + turn));
    }
    pen.stroke();
  }
}
