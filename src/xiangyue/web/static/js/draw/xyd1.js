// XYD-1, the profile of our draws: a hash chain commits, HKDF mixes, a sort decides; and XYD-2, which mixes the rules in.
// The twin of kernel/draw/xyd1.py and xyd2.py.

import { bytesOf, hexOf, utf8 } from "./bytes.js";
import { Hmac, sha256 } from "./sha256.js";

export const ALGORITHM = "XYD-1";
export const BOUND = "XYD-2";
const TURN = 4096; // labels between two looks at the page

/** H^j of a secret. @param {Uint8Array} secret @param {number} j */
export function link(secret, j) {
  for (let i = 0; i < j; i++) secret = sha256(secret);
  return secret;
}

/** Whether an opening is that of a commitment; both in hex. @param {string} otp @param {string} commit */
export const opens = (otp, commit) => hexOf(sha256(bytesOf(otp))) === commit;

/** @param {Uint8Array} otp @param {string} message */
export const extract = (otp, message) => new Hmac(otp).of(utf8(message));

/**
 * The key of one draw.
 * @param {string} otp hex
 * @param {string} fingerprint the roster's, hex
 * @param {string} entropy in its one spelling
 */
export const keyOf = (otp, fingerprint, entropy) => extract(bytesOf(otp), `${fingerprint}|${entropy}`);

/**
 * The one spelling of what some rules say: eight fields, names in order, no spaces.
 * @param {{algorithm: string, commit: string, eligible: string, n: number, prizes: {count: number, name: string}[], sources: string[], text: string, title: string}} rules
 */
export const spellRules = ({ algorithm, commit, eligible, n, prizes, sources, text, title }) =>
  JSON.stringify({ algorithm, commit, eligible, n, prizes: prizes.map(({ count, name }) => ({ count, name })), sources, text, title });

/**
 * The key of a draw by its own rules.
 * @param {Parameters<typeof spellRules>[0]} rules
 * @param {string} otp hex
 * @param {string} fingerprint the roster's, hex
 * @param {string} entropy in its one spelling
 */
export function keyBy(rules, otp, fingerprint, entropy) {
  if (rules.algorithm !== BOUND) return keyOf(otp, fingerprint, entropy);
  return extract(bytesOf(otp), `${hexOf(sha256(utf8(spellRules(rules))))}|${fingerprint}|${entropy}`);
}

/**
 * All labels, first drawn first: their numbers in the list, and where each stands.
 * @param {Uint8Array} key
 * @param {string[]} labels
 * @param {() => Promise<void>} [pause] asked now and then, so that a page stays alive
 */
export async function order(key, labels, pause) {
  const hmac = new Hmac(key);
  const words = new Uint32Array(labels.length * 8);
  for (let at = 0; at < labels.length; at++) {
    const found = hmac.words(utf8(`${labels[at]}\x01`));
    for (let i = 0; i < 8; i++) words[at * 8 + i] = found[i];
    if (pause && at % TURN === TURN - 1) await pause();
  }
  const numbers = new Uint32Array(labels.length);
  for (let at = 0; at < labels.length; at++) numbers[at] = at;
  numbers.sort((one, other) => {
    for (let i = 0; i < 8; i++) {
      const apart = words[one * 8 + i] - words[other * 8 + i];
      if (apart !== 0) return apart;
    }
    return one - other;
  });
  const position = (/** @type {number} */ at) =>
    Array.from(words.subarray(at * 8, at * 8 + 8), (word) => word.toString(16).padStart(8, "0")).join("");
  return { numbers, position };
}
