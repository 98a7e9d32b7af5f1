// What this person puts in: questions, wishes, votes, answers. Each is written down before it is sent and sent under one
// command until it is answered, so that a lost answer of the network costs nothing and counts once. Knows no page.

import { Outbox } from "./outbox.js";
import { Unreachable } from "../page/post.js";
/** @import {Fate, Letter} from "./outbox.js" */
/** @import {Answer} from "../page/post.js" */
/** @import {Given} from "./reply.js" */
/** @import {Store} from "../page/store.js" */

/**
 * @typedef {{command: string, i: number, text: string, state: string}} Ask `i` 0 until it is received; `text` "" of one
 *   asked on another device
 * @typedef {{votes: Record<string, number[]>, answers: Record<string, Given>, receipts: Record<string, number>,
 *   ups: number[], asks: Ask[]}} Own acknowledged, by the number of what was put to the audience
 * @typedef {{kind: "none" | "sending" | "kept" | "received" | "refused", code: string, text: string}} Standing
 */

const BUSY = 429;
/** @type {Standing} */
const NONE = { kind: "none", code: "", text: "" };
const EMPTY = /** @type {Own} */ ({ votes: {}, answers: {}, receipts: {}, ups: [], asks: [] });

export class Deeds {
  /**
   * @param {object} world
   * @param {Store} world.store of this lecture
   * @param {(verb: string, body: Record<string, any>) => Promise<Answer>} world.send throws `Unreachable`
   * @param {() => string} world.newCommand
   * @param {() => void} world.changed
   * @param {(ms: number) => Promise<void>} world.pause
   * @param {() => number} world.now
   * @param {() => number} world.random
   */
  constructor(world) {
    this._world = world;
    /** @type {Map<string, Standing>} by verb and number */
    this._standings = new Map();
    /** @type {Own} */
    this.own = { ...EMPTY, ...world.store.get("own") };
    this._outbox = new Outbox({
      store: world.store,
      name: "deeds",
      send: (letter) => this._send(letter),
      told: (letter, fate) => this._told(letter, fate),
      pause: world.pause,
      now: world.now,
      random: world.random,
    });
    for (const letter of this._outbox.letters) this._stand(letter, "kept");
  }

  /** Sends what is left; call it whenever there may be something to do. */
  run() {
    return this._outbox.run();
  }

  /**
   * Answers a question of the quiz. The first counts, so there is no second.
   * @param {number} i
   * @param {Given} given
   */
  answer(i, given) {
    if (this.answered(i) !== null) return;
    this._do("answer", { item: i, ...(typeof given === "string" ? { number: given } : { choice: given }) });
  }

  /** What was answered, acknowledged or not; null when nothing was. @param {number} i @returns {Given | null} */
  answered(i) {
    if (i in this.own.answers) return this.own.answers[i];
    const body = this._under("answer", i)?.body;
    return body?.choice ?? body?.number ?? null;
  }

  /** Votes; until the close the last vote counts. @param {number} i @param {number[]} choice */
  vote(i, choice) {
    this._do("vote", { poll: i, choice });
  }

  /** @param {number} i @returns {number[] | null} */
  voted(i) {
    return this._under("vote", i)?.body?.choice ?? this.own.votes[i] ?? null;
  }

  /** Wants a question answered as well; once. @param {number} i */
  up(i) {
    if (!this.wants(i)) this._do("up", { question: i });
  }

  /** @param {number} i */
  wants(i) {
    return this.own.ups.includes(i) || this._under("up", i) !== undefined;
  }

  /** @param {string} text */
  ask(text) {
    const { command } = this._do("ask", { text });
    this._keep({ asks: [...this.own.asks, { command, i: 0, text, state: "" }] });
  }

  /**
   * How it stands with a deed.
   * @param {string} verb
   * @param {number | string} i the number of what it is about; for a question of one's own, the command
   */
  standing(verb, i) {
    return this._standings.get(`${verb}/${i}`) ?? NONE;
  }

