// What this page has recorded and the server has not acknowledged. It is sent in order, kept while the network is away,
// and forgotten from the oldest on when it is away for too long.

export const Kind = /** @type {const} */ ({ pictureCodec: 1, soundCodec: 2, key: 3, picture: 4, sound: 5, file: 6 });

const HEAD = 13;
const KEEP_US = 60_000_000; // twice as long as the server waits for us
const KEEP_BYTES = 48 * 1024 * 1024; // a minute of 6 Mbit/s

/** @typedef {{ seq: number, kind: number, at: number, bytes: Uint8Array<ArrayBuffer> }} Letter */

/**
 * A record as the server reads it: kind, number, microseconds, body.
 * @param {number} kind @param {number} seq @param {number} at @param {Uint8Array} body
 */
export function spell(kind, seq, at, body) {
  const bytes = new Uint8Array(HEAD + body.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setUint32(1, seq);
  view.setBigInt64(5, BigInt(Math.max(0, Math.round(at))));
  bytes.set(body, HEAD);
  return bytes;
}

export class Outbox {
  constructor() {
    /** @type {Letter[]} */
    this._letters = [];
    this._bytes = 0;
    this._next = 1;
    this.forgotten = 0; // records that were given up
  }

  /** @param {number} kind @param {number} at microseconds @param {Uint8Array} body */
  add(kind, at, body) {
    const bytes = spell(kind, this._next, at, body);
    this._letters.push({ seq: this._next, kind, at, bytes });
    this._next += 1;
    this._bytes += bytes.byteLength;
    if (this._isFull()) this._forget();
  }

  /** All before `next` have arrived. @param {number} next */
  acknowledge(next) {
    let count = 0;
    while (count < this._letters.length && this._letters[count].seq < next) this._bytes -= this._letters[count++].bytes.byteLength;
    this._letters.splice(0, count);
  }

  /** The record numbered `seq`, or the first after it. @param {number} seq */
  from(seq) {
    const first = this._letters[0];
    return first === undefined ? undefined : this._letters[Math.max(0, seq - first.seq)];
  }

  /** Another sitting: numbers begin anew. */
  reset() {
    this._letters = [];
    this._bytes = 0;
    this._next = 1;
  }

  get size() {
    return this._letters.length;
  }

  /** How much time of it has not arrived, in milliseconds. */
  get behindMs() {
    const first = this._letters[0];
    return first === undefined ? 0 : Math.max(0, this._letters[this._letters.length - 1].at - first.at) / 1000;
  }

  _isFull() {
    return this._bytes > KEEP_BYTES || this.behindMs * 1000 > KEEP_US;
  }

  /** Gives up the oldest, up to a picture a decoder can start from. */
  _forget() {
    let count = 0;
    do {
      count += 1;
    } while (count < this._letters.length && this._letters[count].kind !== Kind.key);
    for (const letter of this._letters.splice(0, count)) this._bytes -= letter.bytes.byteLength;
    this.forgotten += count;
  }
}
