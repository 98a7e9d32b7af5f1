// What a director says to everybody: one sentence after the other, none dropped while another is on its way. What did not
// get through stays on the page, also over a reload, until it is said again (as the same press) or put away.

/** @import {Store} from "../page/store.js" */
/** @import {Outcome} from "./press.js" */

/** @typedef {{command: string, voice: string, text: string, no: string}} Sentence `no`: why it was not said; "" while it waits */

const KEY = "unsaid";

export class Speech {
  /**
   * @param {{store: Store, newCommand: () => string, send: (sentence: Sentence) => Promise<Outcome>, why: (no: {code: string, text: string}) => string, changed: () => void}} world
   */
  constructor(world) {
    this._world = world;
    /** @type {Sentence[]} in the order in which they were typed */
    this.waiting = world.store.get(KEY) ?? [];
    this._running = false;
  }

  /** @param {string} voice @param {string} text */
  say(voice, text) {
    this._keep([...this.waiting, { command: this._world.newCommand(), voice, text, no: "" }]);
    return this.run();
  }

  /** Once more, as the same press: what was said after all is not said twice. @param {string} command */
  again(command) {
    this._keep(this.waiting.map((one) => (one.command === command ? { ...one, no: "" } : one)));
    return this.run();
  }

  /** @param {string} command */
  drop(command) {
    this._keep(this.waiting.filter((one) => one.command !== command));
  }

  /** Sends what waits, one at a time. */
  async run() {
    if (this._running) return;
    this._running = true;
    try {
      for (let next; (next = this.waiting.find(({ no }) => no === "")); ) {
        const { command } = next;
        const outcome = await this._world.send(next);
        if (outcome.ok) this.drop(command);
        else {
          const no = this._world.why(outcome);
          this._keep(this.waiting.map((one) => (one.command === command ? { ...one, no } : one)));
        }
      }
    } finally {
      this._running = false;
    }
  }

  /** @param {Sentence[]} sentences */
  _keep(sentences) {
    this.waiting = sentences;
    this._world.store.set(KEY, sentences.length ? sentences : null);
    this._world.changed();
  }
}
