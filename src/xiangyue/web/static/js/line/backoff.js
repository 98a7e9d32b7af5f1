// How long to wait after a failure: 1, 2, 4, 8 s with full jitter, so that ten thousand phones do not return as one.

const FIRST_MS = 1000;
const LAST_MS = 8000;

export class Backoff {
  /** @param {() => number} random uniform in [0, 1) */
  constructor(random) {
    this._random = random;
    this.failures = 0;
  }

  /** Counts one failure and says how many milliseconds to wait. */
  next() {
    const ceiling = Math.min(FIRST_MS * 2 ** this.failures, LAST_MS);
    this.failures += 1;
    return this._random() * ceiling;
  }

  /** All is well again. */
  reset() {
    this.failures = 0;
  }
}
