// This phone's voice in the lecture: sentences, likes and the sign of life, all under one ticket.

import { Likes } from "./likes.js";
import { Outbox } from "./outbox.js";
import { newCommand, post, Unreachable } from "../page/post.js";
/** @import {Fate, Letter} from "./outbox.js" */
/** @import {Tickets} from "./ticket.js" */
/** @import {Store} from "../page/store.js" */
/** @import {Fetch} from "../line/wire.js" */
/** @import {Answer} from "../page/post.js" */

const STALE = new Set(["ticket-expired", "ticket-forged"]); // forged: the server's secret was renewed
const BEAT_MS = 30_000;
const BEAT_SPREAD_MS = 5000; // so that a room that opened at half past seven does not beat as one

export class Voice {
  /**
   * @param {object} world
   * @param {string} world.lecture
   * @param {Tickets} world.tickets
   * @param {Store} world.store
   * @param {Fetch} world.fetch
   * @param {() => boolean} world.present whether somebody is watching now
   * @param {(letter: Letter, fate: Fate) => void} world.told
   */
  constructor({ lecture, tickets, store, fetch, present, told }) {
    this._base = `/live/${lecture}`;
    this._tickets = tickets;
    this._fetch = fetch;
    this._present = present;
    this.likes = new Likes((command, n) => this._like(command, n), newCommand);
    this.outbox = new Outbox({
      store,
      told,
      send: (letter) => this._say(letter),
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      now: () => Date.now(),
      random: () => Math.random(),
    });
  }

  /** Begins the sign of life and the counting of likes, and sends what was left from before. */
  start() {
    void this.outbox.run();
    setInterval(() => void this.likes.flush(), 1000);
    void this._beat();
  }

  /**
   * @param {string} text
   * @param {number | null} playhead program time of this viewer's picture in ms
   */
  say(text, playhead) {
    const letter = this.outbox.add(newCommand(), text, playhead);
    void this.outbox.run();
    return letter;
  }

  /** @param {Letter} letter @returns {Promise<Fate>} */
  async _say({ command, text, playhead }) {
    const {
      status,
      code,
      text: why,
      wait,
      body,
    } = await this.ask("say", {
      command,
      text,
      ...(playhead === null ? {} : { playhead: Math.round(playhead) }),
    });
    if (status === 200) return { kind: "accepted", seq: body.seq };
    return { kind: "refused", code, text: why, wait };
  }

  /**
   * @param {string} command
   * @param {number} n
   */
  async _like(command, n) {
    await this.ask("like", { command, n });
  }

  async _beat() {
    try {
      if (this._present()) await this.ask("beat", {});
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error; // the next one will do
    }
    setTimeout(() => void this._beat(), BEAT_MS + (Math.random() - 0.5) * BEAT_SPREAD_MS);
  }

  /**
   * Asks with a ticket; once more with a new one when the old is not good any longer.
   * @param {string} what
   * @param {Record<string, unknown>} body
   * @returns {Promise<Answer>}
   */
  async ask(what, body) {
    let answer = await this._once(what, body);
    if (STALE.has(answer.code)) {
      this._tickets.forget();
      answer = await this._once(what, body);
    }
    return answer;
  }

  /**
   * @param {string} what
   * @param {Record<string, unknown>} body
   */
  async _once(what, body) {
    const held = await this._tickets.valid();
    if (held === null) throw new Unreachable("no ticket");
    return post(this._fetch, `${this._base}/${what}`, { ticket: held.ticket, ...body });
  }
}
