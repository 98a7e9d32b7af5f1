// RFC 3797, held to its own vectors; not used for our draws. The twin of kernel/draw/rfc3797.py.

import { hexOf, utf8 } from "./bytes.js";

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/** MD5 (RFC 1321). @param {Uint8Array} bytes */
export function md5(bytes) {
  const blocks = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
  bytes.forEach((byte, at) => blocks.setUint8(at, byte));
  blocks.setUint8(bytes.length, 0x80);
  blocks.setUint32(blocks.byteLength - 8, bytes.length * 8, true);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let at = 0; at < blocks.byteLength; at += 64) {
    let [a, b, c, d] = state;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round];
      const word = [i, 5 * i + 1, 3 * i + 5, 7 * i][round] & 15;
      const sum = (a + mixed + SINES[i] + blocks.getInt32(at + 4 * word, true)) | 0;
      const shift = SHIFTS[4 * round + (i & 3)];
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
  }
  const out = new DataView(new ArrayBuffer(16));
  state.forEach((word, i) => out.setInt32(4 * i, word, true));
  return new Uint8Array(out.buffer);
}

/** The number of a turn, counted from 0. @param {string} key @param {number} turn */
export function digest(key, turn) {
  const counter = Uint8Array.of(turn >> 8, turn & 255);
  return BigInt(`0x${hexOf(md5(Uint8Array.of(...counter, ...utf8(key), ...counter)))}`);
}

/** The numbers drawn from 1..pool, in order. @param {string} key @param {number} pool @param {number} wanted */
export function select(key, pool, wanted) {
  const remaining = Array.from({ length: pool }, (_, i) => i + 1);
  return Array.from({ length: wanted }, (_, turn) => {
    return remaining.splice(Number(digest(key, turn) % BigInt(remaining.length)), 1)[0];
  });
}
