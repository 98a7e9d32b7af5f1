// One clock for picture and sound. Each has stamps of its own, and arrives with a jitter of its own; what arrives
// earliest against its stamp says how the two clocks stand, and a slow drift is followed.

const FOLLOW = 0.002;
const JUMP_US = 1_000_000;

export class Steady {
  constructor() {
    /** @type {number | null} */
    this._offset = null;
    this._last = -1;
  }

  /**
   * The moment on the page's clock for a stamp that is heard of now; each is later than the one before.
   * @param {number} stamp @param {number} now both in microseconds
   */
  at(stamp, now) {
    const lag = now - stamp;
    if (this._offset === null || Math.abs(lag - this._offset) > JUMP_US) this._offset = lag;
    else if (lag < this._offset) this._offset = lag;
    else this._offset += (lag - this._offset) * FOLLOW;
    this._last = Math.max(Math.round(stamp + this._offset), this._last + 1);
    return this._last;
  }
}
