// What time it is at the server. A phone's own clock is often minutes wrong, and nothing in a lecture trusts it.

const SAMPLES = 5; // an odd few: one answer that dawdled in a tunnel does not move the median

export class ServerClock {
  /** @param {() => number} now the phone's clock in milliseconds */
  constructor(now) {
    this._now = now;
    /** @type {number[]} */
    this._offsets = [];
  }

  /**
   * Hears the server's time from one answer; half of the round trip is taken as its age.
   * @param {number} serverMs
   * @param {number} askedMs the phone's clock when the question left
   */
  heard(serverMs, askedMs) {
    const now = this._now();
    this._offsets.push(serverMs + (now - askedMs) / 2 - now);
    if (this._offsets.length > SAMPLES) this._offsets.shift();
  }

  /** Milliseconds to add to the phone's clock: the median of the last five answers, 0 before the first. */
  get offset() {
    if (this._offsets.length === 0) return 0;
    const sorted = [...this._offsets].sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)];
  }

  /** The server's time now, in milliseconds. */
  now() {
    return this._now() + this.offset;
  }
}
