// What was said when, for a replay: found by program time, at any speed and after any jump. Knows no page.

/** @import {Saying} from "../danmaku/queue.js" */
/** @import {Segment} from "../line/wire.js" */

export class ReplayIndex {
  constructor() {
    /** @type {Saying[]} sorted by (m, i) */
    this._sayings = [];
    /** @type {Set<number>} */
    this._known = new Set();
    /** @type {Set<number>} */
    this.redacted = new Set();
  }

  /**
   * Takes in segments in any order, any number of times. One without a playhead stands where it was sealed.
   * @param {Segment[]} segments
   */
  add(segments) {
    let grown = false;
    for (const segment of segments) {
      for (const event of segment.ev) {
        if (event.k === "redact" && event.d) this.redact(event.d.i);
        if (event.k !== "say" || !event.d || this._known.has(event.i)) continue;
        this._known.add(event.i);
        const { name, text, from = "" } = event.d;
        this._sayings.push({ i: event.i, m: event.m ?? segment.at, name, text, from });
        grown = true;
      }
    }
    if (grown) this._sayings.sort((a, b) => at(a) - at(b) || a.i - b.i);
  }

  /** @param {number} i removed afterwards; it may be named before it is read */
  redact(i) {
    this.redacted.add(i);
  }

  /**
   * What becomes due when the playhead moves on: after `from`, up to and with `to`.
   * @param {number} from
   * @param {number} to
   */
  between(from, to) {
    return this._visible(this._sayings.slice(this._after(from), this._after(to)));
  }

  /**
   * The last `count` that were said up to and with `to`: what the list holds after a jump.
   * @param {number} to
   * @param {number} count
   */
  before(to, count) {
    return this._visible(this._sayings.slice(0, this._after(to))).slice(-count);
  }

  /** @param {Saying[]} sayings */
  _visible(sayings) {
    return sayings.filter(({ i }) => !this.redacted.has(i));
  }

  /** @param {number} time how many are at or before it, by bisection */
  _after(time) {
    let low = 0;
    let high = this._sayings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(this._sayings[middle]) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** @param {Saying} saying */
function at(saying) {
  return saying.m ?? 0;
}
