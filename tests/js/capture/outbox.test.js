import assert from "node:assert/strict";
import { test } from "node:test";

import { Kind, Outbox, spell } from "../../../src/xiangyue/web/static/js/capture/outbox.js";
import { Steady } from "../../../src/xiangyue/web/static/js/capture/steady.js";

const BODY = Uint8Array.of(7, 8, 9);

/** So many pictures of 40 ms, a key frame each second. @param {Outbox} outbox @param {number} seconds @param {number} size */
function record(outbox, seconds, size = 100, from = 0) {
  for (let index = from * 25; index < (from + seconds) * 25; index += 1) {
    outbox.add(index % 25 === 0 ? Kind.key : Kind.picture, index * 40_000, new Uint8Array(size));
  }
}

/** @param {Outbox} outbox */
function numbers(outbox) {
  const found = [];
  for (let letter = outbox.from(1); letter; letter = outbox.from(letter.seq + 1)) {
    found.push(letter.seq);
    if (found.length > 1e5) break;
    if (outbox.from(letter.seq + 1) === letter) break;
  }
  return found;
}

test("a record is spelt as the server reads it", () => {
  // The very bytes of media/ingest/records.py: kind, number, microseconds, body.
  assert.deepEqual([...spell(Kind.key, 258, 5_000_000_000, BODY)], [3, 0, 0, 1, 2, 0, 0, 0, 1, 0x2a, 0x05, 0xf2, 0, 7, 8, 9]);
});

test("what is acknowledged is forgotten, the rest is there by its number", () => {
  const outbox = new Outbox();
  record(outbox, 1);
  outbox.acknowledge(11);
  assert.equal(outbox.size, 15);
  assert.equal(outbox.from(1)?.seq, 11);
  assert.equal(outbox.from(20)?.seq, 20);
  assert.equal(outbox.from(26), undefined);
  outbox.acknowledge(11);
  assert.equal(outbox.size, 15);
  outbox.acknowledge(1000);
  assert.equal(outbox.size, 0);
  assert.equal(outbox.behindMs, 0);
  outbox.add(Kind.sound, 0, BODY);
  assert.equal(outbox.from(1)?.seq, 26);
});

test("a minute is kept; the oldest goes first, up to a key frame", () => {
  const outbox = new Outbox();
  record(outbox, 90);
  assert.ok(outbox.behindMs <= 60_000 && outbox.behindMs > 58_000);
  assert.equal(outbox.from(1)?.kind, Kind.key);
  assert.equal(outbox.forgotten + outbox.size, 90 * 25);
  assert.deepEqual(numbers(outbox).at(-1), 90 * 25);
});

test("memory is bounded whatever the pictures weigh", () => {
  const outbox = new Outbox();
  record(outbox, 20, 1024 * 1024);
  let bytes = 0;
  for (const seq of numbers(outbox)) bytes += outbox.from(seq)?.bytes.byteLength ?? 0;
  assert.ok(bytes <= 48 * 1024 * 1024);
  assert.equal(outbox.from(1)?.kind, Kind.key);
});

test("another sitting begins at one", () => {
  const outbox = new Outbox();
  record(outbox, 1);
  outbox.reset();
  assert.equal(outbox.size, 0);
  outbox.add(Kind.key, 0, BODY);
  assert.equal(outbox.from(1)?.seq, 1);
});

test("jitter does not move the stamps, a drift does, slowly", () => {
  const steady = new Steady();
  let last = 0;
  for (let index = 0; index < 3000; index += 1) {
    const stamp = index * 20_000;
    const jitter = index % 7 === 0 ? 0 : 12_000;
    const at = steady.at(stamp, 5_000_000 + stamp * 1.0005 + jitter);
    assert.ok(at > last);
    if (index > 0) assert.ok(Math.abs(at - last - 20_000) < 1_300, `${at - last}`);
    last = at;
  }
  assert.ok(Math.abs(last - (5_000_000 + 2999 * 20_000 * 1.0005)) < 20_000);
});

test("a clock that jumps is followed at once, and never backwards", () => {
  const steady = new Steady();
  assert.equal(steady.at(0, 1_000_000), 1_000_000);
  assert.equal(steady.at(9_000_000_000, 1_033_000), 1_033_000);
  assert.equal(steady.at(9_000_000_000, 1_034_000), 1_033_002);
});
