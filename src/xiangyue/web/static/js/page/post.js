// Says something to the server and understands each no.

/** @import {Fetch} from "../line/wire.js" */

/** @typedef {{status: number, code: string, text: string, wait: number, body: any}} Answer `wait` in seconds */

/** No answer came, or one that is no answer (a proxy's page, a server that restarts): the same may be sent again. */
export class Unreachable extends Error {}

const PATIENCE_MS = 10_000;

/**
 * @param {Fetch} fetch
 * @param {string} url
 * @param {Record<string, unknown>} body
 * @returns {Promise<Answer>} Throws `Unreachable`.
 */
export async function post(fetch, url, body) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PATIENCE_MS);
  try {
    const response = await fetch(url, {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: limit.signal,
    });
    if (response.status >= 500) throw new Unreachable(`status ${response.status}`);
    const answer = await response.json();
    const { code = "", text = "", wait_s = 0 } = answer.error ?? {};
    const wait = Number(response.headers.get("Retry-After") ?? wait_s) || 0;
    return { status: response.status, code, text, wait, body: answer };
  } catch (error) {
    throw error instanceof Unreachable ? error : new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}

/** A UUID (version 4). `crypto.randomUUID` is missing on plain HTTP, and a village hall's first page may be that. */
export function newCommand() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
