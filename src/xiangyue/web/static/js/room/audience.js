// What the audience says, in the list and over the picture, whether it comes live or from a replay.

import { DanmakuLayer } from "../danmaku/layer.js";
import { SayingsList } from "./list.js";
import { box, button } from "../page/parts.js";
/** @import {Saying, Shown} from "../danmaku/queue.js" */
/** @import {Fate, Letter} from "./outbox.js" */

/** @implements {Shown} */
export class Audience {
  /** @param {() => string | undefined} me the pseudonym of this phone */
  constructor(me) {
    this._me = me;
    this.layer = new DanmakuLayer(box("danmaku"));
    this.list = new SayingsList({
      list: box("sayings"),
      box: box("sayings-box"),
      empty: box("nobody"),
      fresh: button("fresh"),
      spoken: box("spoken"),
    });
    /** @type {Map<number, {command: string, text: string}>} own sentences that are acknowledged and not yet in the line, by number */
    this._awaited = new Map();
    /** @type {Map<string, string>} own sentences that are not acknowledged yet, by command */
    this._sent = new Map();
    /** @type {Set<number>} */
    this._came = new Set();
  }

  /** @param {Saying} saying */
  say(saying) {
    const mine = this._isMine(saying);
    if (mine) this._arrived(saying);
    this.list.add(saying, mine);
    this.layer.fly(saying, mine);
  }

  /** @param {Saying[]} sayings */
  fill(sayings) {
    for (const saying of sayings) if (this._isMine(saying)) this._arrived(saying);
    this.layer.clear();
    this.list.replace(sayings, (saying) => this._isMine(saying));
  }

  /** @param {number} i */
  redact(i) {
    this.list.redact(i);
    this.layer.redact(i);
  }

  /** @param {Letter} letter */
  echo({ command, text }) {
    this._sent.set(command, text);
    this.list.echo(command, text);
  }

  /**
   * What the server answered to one's own words.
   * @param {Letter} letter
   * @param {Fate} fate
   */
  told({ command, text }, fate) {
    if (fate.kind === "kept") return;
    this._sent.delete(command);
    if (fate.kind === "refused") return this.list.settle(command);
    this.list.acknowledge(command);
    if (this._came.has(fate.seq)) this.list.settle(command);
    else this._awaited.set(fate.seq, { command, text });
  }

  /**
   * Said on this phone, in this visit or an earlier one.
   * @param {Saying} saying
   */
  _isMine({ i, from }) {
    return this._awaited.has(i) || (from !== "" && from === this._me());
  }

  /**
   * The line has it: the echo goes. Its answer may be under way still, or lost; then the words tell. A sentence that a
   * word held back is said anew when it is let out, under a later number.
   * @param {Saying} saying
   */
  _arrived({ i, text }) {
    if (this._came.has(i)) return;
    this._came.add(i);
    const sent = [...this._sent].find(([, words]) => plain(words) === plain(text));
    const held = [...this._awaited].find(([seq, own]) => seq < i && plain(own.text) === plain(text));
    const command = this._awaited.get(i)?.command ?? sent?.[0] ?? held?.[1].command;
    if (command !== undefined) this.list.settle(command);
    if (!this._awaited.delete(i) && sent === undefined && held !== undefined) this._awaited.delete(held[0]);
  }
}

/** Words as they are compared: the house takes away what is only space. @param {string} text */
const plain = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();
