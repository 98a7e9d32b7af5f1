// Whether a finished lecture may be watched again: its studio decides, at the end or days later. The picture's own list of
// renditions is asked, for what it answers is what a player would get.

/** @import {Fetch} from "../line/wire.js" */

const FIRST_MS = 1_000; // a decision reaches the picture's server within a second
const LONGEST_MS = 60_000;

export class Kept {
  /** @param {{fetch: Fetch, changed: () => void, now: () => number, present: () => boolean}} world */
  constructor(world) {
    this._world = world;
    /** @type {boolean | null} null while nobody has answered */
    this.open = null;
    this._at = 0; // when it is asked for next
    this._wait = FIRST_MS;
    this._asking = false;
  }

  /** Asks when it is time to: quickly at first, then once a minute, and never for a page that nobody sees. @param {string} base as the head names it */
  async look(base) {
    if (this._asking || this._world.now() < this._at || !this._world.present()) return;
    this._asking = true;
    try {
      const { status } = await this._world.fetch(`${base}index.m3u8`, { credentials: "omit", cache: "no-store" });
      if (status === 200 || status === 404) this._heard(status === 200);
    } catch {
      // No network, or the server restarts: what was known stays so until the next look.
    } finally {
      this._asking = false;
      this._at = this._world.now() + (this.open ? LONGEST_MS : this._wait);
      this._wait = Math.min(this._wait * 2, LONGEST_MS);
    }
  }

  /** Somebody looks at the page again: so does the page. */
  wake() {
    this._at = 0;
    this._wait = FIRST_MS;
  }

  /** @param {boolean} open */
  _heard(open) {
    if (open === this.open) return;
    this.open = open;
    this._wait = FIRST_MS;
    this._world.changed();
  }
}
