// SHA-256 (FIPS 180-4) and HMAC (RFC 2104). Synchronous and our own: crypto.subtle wants a secure origin, which a phone on
// the hall's own network has not, and a promise for each of 100,000 small hashes costs more than the hash does.

const ROUND = new Int32Array(64);
const START = new Int32Array(8);
const WORDS = new Int32Array(64);
const TAIL = new Uint8Array(128);

// The first 32 bits of the fractional parts of the cube and square roots of the first primes.
for (let prime = 2, found = 0; found < 64; prime++) {
  let whole = true;
  for (let d = 2; d * d <= prime; d++) if (prime % d === 0) whole = false;
  if (!whole) continue;
  const fraction = (/** @type {number} */ x) => (x - Math.floor(x)) * 2 ** 32;
  if (found < 8) START[found] = fraction(Math.sqrt(prime));
  ROUND[found++] = fraction(Math.cbrt(prime));
}

/** @param {Int32Array} state changed in place @param {Uint8Array} bytes @param {number} at where 64 of them begin */
function compress(state, bytes, at) {
  for (let i = 0; i < 16; i++, at += 4) {
    WORDS[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = WORDS[i - 15];
    const y = WORDS[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    WORDS[i] = WORDS[i - 16] + s0 + WORDS[i - 7] + s1;
  }
  // By number: taking an array apart runs its iterator, which costs more than the rounds do.
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + WORDS[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/**
 * Takes in the rest of a message of which `before` bytes (whole blocks) are in the state already.
 * @param {Int32Array} state changed in place
 * @param {Uint8Array} bytes
 * @param {number} before
 */
function finish(state, bytes, before) {
  const whole = bytes.length & ~63;
  const rest = bytes.length - whole;
  const end = rest < 56 ? 64 : 128;
  for (let at = 0; at < whole; at += 64) compress(state, bytes, at);
  TAIL.fill(0, rest, end);
  for (let i = 0; i < rest; i++) TAIL[i] = bytes[whole + i];
  TAIL[rest] = 0x80;
  for (let i = 0, bits = (before + bytes.length) * 8; bits > 0; i++, bits = Math.floor(bits / 256)) TAIL[end - 1 - i] = bits % 256;
  compress(state, TAIL, 0);
  if (end === 128) compress(state, TAIL, 64);
}

/** @param {Int32Array} state @param {Uint8Array} out */
function spread(state, out) {
  for (let i = 0; i < 32; i++) out[i] = state[i >> 2] >>> (24 - 8 * (i & 3));
  return out;
}

/** @param {Uint8Array} bytes @returns {Uint8Array} */
export function sha256(bytes) {
  const state = START.slice();
  finish(state, bytes, 0);
  return spread(state, new Uint8Array(32));
}

/** HMAC-SHA256 under one key, for many messages: the key's two blocks are taken in once. */
export class Hmac {
  /** @param {Uint8Array} key */
  constructor(key) {
    const block = new Uint8Array(64);
    block.set(key.length > 64 ? sha256(key) : key);
    this._inner = START.slice();
    this._outer = START.slice();
    compress(this._inner, block.map((byte) => byte ^ 0x36), 0);
    compress(this._outer, block.map((byte) => byte ^ 0x5c), 0);
    this._state = new Int32Array(8);
    this._digest = new Uint8Array(64); // the inner hash, and the end of a message of 96 bytes
    this._digest[32] = 0x80;
    this._digest[62] = 3;
  }

  /**
   * The eight words of a message's HMAC, in an array that the next call overwrites.
   * @param {Uint8Array} message
   * @returns {Int32Array}
   */
  words(message) {
    for (let i = 0; i < 8; i++) this._state[i] = this._inner[i];
    finish(this._state, message, 64);
    spread(this._state, this._digest);
    for (let i = 0; i < 8; i++) this._state[i] = this._outer[i];
    compress(this._state, this._digest, 0);
    return this._state;
  }

  /** @param {Uint8Array} message @returns {Uint8Array} */
  of(message) {
    return spread(this.words(message), new Uint8Array(32));
  }
}
