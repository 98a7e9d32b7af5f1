// In what order and how closely danmaku set off: what falls due in one instant leaves one after another, so that a burst
// is a stream and not a wall. Plain arithmetic; knows no page.

/** @import {Saying} from "./queue.js" */
/** @typedef {{saying: Saying, mine: boolean, at: number}} Waiting `at` since when it waits */

export class Pace {
  /**
   * @param {object} rule
   * @param {number} rule.apartMs between two that set off
   * @param {number} rule.patienceMs longer than this nobody's sentence waits: it would speak of a moment that has gone
   * @param {number} rule.most so many wait, the newest; the list shows all of them in any case
   */
  constructor({ apartMs, patienceMs, most }) {
    this._apartMs = apartMs;
    this._patienceMs = patienceMs;
    this._most = most;
    /** @type {Waiting[]} */
    this._waiting = [];
    this._lastAt = -Infinity;
  }

  get waits() {
    return this._waiting.length > 0;
  }

  /** @param {Saying} saying @param {boolean} mine said on this phone: goes before all others, and is never left out @param {number} now */
  add(saying, mine, now) {
    const place = mine ? this._waiting.filter((one) => one.mine).length : this._waiting.length;
    this._waiting.splice(place, 0, { saying, mine, at: now });
    const others = this._waiting.filter((one) => !one.mine);
    if (others.length > this._most) this._waiting.splice(this._waiting.indexOf(others[0]), 1);
  }

  /** The one that may set off now, which then is no longer waiting; null while it is too soon. @param {number} now @returns {Waiting | null} */
  next(now) {
    this._waiting = this._waiting.filter(({ mine, at }) => mine || now - at <= this._patienceMs);
    if (now - this._lastAt < this._apartMs) return null;
    return this._waiting.shift() ?? null;
  }

  /** It is under way. @param {number} now */
  left(now) {
    this._lastAt = now;
  }

  /** No lane was free for it: it is the first again. @param {Waiting} one */
  back(one) {
    this._waiting.unshift(one);
  }

  /** @param {number} i takes a sentence back before anybody saw it */
  redact(i) {
    this._waiting = this._waiting.filter(({ saying }) => saying.i !== i);
  }

  clear() {
    this._waiting = [];
  }
}
