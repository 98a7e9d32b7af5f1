// The one spelling of a roster: a label a line, NFC, sorted by its UTF-8 bytes, each once, every line ended by LF.
// The twin of kernel/draw/roster.py.

import { hexOf, utf8 } from "./bytes.js";
import { sha256 } from "./sha256.js";

const GREATEST_LABEL = 64; // letters

/** The labels of a roster. @param {string} text @returns {{labels: string[], line: number}} `line` the first bad one, else 0 */
export function readRoster(text) {
  const labels = text.split("\n");
  const rest = labels.pop();
  const plain = /^[\x20-\x7e\n]*$/.test(text);
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at];
    const late = at > 0 && (plain ? labels[at - 1] >= label : !before(labels[at - 1], label));
    if (late || label === "" || (label.length > GREATEST_LABEL && [...label].length > GREATEST_LABEL)) return { labels, line: at + 1 };
    if (!plain && (/[\x00-\x1f\x7f]/.test(label) || label !== label.normalize("NFC"))) return { labels, line: at + 1 };
  }
  return { labels, line: rest || labels.length === 0 ? labels.length + 1 : 0 };
}

/** SHA-256 of a roster, in hex. @param {string} text */
export const fingerprint = (text) => hexOf(sha256(utf8(text)));

/** Whether a label comes before another by its bytes; as text, JavaScript would compare halves of characters. @param {string} one @param {string} other */
function before(one, other) {
  const mine = utf8(one);
  const theirs = utf8(other);
  for (let i = 0; i < Math.min(mine.length, theirs.length); i++) if (mine[i] !== theirs[i]) return mine[i] < theirs[i];
  return mine.length < theirs.length;
}
