// What was said or done and not yet acknowledged. Written down before it is sent, sent until it is answered, delivered once:
// every try carries the same command, and the line gives the same receipt for the same command.

import { Backoff } from "../line/backoff.js";
import { Unreachable } from "../page/post.js";
/** @import {Store} from "../page/store.js" */

/**
 * @typedef {{command: string, text: string, playhead: number | null, at: number, verb?: string,
 *   body?: Record<string, any>}} Letter a sentence; with a verb, another deed and what it says
 * @typedef {{kind: "accepted", seq: number} | {kind: "refused", code: string, text: string, wait: number} | {kind: "kept"}} Fate
 */

const STALE_MS = 15 * 60_000; // a sentence found in the outbox the next day belongs nowhere any more

export class Outbox {
  /**
   * @param {object} world
   * @param {Store} world.store of this lecture
   * @param {string} [world.name] under which it is written down
   * @param {(letter: Letter) => Promise<Fate>} world.send throws `Unreachable` when there was no answer
   * @param {(letter: Letter, fate: Fate) => void} world.told
   * @param {(ms: number) => Promise<void>} world.pause
   * @param {() => number} world.now
   * @param {() => number} world.random
   */
  constructor(world) {
    this._world = world;
    this._name = world.name ?? "outbox";
    this._backoff = new Backoff(world.random);
    this._running = false;
    /** @type {Letter[]} */
    this.letters = (world.store.get(this._name) ?? []).filter(
      (/** @type {Letter} */ letter) => world.now() - letter.at < STALE_MS,
    );
  }

  /**
   * @param {string} command
   * @param {string} text
   * @param {number | null} playhead
   * @returns {Letter}
   */
  add(command, text, playhead) {
    return this._put({ command, text, playhead, at: this._world.now() });
  }

  /**
   * @param {string} command
   * @param {string} verb
   * @param {Record<string, any>} body
   * @returns {Letter}
   */
  addDeed(command, verb, body) {
    return this._put({ command, text: "", playhead: null, at: this._world.now(), verb, body });
  }

  /** @param {Letter} letter */
  _put(letter) {
    this._keep([...this.letters, letter]);
    return letter;
  }

  /** Delivers all, one after the other, in order. Call it whenever there may be something to do. */
  async run() {
    if (this._running) return;
    this._running = true;
    try {
      while (this.letters.length > 0) await this._deliver(this.letters[0]);
    } finally {
      this._running = false;
    }
  }

  /** @param {Letter} letter */
  async _deliver(letter) {
    try {
      const fate = await this._world.send(letter);
      this._backoff.reset();
      this._keep(this.letters.filter(({ command }) => command !== letter.command));
      this._world.told(letter, fate);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this._world.told(letter, { kind: "kept" });
      await this._world.pause(this._backoff.next());
    }
  }

  /** @param {Letter[]} letters */
  _keep(letters) {
    this.letters = letters;
    this._world.store.set(this._name, letters);
  }
}
