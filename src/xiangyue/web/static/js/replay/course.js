// The public state of a finished lecture as it stood at any moment: folded from the minutes that are loaded, from the
// beginning or from a snapshot on the way. Knows no page.

import { fold } from "../line/fold.js";
import { STEPS } from "../line/show.js";
/** @import {Event, Segment, Slide, Snapshot, State} from "../line/wire.js" */

const EVERY = 10; // segments between two snapshots (timeline/segments.py)
const SEALED_MS = 5000; // what begins now may stand in a segment that was sealed so much later

export class ReplayCourse {
  constructor() {
    /** @type {Map<number, Segment>} */
    this._segments = new Map();
    /** @type {number[]} numbers of the loaded segments, sorted */
    this._order = [];
    /** @type {Map<number, State>} states after a segment; after none is where all begins */
    this._bases = new Map([[-1, fold.seeded(null)]]);
    /** @type {Map<number, Slide>} */
    this._slides = new Map();
    /** @type {{n: number, state: State} | null} where the last answer was folded to */
    this._last = null;
    this.complete = false; // the whole line is read: what is not there will not come
  }

  /** @param {Segment[]} segments any, in any order, any number of times */
  add(segments) {
    for (const segment of segments) {
      if (this._segments.has(segment.n)) continue;
      this._segments.set(segment.n, segment);
      for (const event of segment.ev) {
        if (event.k === "slide" && event.d) this._keep(fold.segment(fold.seeded(null), alone(segment, event)));
      }
    }
    this._order = [...this._segments.keys()].sort((a, b) => a - b);
  }

  /** @param {Snapshot} snapshot */
  base({ n, state }) {
    const seeded = fold.seeded(state);
    this._bases.set(n, seeded);
    this._keep(seeded);
  }

  /** All slides that are known, in order. */
  get album() {
    return [...this._slides.values()].sort((a, b) => a.i - b.i);
  }

  /**
   * The state at a moment, null while a piece on the way to it is missing.
   * @param {number} playhead program time in ms
   * @returns {State | null}
   */
  at(playhead) {
    const count = this._sealedBy(playhead);
    const n = count > 0 ? this._order[count - 1] : -1;
    if (!this.complete && !this._segments.has(n + 1) && this._segments.get(n)?.last !== true) return null;
    let state = this._after(n);
    // Timed events are sealed a tick after the moment they belong to.
    for (let next = count; state !== null && next < this._order.length; next += 1) {
      const segment = /** @type {Segment} */ (this._segments.get(this._order[next]));
      if (segment.at > playhead + SEALED_MS) break;
      for (const event of segment.ev) {
        if (STEPS.has(event.k) && event.m !== undefined && event.m <= playhead)
          state = fold.segment(state, alone(segment, event));
      }
    }
    return state;
  }

  /**
   * The number of the snapshot that would help at a moment; null when none would, or nothing near is loaded.
   * @param {number} playhead
   */
  wanted(playhead) {
    const count = this._sealedBy(playhead);
    const k = count > 0 ? Math.floor((this._order[count - 1] + 1) / EVERY) - 1 : -1;
    return k < 0 || this._bases.has(k * EVERY + EVERY - 1) ? null : k;
  }

  /** How many of the loaded segments were sealed by then. @param {number} playhead */
  _sealedBy(playhead) {
    let low = 0;
    let high = this._order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {Segment} */ (this._segments.get(this._order[middle])).at <= playhead) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param {number} n @returns {State | null} */
  _after(n) {
    if (this._last !== null && this._last.n === n) return this._last.state;
    const from = this._last !== null && this._last.n < n ? this._last.n : -2;
    let best = from;
    for (const base of this._bases.keys()) if (base <= n && base > best) best = base;
    let state = /** @type {State} */ (best === from ? this._last?.state : this._bases.get(best));
    for (let next = best + 1; next <= n; next += 1) {
      const segment = this._segments.get(next);
      if (segment === undefined) return null;
      state = fold.segment(state, shown(segment));
    }
    this._last = { n, state };
    return state;
  }

  /** @param {State} state */
  _keep({ slides }) {
    for (const slide of slides) this._slides.set(slide.i, slide);
  }
}

/** @param {Segment} segment @param {Event} event */
const alone = (segment, event) => ({ at: segment.at, ev: [event] });

/** Sentences and likes have their own way into a replay; folding them here would cost most of the time. @param {Segment} segment */
const shown = (segment) => ({ at: segment.at, ev: segment.ev.filter(({ k }) => k !== "say" && k !== "like") });
