// Where a viewer of a live lecture stands in the program. Plain arithmetic; knows no page.

const AHEAD_MS = 1000; // a playhead later than the server's now is a mistake of some clock

export class Position {
  constructor() {
    /** @type {number | null} how far behind the server's now the picture was when it last moved */
    this._lag = null;
    this._reached = -Infinity;
  }

  /**
   * The playhead to cut the state at, null while it was never known. A picture that stands still is reckoned to go on at
   * its old distance, and nothing that was seen is taken back when a slower picture begins.
   * @param {number | null} playhead of a picture that moves
   * @param {number} now server time in ms
   */
  at(playhead, now) {
    if (playhead !== null) this._lag = Math.max(now - playhead, -AHEAD_MS);
    if (this._lag === null) return null;
    this._reached = Math.max(this._reached, now - this._lag);
    return this._reached;
  }

  /** What was seen without a picture stays seen. @param {number} position */
  saw(position) {
    this._reached = Math.max(this._reached, position);
  }
}