  /**
   * What the house knows of this person, from this device or another: it is right.
   * @param {any} mine
   */
  heard({ votes = {}, answers = {}, ups = [], asks = [] }) {
    const states = new Map(
      asks.map((/** @type {number | [number, string]} */ ask) => (Array.isArray(ask) ? ask : [ask, ""])),
    );
    const here = new Set(this.own.asks.map(({ i }) => i));
    const elsewhere = [...states].filter(([i]) => !here.has(i)).map(([i, state]) => ({ command: "", i, text: "", state }));
    this._keep({
      votes: { ...this.own.votes, ...votes },
      answers: { ...this.own.answers, ...answers },
      ups: [...new Set([...this.own.ups, ...ups])],
      asks: [...this.own.asks.map((ask) => ({ ...ask, state: states.get(ask.i) ?? ask.state })), ...elsewhere],
    });
  }

  /** Asks what the house knows; what cannot be had now is asked again another time. */
  async refresh() {
    try {
      const { status, body } = await this._world.send("mine", {});
      if (status === 200) this.heard(body);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
  }

  /** @param {string} verb @param {Record<string, any>} body */
  _do(verb, body) {
    const letter = this._outbox.addDeed(this._world.newCommand(), verb, body);
    this._stand(letter, "sending");
    this._world.changed();
    void this._outbox.run();
    return letter;
  }

  /** @param {Letter} letter @returns {Promise<Fate>} */
  async _send({ command, verb = "", body = {} }) {
    const { status, code, text, wait, body: told } = await this._world.send(verb, { command, ...body });
    if (status === 200) return { kind: "accepted", seq: told.seq };
    // An answer or a vote is not lost because a room is busy: it goes again. Only a question can be put later.
    if (status === BUSY && verb !== "ask") throw new Unreachable(code);
    return { kind: "refused", code, text, wait };
  }

  /** @param {Letter} letter @param {Fate} fate */
  _told(letter, fate) {
    const { verb = "", body = {}, command } = letter;
    if (fate.kind === "kept") this._stand(letter, "kept");
    else if (fate.kind === "accepted" || fate.code === "already-up") {
      this._stand(letter, "received");
      this._keep(received(this.own, letter, fate.kind === "accepted" ? fate.seq : 0));
    } else {
      this._stand(letter, "refused", fate.code, fate.text);
      if (verb === "ask") this._keep({ asks: this.own.asks.filter((ask) => ask.command !== command) });
      if (fate.code === "already-answered" && !(body.item in this.own.answers)) void this.refresh();
    }
    this._world.changed();
  }

  /** @param {string} verb @param {number} i the letter that is still under way about it, the latest */
  _under(verb, i) {
    return this._outbox.letters.filter((letter) => letter.verb === verb && about(letter) === i).at(-1);
  }

  /** @param {Letter} letter @param {Standing["kind"]} kind @param {string} [code] @param {string} [text] */
  _stand(letter, kind, code = "", text = "") {
    this._standings.set(`${letter.verb}/${about(letter)}`, { kind, code, text });
  }

  /** @param {Partial<Own>} change */
  _keep(change) {
    this.own = { ...this.own, ...change };
    this._world.store.set("own", this.own);
    this._world.changed();
  }
}

/** @param {Letter} letter */
const about = ({ body = {}, command }) => body.item ?? body.poll ?? body.question ?? command;

/**
 * @param {Own} own
 * @param {Letter} letter
 * @param {number} seq
 * @returns {Partial<Own>}
 */
function received(own, { verb, body = {}, command }, seq) {
  switch (verb) {
    case "answer":
      return {
        answers: { ...own.answers, [body.item]: body.choice ?? body.number },
        receipts: { ...own.receipts, [body.item]: seq },
      };
    case "vote":
      return { votes: { ...own.votes, [body.poll]: body.choice } };
    case "up":
      return { ups: [...new Set([...own.ups, body.question])] };
    default:
      // Its number may have been heard before this answer came.
      return {
        asks: own.asks
          .filter((ask) => ask.i !== seq || ask.command === command)
          .map((ask) => (ask.command === command ? { ...ask, i: seq } : ask)),
      };
  }
}
