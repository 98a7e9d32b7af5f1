// What the capture page says to the house: lists, uploads in pieces, commands.

/** @import {Part, Voice} from "./entry.js" */
/** @import {No, Reply} from "./outbox.js" */

/** No answer came, or one that is no answer: the same may be sent again. */
export class Unreachable extends Error {}

/** Nobody is signed in, or their rights sleep: everything stays on the phone. */
export class SignIn extends Error {}

/** Somebody else is signed in on this phone now. */
export class OtherAccount extends Error {}

export const PIECE = 256 * 1024;
const PATIENCE_MS = 60_000; // a piece at 5 kB/s

/** @typedef {(url: string, options: RequestInit) => Promise<Response>} Fetch */
/** @typedef {{lists: string, uploads: string, commands: string}} Addresses */

export class Wire {
  /** @param {Fetch} fetch @param {Addresses} addresses */
  constructor(fetch, addresses) {
    this._fetch = fetch;
    this._at = addresses;
  }

  /**
   * The lists, or null when they are still those of `tag`.
   * @param {string} tag
   * @returns {Promise<{body: any, tag: string} | null>}
   */
  async lists(tag) {
    const response = await this._ask(this._at.lists, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
    if (response.status === 304) return null;
    const body = await this._read(response);
    if (response.status !== 200) throw new Unreachable(`status ${response.status}`);
    return { body, tag: response.headers.get("ETag") ?? "" };
  }

  /**
   * Brings a photo or a recording over, from where it broke off. Null when it is there, else why the house refuses it.
   * @param {Part | Voice} part
   * @param {Blob} blob
   * @param {{lat: number, lon: number} | null} position
   * @returns {Promise<No | null>}
   */
  async upload(part, blob, position) {
    const address = this._at.uploads.replace("00000000-0000-0000-0000-000000000000", part.id);
    let { have, done } = await this._read(await this._ask(address, { cache: "no-store" }));
    while (!done) {
      const body = await blob.slice(have, have + PIECE).arrayBuffer();
      const about = new URLSearchParams({ size: String(blob.size), offset: String(have), name: part.name });
      if ("seconds" in part) {
        about.set("what", "voice");
        about.set("seconds", String(part.seconds));
      } else {
        about.set("what", "photo");
        about.set("taken", String(part.taken));
        if (position) for (const [name, value] of Object.entries(position)) about.set(name, String(value));
      }
      const headers = { "Content-Type": "application/octet-stream" };
      const response = await this._ask(`${address}?${about}`, { method: "POST", body, headers });
      const answer = await this._read(response);
      if (response.status === 409 && typeof answer.have === "number") have = answer.have;
      else if (response.status === 429) throw new Unreachable("busy");
      else if (response.status !== 200) return answer.error;
      else ({ have, done } = answer);
    }
    return null;
  }

  /**
   * @param {string} owner
   * @param {Record<string, unknown>} command
   * @returns {Promise<Reply>}
   */
  async command(owner, command) {
    const body = JSON.stringify({ by: owner, commands: [command] });
    const response = await this._ask(this._at.commands, { method: "POST", body, headers: { "Content-Type": "application/json" } });
    const answer = await this._read(response);
    if (response.status === 409) throw new OtherAccount();
    if (response.status === 429) throw new Unreachable("busy");
    if (response.status !== 200) return { error: answer.error };
    return answer.replies[0];
  }

  /** @param {string} url @param {RequestInit} options */
  async _ask(url, options) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE_MS);
    try {
      const asked = { ...options, signal: limit.signal, credentials: /** @type {const} */ ("same-origin") };
      const response = await this._fetch(url, { ...asked, redirect: "error" });
      if (response.status >= 500) throw new Unreachable(`status ${response.status}`);
      return response;
    } catch (error) {
      throw error instanceof Unreachable ? error : new Unreachable(String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Response} response @returns {Promise<any>} */
  async _read(response) {
    let answer;
    try {
      answer = await response.json();
    } catch (error) {
      throw new Unreachable(String(error)); // a page of the inn's network, or half an answer
    }
    const code = answer.error?.code ?? "";
    if (response.status === 401 || code === "second-factor-missing") throw new SignIn(code);
    return answer;
  }
}
