// When a danmaku is due: when the viewer's own picture reaches the moment its writer saw. Knows no page.

/** @typedef {{i: number, m: number | null, name: string, text: string, from: string}} Saying */

/**
 * @typedef {object} Shown where sentences go
 * @property {(saying: Saying) => void} say over the picture and into the list
 * @property {(sayings: Saying[]) => void} fill the list alone
 * @property {(i: number) => void} redact
 */

const PATIENCE_MS = 30_000; // a sender's playhead is clamped to this; one further ahead would never come

export class Queue {
  constructor() {
    /** @type {Saying[]} */
    this._waiting = [];
  }

  /** @param {Saying} saying */
  add(saying) {
    this._waiting.push(saying);
  }

  /**
   * Takes out what is due, in the order it was said.
   * @param {number | null} playhead of this viewer, as program time in ms; null while it is unknown: then all is due
   * @returns {Saying[]}
   */
  due(playhead) {
    if (this._waiting.length === 0) return [];
    /** @param {Saying} saying */
    const isDue = ({ m }) => playhead === null || m === null || m <= playhead || m > playhead + PATIENCE_MS;
    const due = this._waiting.filter(isDue);
    if (due.length > 0) this._waiting = this._waiting.filter((saying) => !isDue(saying));
    return due;
  }

  /** @param {number} i takes a sentence back before anybody saw it */
  redact(i) {
    this._waiting = this._waiting.filter((saying) => saying.i !== i);
  }

  clear() {
    this._waiting = [];
  }
}
