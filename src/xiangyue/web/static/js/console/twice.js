// What is meant only when it is pressed twice: the first press asks, a second one soon afterwards does it. Pure.

const SURE_MS = 5_000; // how long the first of two presses counts

export class Twice {
  /** @param {() => number} now milliseconds */
  constructor(now) {
    this._now = now;
    this._first = { id: "", at: 0 };
  }

  /** Whether this one waits for its second press. @param {string} id */
  asked(id) {
    return this._first.id === id && this._now() - this._first.at < SURE_MS;
  }

  /** A press. @param {string} id @returns {boolean} whether it was the second; the next one is a first again */
  press(id) {
    const second = this.asked(id);
    this._first = { id: second ? "" : id, at: this._now() };
    return second;
  }

  /** Something else was done: whatever waits is pressed anew. */
  forget() {
    this._first = { id: "", at: 0 };
  }
}
