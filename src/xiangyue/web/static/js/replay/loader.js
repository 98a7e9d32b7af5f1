// Reads a finished lecture's line minute by minute, nearest to the playhead first, each minute once.

import { read, Unanswered } from "../line/wire.js";
/** @import {Block, Fetch, Snapshot} from "../line/wire.js" */

const MINUTE_MS = 60_000;
// A sentence is sealed after the moment it belongs to: up to 30 s of playhead and the moderators' hold later.
// So the minute after the playhead's may hold what is due now; the two before fill the list after a jump.
const NEAR = [0, 1, -1, 2, -2];
const SILENT = 10; // a minute in which the server was down is missing; so many in a row are the end

export class BlockLoader {
  /**
   * @param {string} base `/live/{lecture}/{epoch}`
   * @param {object} span
   * @param {number} span.startedMs when the line was opened: minute 0 begins here
   * @param {number | null} span.lastMs when its last segment was sealed, where that is known
   * @param {Fetch} fetch
   * @param {(block: Block) => void} loaded
   */
  constructor(base, { startedMs, lastMs }, fetch, loaded) {
    this._base = base;
    this._startedMs = startedMs;
    this._minutes = lastMs === null ? Infinity : Math.floor((lastMs - startedMs) / MINUTE_MS) + 1;
    this._fetch = fetch;
    this._loaded = loaded;
    /** @type {Set<number>} */
    this._asked = new Set();
    /** @type {Set<number>} */
    this._missing = new Set();
    this._signal = new AbortController().signal;
    this.failed = false; // the last minute asked for could not be had, and will be asked for again
  }

  /**
   * Sees to it that all around a playhead is there. Resolves when it is; what failed is asked again next time.
   * @param {number} playhead program time in ms
   */
  async around(playhead) {
    const minute = Math.max(0, Math.floor((playhead - this._startedMs) / MINUTE_MS));
    for (const step of NEAR) await this._load(minute + step);
  }

  /** One more minute that was never asked for, in order. False when all are there. */
  async more() {
    for (let minute = 0, missing = 0; minute < this._minutes && missing < SILENT; minute += 1) {
      missing = this._missing.has(minute) ? missing + 1 : 0;
      if (this._asked.has(minute)) continue;
      await this._load(minute);
      return true;
    }
    return false;
  }

  /** One minute, if it is there. @param {number} minute */
  async minute(minute) {
    await this._load(minute);
  }

  /**
   * One snapshot, null while it cannot be had.
   * @param {number} k
   * @returns {Promise<Snapshot | null>}
   */
  async snapshot(k) {
    try {
      return await read(this._fetch, `${this._base}/s/${k}`, this._signal);
    } catch {
      return null; // asked again when the playhead is looked at next
    }
  }

  /** @param {number} minute */
  async _load(minute) {
    if (minute < 0 || minute >= this._minutes || this._asked.has(minute)) return;
    this._asked.add(minute);
    try {
      this._loaded(await read(this._fetch, `${this._base}/b/${minute}`, this._signal));
      this.failed = false;
    } catch (error) {
      this.failed = !(error instanceof Unanswered && error.status === 404);
      if (this.failed) this._asked.delete(minute);
      else this._missing.add(minute);
    }
  }
}
