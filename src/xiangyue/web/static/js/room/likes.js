// Taps on 赞, gathered for a second and sent as one number. Lost ones are sent again under the same command.

import { Unreachable } from "../page/post.js";

const MOST = 20; // of one second; the line counts no more from one phone, so none are promised
const TRIES = 4;

/** @typedef {{command: string, n: number, tries: number}} Batch */

export class Likes {
  /**
   * @param {(command: string, n: number) => Promise<void>} send throws `Unreachable`
   * @param {() => string} newCommand
   */
  constructor(send, newCommand) {
    this._send = send;
    this._newCommand = newCommand;
    this._tapped = 0;
    /** @type {Batch | null} */
    this._batch = null;
    this._sending = false;
  }

  /** One tap. False when this second is full. */
  tap() {
    if (this._tapped >= MOST) return false;
    this._tapped += 1;
    return true;
  }

  /** Once a second: sends what was gathered, or again what was not answered. */
  async flush() {
    if (this._sending) return;
    if (this._batch === null) {
      if (this._tapped === 0) return;
      this._batch = { command: this._newCommand(), n: this._tapped, tries: 0 };
      this._tapped = 0;
    }
    const batch = this._batch;
    batch.tries += 1;
    this._sending = true;
    try {
      await this._send(batch.command, batch.n);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      if (batch.tries < TRIES) return;
    } finally {
      this._sending = false;
    }
    this._batch = null;
  }
}
