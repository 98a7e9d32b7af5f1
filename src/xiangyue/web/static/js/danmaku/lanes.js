// Where a danmaku flies so that no two ever overlap. Plain arithmetic; knows no page.
//
// Every sentence crosses in the same time, so a longer one is faster. Two laws keep a lane free of collisions: the one
// before must have come in whole, with a gap; and its tail must be out before the new head reaches the left edge.

/** @typedef {{startedAt: number, width: number}} Flight */

export class Lanes {
  /**
   * @param {object} size
   * @param {number} size.width of the picture, in CSS pixels
   * @param {number} size.count how many lanes; also the cap on density
   * @param {number} size.crossingMs from the right edge until the tail is out on the left
   * @param {number} size.gap pixels between two in one lane
   */
  constructor({ width, count, crossingMs, gap }) {
    this._width = width;
    this._crossingMs = crossingMs;
    this._gap = gap;
    /** @type {(Flight | null)[]} */
    this._last = new Array(count).fill(null);
  }

  /**
   * The lane that has been still for longest among those free for a sentence so wide, the upper one of two; it is then
   * taken. -1 when none is free.
   * @param {number} width
   * @param {number} now milliseconds, on the clock the flights run on
   */
  take(width, now) {
    const free = this._last.flatMap((last, lane) => (last === null || this._clear(last, width, now) ? [lane] : []));
    const since = (/** @type {number} */ lane) => this._last[lane]?.startedAt ?? -Infinity;
    const lane = free.reduce((best, one) => (best < 0 || since(one) < since(best) ? one : best), -1);
    if (lane >= 0) this._last[lane] = { startedAt: now, width };
    return lane;
  }

  /** Every lane is free again. */
  clear() {
    this._last.fill(null);
  }

  /**
   * @param {Flight} last
   * @param {number} width
   * @param {number} now
   */
  _clear(last, width, now) {
    const inside = ((now - last.startedAt) * (this._width + last.width)) / this._crossingMs;
    const headOutAt = now + (this._crossingMs * this._width) / (this._width + width);
    return inside >= last.width + this._gap && headOutAt >= last.startedAt + this._crossingMs;
  }
}
