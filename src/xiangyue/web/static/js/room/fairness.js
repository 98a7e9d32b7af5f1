// What this phone can check of a draw by itself. The arithmetic is that of js/draw, the twin of kernel/draw.

import { winnersOf } from "../draw/proof.js";
import { fingerprint, readRoster } from "../draw/roster.js";
import { keyBy, opens } from "../draw/xyd1.js";
/** @import {Draw} from "../line/wire.js" */

/**
 * The labels of a roster, null when it is not the one that was locked.
 * @param {string} text
 * @param {Draw} draw
 */
export function locked(text, { sha256, count }) {
  const { labels, line } = readRoster(text);
  return line === 0 && labels.length === count && fingerprint(text) === sha256 ? labels : null;
}

/**
 * Whether the locked roster, the secret that was committed to and the public numbers give these winners and substitutes.
 * @param {string[]} labels
 * @param {Draw} draw
 * @param {() => Promise<void>} pause asked now and then, so that an old phone stays alive
 */
export async function isRecomputed(labels, draw, pause) {
  if (!opens(draw.otp, draw.commit)) return false;
  const { won, behind } = await winnersOf(keyBy(draw, draw.otp, draw.sha256, draw.entropy), labels, draw.prizes, pause);
  const said = draw.winners.map(({ label, prize, pos }) => `${label} ${prize} ${pos}`);
  const same =
    won.length === said.length && won.every(({ label, prize, pos }, at) => said[at] === `${label} ${prize} ${pos}`);
  return same && behind(draw.substitutes.length).join() === draw.substitutes.join();
}
