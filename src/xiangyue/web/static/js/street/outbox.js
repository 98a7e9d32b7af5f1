// Delivers what was noted: written down before it is sent, sent until it is answered, carried out once - every try
// carries the same command. What the house refuses waits for a person and holds up no other.

import { Backoff } from "../line/backoff.js";
import { parts, spelled } from "./entry.js";
import { OtherAccount, SignIn, Unreachable } from "./wire.js";
/** @import {Entry, Part, Voice} from "./entry.js" */

/**
 * @typedef {{ready: (owner: string) => Promise<Entry[]>, put: (entry: Entry) => Promise<void>,
 *   settle: (entry: Entry) => Promise<void>, blob: (id: string) => Promise<Blob | null>}} Shelf `settle` forgets its blobs
 * @typedef {{code: string, text: string}} No
 * @typedef {{reply?: any, error?: No, missing?: string[], theirs?: any}} Reply
 * @typedef {{upload: (part: Part | Voice, blob: Blob, position: Entry["position"]) => Promise<No | null>,
 *   command: (owner: string, body: Record<string, unknown>) => Promise<Reply>}} Wire both throw `Unreachable`, `SignIn`,
 *   `OtherAccount`
 * @typedef {"idle" | "sending" | "away" | "sign-in"} State
 */

const TRIES = 3; // of a command whose uploads the house says it does not have

export class Outbox {
  /**
   * @param {object} world
   * @param {Shelf} world.shelf
   * @param {Wire} world.wire
   * @param {() => void} world.changed something on the shelf, or the state
   * @param {(ms: number) => Promise<void>} world.pause
   * @param {() => number} world.now
   * @param {() => number} world.random
   * @param {string} world.spoken
   */
  constructor(world) {
    this._world = world;
    this._backoff = new Backoff(world.random);
    this._running = false;
    this._again = false;
    /** @type {State} */
    this.state = "idle";
    this.owner = "";
  }

  /** Delivers all of `owner`, one after the other. Call it whenever there may be something to do. */
  async run() {
    this._again = true;
    if (this._running) return;
    this._running = true;
    try {
      while (this._again) {
        this._again = false;
        await this._round();
      }
    } finally {
      this._running = false;
    }
  }

  async _round() {
    try {
      for (;;) {
        const [entry] = this.owner === "" ? [] : await this._world.shelf.ready(this.owner);
        if (entry === undefined) return this._is("idle");
        this._is("sending");
        await this._deliver(entry);
        this._backoff.reset();
      }
    } catch (error) {
      if (error instanceof SignIn || error instanceof OtherAccount) return this._is("sign-in");
      if (!(error instanceof Unreachable)) throw error;
      this._is("away");
      await this._world.pause(this._backoff.next());
      this._again = true;
    }
  }

  /** @param {Entry} entry */
  async _deliver(entry) {
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (!(await this._uploads(entry))) return;
      const reply = await this._world.wire.command(entry.owner, spelled(entry, this._world.spoken));
      if (reply.reply !== undefined) return this._arrived(entry, reply.reply);
      const gone = reply.missing ?? [];
      if (gone.length === 0 || tries + 1 === TRIES) {
        return this._asks(entry, { ...(reply.error ?? { code: "", text: "" }), theirs: reply.theirs });
      }
      for (const part of parts(entry)) if (gone.includes(part.id)) part.sent = false;
    }
  }

  /**
   * Whether all its photos are there now.
   * @param {Entry} entry
   */
  async _uploads(entry) {
    for (const part of parts(entry)) {
      if (part.sent) continue;
      const blob = await this._world.shelf.blob(part.id);
      if (blob === null) {
        await this._asks(entry, { code: "lost-photo", text: "", part: part.id });
        return false;
      }
      const no = await this._world.wire.upload(part, blob, entry.position);
      if (no !== null) {
        await this._asks(entry, { ...no, part: part.id });
        return false;
      }
      part.sent = true;
      await this._world.shelf.put(entry);
    }
    return true;
  }

  /** @param {Entry} entry @param {any} reply */
  async _arrived(entry, reply) {
    const expected = entry.expected;
    Object.assign(entry, { status: "sent", reply, asks: null, doneAt: this._world.now() });
    await this._world.shelf.settle(entry);
    // What the same hand did next to the same matter has seen this one: it expects what this one left.
    if (entry.matter !== "" && expected !== null) {
      for (const next of await this._world.shelf.ready(entry.owner)) {
        if (next.matter !== entry.matter || next.expected !== expected) continue;
        await this._world.shelf.put({ ...next, expected: reply.seq });
      }
    }
    this._world.changed();
  }

  /** @param {Entry} entry @param {Entry["asks"]} asks */
  async _asks(entry, asks) {
    Object.assign(entry, { status: "asks", asks });
    await this._world.shelf.put(entry);
    this._world.changed();
  }

  /** @param {State} state */
  _is(state) {
    const before = this.state;
    this.state = state;
    if (state !== before) this._world.changed();
  }
}
