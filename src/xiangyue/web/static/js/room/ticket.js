// Who this phone is in this lecture. The ticket is asked for once and kept; a name can be chosen once.

import { drop, held as voucher } from "../residents/voucher.js";
import { post } from "../page/post.js";
/** @import {Store} from "../page/store.js" */
/** @import {Fetch} from "../line/wire.js" */
/** @import {Answer} from "../page/post.js" */

/** @typedef {{ticket: string, pseudonym: string, name: string, level: string, expires_ms: number}} Ticket */

const EARLY_MS = 60_000; // a ticket that is about to expire is renewed before it is used

export class Tickets {
  /**
   * @param {string} lecture
   * @param {Store} store of this lecture
   * @param {Fetch} fetch
   * @param {() => number} now server time in ms
   */
  constructor(lecture, store, fetch, now) {
    this._url = `/live/${lecture}/ticket`;
    this._store = store;
    this._fetch = fetch;
    this._now = now;
    /** @type {Promise<Answer> | null} */
    this._asking = null;
  }

  /** The ticket in hand, null before the first. @returns {Ticket | null} */
  get held() {
    return this._store.get("ticket");
  }

  /** The name was chosen and stays. */
  get named() {
    return this._store.get("named") === true;
  }

  /** A ticket that is valid now. Throws `Unreachable`; null when the server refuses one. @returns {Promise<Ticket | null>} */
  async valid() {
    const held = this.held;
    // Who verified meanwhile, here or on another page, gets the verified one.
    const proper = voucher() === "" || held?.level === "verified";
    if (held !== null && proper && held.expires_ms > this._now() + EARLY_MS) return held;
    await this._ask(this._store.get("name"));
    return this.held;
  }

  /** The server knows it no longer. */
  forget() {
    this._store.set("ticket", null);
  }

  /**
   * Takes a name, once.
   * @param {string} name
   * @returns {Promise<Answer>} Throws `Unreachable`.
   */
  async take(name) {
    // One that is on its way without the name is waited for, not shared: it would come back under another.
    while (this._asking !== null) await this._asking.catch(() => undefined);
    const answer = await this._ask(name);
    if (answer.status === 200) {
      this._store.set("name", name);
      this._store.set("named", true);
    }
    return answer;
  }

  /** @param {string | null} name @returns {Promise<Answer>} */
  async _ask(name) {
    // With the ticket in hand it stays the same phone under another name: what it said is its own, and it counts once.
    const held = this.held === null ? {} : { ticket: this.held.ticket };
    const wish = { ...held, ...(name === null ? {} : { name }), ...(voucher() === "" ? {} : { voucher: voucher() }) };
    this._asking ??= post(this._fetch, this._url, wish).finally(() => (this._asking = null));
    const answer = await this._asking;
    if (answer.status === 200) this._store.set("ticket", answer.body);
    if (answer.code === "voucher-invalid") {
      drop(); // worn out: a guest until one verifies again
      return this._ask(name);
    }
    return answer;
  }
}
