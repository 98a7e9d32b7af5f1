// 赞: a count, and a small seal that rises from the button. Few at a time; none for those who want stillness.

import { box, button } from "../page/parts.js";
import { count } from "./words.js";

const MOST = 6; // seals in the air at once
const OTHERS = 3; // of one tick, for what others gave
const RISE_MS = 1600;

export class Applause {
  /** @param {() => boolean} tap false when this second is full */
  constructor(tap) {
    this._button = button("like");
    this._number = box("likes");
    this._air = box("seals");
    this._counted = 0;
    this._mine = 0; // tapped here and not yet in the line's count
    this._still = matchMedia("(prefers-reduced-motion: reduce)");
    this._button.addEventListener("click", () => {
      if (!tap()) return;
      this._mine += 1;
      this._show();
      this._rise();
    });
  }

  /** @param {boolean} on */
  open(on) {
    this._button.hidden = !on;
  }

  /**
   * @param {number} likes as the line counts them
   * @param {number} fresh how many came with this tick
   */
  counted(likes, fresh) {
    this._counted = likes;
    const others = Math.max(0, fresh - this._mine);
    this._mine = Math.max(0, this._mine - fresh);
    this._show();
    for (let n = 0; n < Math.min(others, OTHERS); n += 1) this._rise(n * 180);
  }

  _show() {
    const likes = this._counted + this._mine;
    this._number.textContent = likes > 0 ? count(likes) : "";
  }

  /** @param {number} delay milliseconds */
  _rise(delay = 0) {
    if (this._still.matches || document.hidden || this._air.childElementCount >= MOST) return;
    if (document.documentElement.dataset.calm !== undefined) return;
    const seal = document.createElement("i");
    seal.textContent = "赞";
    this._air.append(seal);
    const aside = Math.random() * 36 - 18;
    const turn = Math.random() * 24 - 12;
    const path = [
      { transform: `translate(0, 0) rotate(${turn}deg) scale(.6)`, opacity: 0 },
      { transform: `translate(${aside / 3}px, -22px) rotate(${turn}deg) scale(1)`, opacity: 1, offset: 0.15 },
      { transform: `translate(${aside}px, -120px) rotate(${turn / 2}deg) scale(.9)`, opacity: 0 },
    ];
    seal.animate(path, { duration: RISE_MS, delay, easing: "ease-out", fill: "backwards" }).onfinish = () => seal.remove();
  }
}
