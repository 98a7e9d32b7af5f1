// Who holds the keys: in memory, until nobody touched the page for a while. Knows no page and no network.

import { keyOf, lock, open } from "./box.js";

/** @import {Held} from "./shelf.js" */
/** @typedef {{all: () => Promise<Held[]>, put: (held: Held) => Promise<void>, drop: (phone: string) => Promise<void>}} Keeps */
/** @typedef {{phone: string, key: string, wipe_at: number, locks_after_s: number}} Given what the house gives */

export class Keeper {
  /** @param {Keeps} shelf @param {() => number} now milliseconds */
  constructor(shelf, now) {
    this._shelf = shelf;
    this._now = now;
    /** @type {Map<string, CryptoKey>} */
    this._keys = new Map();
    this._touched = now();
  }

  /** Puts a plan on the shelf, locked. @param {string} name @param {Given} given @param {unknown} plan */
  async take(name, given, plan) {
    const key = await keyOf(given.key);
    const box = await lock(key, given.phone, plan);
    await this._shelf.put({ phone: given.phone, name, ...box, wipeAt: given.wipe_at, locksAfter: given.locks_after_s * 1000 });
    this._keys.set(given.phone, key);
    this.touch();
  }

  /** Somebody is here. */
  touch() {
    this._touched = this._now();
  }

  /** @param {string} phone @param {string} key hex, from the house */
  async unlock(phone, key) {
    this._keys.set(phone, await keyOf(key));
    this.touch();
  }

  /** @param {string} [phone] all when none is named */
  lock(phone) {
    if (phone === undefined) this._keys.clear();
    else this._keys.delete(phone);
  }

  /** @param {Held} held @returns {Promise<any>} null while it is locked */
  async read(held) {
    const key = this._keys.get(held.phone);
    return key ? open(key, held.phone, held) : null;
  }

  /** @param {string} phone */
  async wipe(phone) {
    this._keys.delete(phone);
    await this._shelf.drop(phone);
  }

  /** Lets time do its work. @returns {Promise<{held: Held[], wiped: number, locked: number}>} */
  async tick() {
    const all = await this._shelf.all();
    const over = all.filter(({ wipeAt }) => wipeAt <= this._now());
    for (const { phone } of over) await this.wipe(phone);
    const held = all.filter((one) => !over.includes(one));
    const idle = held.filter((one) => this._keys.has(one.phone) && this._now() - this._touched >= one.locksAfter);
    for (const { phone } of idle) this.lock(phone);
    return { held, wiped: over.length, locked: idle.length };
  }
}

/** What an answer about a phone means: only a clear no wipes it; no net and no sign-in are no answer.
 *  @param {number} status 0 without a net @param {any} body @returns {"keep" | "wipe" | "unknown"} */
export function verdict(status, body) {
  if (status === 404 || status === 410) return "wipe";
  if (status !== 200 || typeof body?.keep !== "boolean") return "unknown";
  return body.keep ? "keep" : "wipe";
}
