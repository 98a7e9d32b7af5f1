// The danmaku over the picture. Each flies by one transform, which phones draw without touching the page's layout.

import { Lanes } from "./lanes.js";
/** @import {Saying} from "./queue.js" */

const CROSSING_MS = 9000; // slow enough to be read at sixty-eight
const GAP_PX = 32;
const LINE = 2.1; // lane height in ems of the layer
const SHARE = 0.62; // lanes fill the upper part only: below are faces' mouths and captions
const LONGEST = 42; // characters over the picture; the list shows all of it

export class DanmakuLayer {
  /** @param {HTMLElement} box lies over the picture, `overflow: hidden`, hidden from screen readers */
  constructor(box) {
    this._box = box;
    /** @type {Map<Animation, number>} */
    this._flying = new Map();
    this._on = true;
    this._running = true;
    this._lanes = this._measure();
    new ResizeObserver(() => this._resized()).observe(box);
  }

  /** @param {boolean} on off: nothing flies, and what flies is gone */
  switch(on) {
    this._on = on;
    if (!on) this.clear();
  }

  /**
   * Sends one sentence across, if there is room.
   * @param {Saying} saying
   * @param {boolean} mine said on this phone
   */
  fly(saying, mine) {
    if (!this._on || !this._running || document.hidden) return;
    const item = document.createElement("span");
    item.className = mine ? "flying mine" : "flying";
    item.textContent = saying.text.length > LONGEST ? `${saying.text.slice(0, LONGEST)}…` : saying.text;
    this._box.append(item);
    const width = item.offsetWidth;
    const lane = this._lanes.take(width, performance.now());
    if (lane < 0) return item.remove();
    item.style.top = `${lane * LINE + 0.35}em`;
    const across = [{ transform: `translateX(${this._box.clientWidth}px)` }, { transform: `translateX(${-width}px)` }];
    const flight = item.animate(across, { duration: CROSSING_MS, easing: "linear" });
    this._flying.set(flight, saying.i);
    flight.onfinish = flight.oncancel = () => {
      this._flying.delete(flight);
      item.remove();
    };
  }

  /** @param {boolean} running stands still while the picture does */
  run(running) {
    if (running === this._running) return;
    this._running = running;
    for (const flight of this._flying.keys()) running ? flight.play() : flight.pause();
    if (running) this._lanes.clear();
  }

  /** @param {number} i takes one sentence back in mid-flight */
  redact(i) {
    for (const [flight, seq] of this._flying) if (seq === i) flight.cancel();
  }

  clear() {
    for (const flight of this._flying.keys()) flight.cancel();
    this._lanes.clear();
  }

  _measure() {
    const em = parseFloat(getComputedStyle(this._box).fontSize);
    const count = Math.max(1, Math.floor((this._box.clientHeight * SHARE) / (em * LINE)));
    return new Lanes({ width: this._box.clientWidth, count, crossingMs: CROSSING_MS, gap: GAP_PX });
  }

  _resized() {
    this.clear();
    this._lanes = this._measure();
  }
}
