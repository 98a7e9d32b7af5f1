// Sends a press and understands each no. A press has a name of its own, so that sending it again after a doubt is the
// same press; where two directors could collide it says which version its sender saw.

import { newCommand } from "../page/post.js";

/** @import {Fetch} from "../line/wire.js" */

/** @typedef {{ok: true, seq: number, repeated: boolean} | {ok: false, code: string, text: string}} Outcome */

const PATIENCE_MS = 8_000;
const TRIES = 3;

/** What the server says when somebody else was first: the page looks at what they did. */
export const COLLISIONS = new Set(["stale-command", "wrong-moment", "moved-meanwhile", "judged-otherwise", "already-public", "poll-closed"]);

/**
 * @param {Fetch} fetch
 * @param {string} address
 * @param {string} token against foreign pages
 * @param {Record<string, string | number | boolean>} press
 * @param {number | null} expected
 * @param {string} [command]
 * @returns {Promise<Outcome>} code "lost" when nobody answered, however often it was asked
 */
export async function send(fetch, address, token, press, expected, command = newCommand()) {
  const body = new URLSearchParams({ command, ...(expected === null ? {} : { expected: String(expected) }) });
  for (const [name, value] of Object.entries(press)) if (value !== false) body.set(name, value === true ? "on" : String(value));
  for (let tries = 0; tries < TRIES; tries += 1) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE_MS);
    try {
      const headers = { Accept: "application/json", "X-CSRFToken": token };
      const answer = await fetch(address, { method: "POST", body, headers, signal: limit.signal });
      const said = await answer.json();
      if (answer.ok) return { ok: true, seq: said.seq ?? 0, repeated: said.repeated ?? false };
      if (answer.status < 500) return { ok: false, code: said.error.code, text: said.error.text };
    } catch {
      // No answer, or one that is none: the same press again.
    } finally {
      clearTimeout(timer);
    }
  }
  return { ok: false, code: "lost", text: "" };
}
