// The danmaku over the picture. Each flies by one transform, which phones draw without touching the page's layout.

import { Lanes } from "./lanes.js";
import { Pace } from "./pace.js";
/** @import {Waiting} from "./pace.js" */
/** @import {Saying} from "./queue.js" */

const CROSSING_MS = 9000; // slow enough to be read at sixty-eight
const GAP_PX = 32;
const LINE = 2.1; // lane height in ems of the layer
const SHARE = 0.62; // lanes fill the upper part only: below are faces' mouths and captions
const LONGEST = 42; // characters over the picture; the list shows all of it
const PACE = { apartMs: 350, patienceMs: 5000, most: 24 };
const LOOK_MS = 100; // while sentences wait

export class DanmakuLayer {
  /** @param {HTMLElement} box lies over the picture, `overflow: hidden`, hidden from screen readers */
  constructor(box) {
    this._box = box;
    /** @type {Map<Animation, number>} */
    this._flying = new Map();
    this._pace = new Pace(PACE);
    this._on = true;
    this._running = true;
    this._stoodMs = 0; // how long the flights have stood still so far
    this._stoppedAt = 0;
    this._looks = false;
    this._lanes = this._measure();
    new ResizeObserver(() => this._resized()).observe(box);
  }

  /** @param {boolean} on off: nothing flies, and what flies is gone */
  switch(on) {
    this._on = on;
    if (!on) this.clear();
  }

  /**
   * Sends one sentence across, as soon as there is room.
   * @param {Saying} saying
   * @param {boolean} mine said on this phone
   */
  fly(saying, mine) {
    if (!this._on || !this._running || document.hidden) return;
    this._pace.add(saying, mine, this._clock());
    this._setOff();
  }

  /** @param {boolean} running stands still while the picture does */
  run(running) {
    if (running === this._running) return;
    const now = instant();
    if (running) this._stoodMs += now - this._stoppedAt;
    else this._stoppedAt = now;
    this._running = running;
    for (const flight of this._flying.keys()) {
      // Started at an instant, and not whenever the page gets round to it: lanes reckon with it.
      if (running) flight.startTime = now - Number(flight.currentTime);
      else flight.pause();
    }
    if (running) this._setOff();
  }

  /** @param {number} i takes one sentence back, in mid-flight or before it */
  redact(i) {
    this._pace.redact(i);
    for (const [flight, seq] of this._flying) if (seq === i) flight.cancel();
  }

  clear() {
    this._pace.clear();
    for (const flight of this._flying.keys()) flight.cancel();
    this._lanes.clear();
  }

  /** Whoever waits and may, sets off; who must wait is looked for again in a moment. */
  _setOff() {
    const next = this._running ? this._pace.next(this._clock()) : null;
    if (next !== null && !this._launch(next)) this._pace.back(next);
    if (!this._pace.waits || this._looks) return;
    this._looks = true;
    setTimeout(() => {
      this._looks = false;
      this._setOff();
    }, LOOK_MS);
  }

  /** @param {Waiting} waiting @returns {boolean} whether a lane was free */
  _launch({ saying, mine }) {
    const item = document.createElement("span");
    item.className = mine ? "flying mine" : "flying";
    item.textContent = saying.text.length > LONGEST ? `${saying.text.slice(0, LONGEST)}…` : saying.text;
    this._box.append(item);
    const width = item.offsetWidth;
    const now = this._clock();
    const lane = this._lanes.take(width, now);
    if (lane < 0) {
      item.remove();
      return false;
    }
    this._pace.left(now);
    item.style.top = `${lane * LINE + 0.35}em`;
    // Where nothing moves it, it rests outside on the right (room.css), and at the end of its way outside on the left: a
    // page too busy to take it away in time must not show it at an edge.
    const across = [{ transform: "translateX(0)" }, { transform: `translateX(${-this._box.clientWidth - width}px)` }];
    const flight = item.animate(across, { duration: CROSSING_MS, easing: "linear", fill: "both" });
    flight.startTime = instant();
    this._flying.set(flight, saying.i);
    flight.onfinish = flight.oncancel = () => {
      this._flying.delete(flight);
      item.remove();
    };
    return true;
  }

  /** The clock the flights run on: it stands while they do. */
  _clock() {
    return (this._running ? instant() : this._stoppedAt) - this._stoodMs;
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

/** Now, as animations have it. */
function instant() {
  return Number(document.timeline.currentTime ?? performance.now());
}
