import assert from "node:assert/strict";
import { test } from "node:test";

import { ReplayFeed } from "../../../src/xiangyue/web/static/js/replay/feed.js";
import { ReplayIndex } from "../../../src/xiangyue/web/static/js/replay/index.js";
/** @import {Segment} from "../../../src/xiangyue/web/static/js/line/wire.js" */
/** @import {Saying} from "../../../src/xiangyue/web/static/js/danmaku/queue.js" */

/** @param {number} n @param {any[]} ev @returns {Segment} */
const segment = (n, ev) => ({ v: 1, n, at: n * 500, t: 500, prev: "", hash: "", ev });

/** A lecture of ten minutes in which one sentence falls every 700 ms, said 3 s before it is sealed. */
function lecture() {
  const segments = [];
  let i = 0;
  for (let n = 0; n < 1200; n += 1) {
    const ev = [];
    while (i * 700 + 3000 <= n * 500) ev.push({ i: (i += 1), k: "say", m: i * 700 - 700, d: { name: "n", text: `${i}` } });
    segments.push(segment(n, ev));
  }
  return segments;
}

/** @param {ReplayIndex} index */
function feed(index) {
  /** @type {{said: Saying[], filled: Saying[][]}} */
  const seen = { said: [], filled: [] };
  const loader = /** @type {any} */ ({ around: () => new Promise(() => undefined) });
  const shown = {
    say: (/** @type {Saying} */ saying) => void seen.said.push(saying),
    fill: (/** @type {Saying[]} */ sayings) => void seen.filled.push(sayings),
    redact: () => undefined,
  };
  return { seen, replay: new ReplayFeed(index, loader, shown) };
}

test("in whatever order and however often the blocks come, the index is the same", () => {
  const all = lecture();
  const straight = new ReplayIndex();
  straight.add(all);
  const mixed = new ReplayIndex();
  for (const at of [600, 0, 300, 0, 900, 600]) mixed.add(all.slice(at, at + 300));
  assert.deepEqual(mixed.before(Infinity, 9999), straight.before(Infinity, 9999));
  assert.ok(straight.before(Infinity, 9999).length > 800);
});

for (const rate of [1, 1.25, 1.5, 2]) {
  test(`at ${rate} times every sentence comes once, in order, at its moment`, () => {
    const index = new ReplayIndex();
    index.add(lecture());
    const { seen, replay } = feed(index);
    let playhead = 0;
    replay.tick(playhead, rate);
    const before = new Map();
    while (playhead < 500_000) {
      playhead += 250 * rate;
      replay.tick(playhead, rate);
      for (const { i, m } of seen.said.slice(before.size)) {
        before.set(i, playhead);
        assert.ok(m !== null && playhead >= m && playhead - m <= 250 * rate);
      }
    }
    const said = seen.said.map(({ i }) => i);
    assert.deepEqual(said, index.between(0, playhead).map(({ i }) => i));
    assert.equal(new Set(said).size, said.length);
  });
}

test("a jump fills the list with what was said before, and nothing floods", () => {
  const index = new ReplayIndex();
  index.add(lecture());
  const { seen, replay } = feed(index);
  for (const playhead of [0, 300_000, 120_000]) replay.tick(playhead, 1);
  assert.equal(seen.said.length, 0);
  assert.deepEqual(seen.filled.map((list) => list.length), [1, 50, 50]);
  assert.ok(seen.filled[2].every(({ m }) => m !== null && m <= 120_000 && m > 80_000));
});

test("before + between = before: a jump and then playing shows what playing would have shown", () => {
  const index = new ReplayIndex();
  index.add(lecture());
  for (let from = 0; from < 400_000; from += 37_777) {
    const to = from + 12_345;
    assert.deepEqual([...index.before(from, 9999), ...index.between(from, to)], index.before(to, 9999));
  }
});

test("what was removed is gone, even when the removal is read first", () => {
  const index = new ReplayIndex();
  index.add([segment(9, [{ i: 5, k: "redact", d: { i: 2, reason: "" } }])]);
  index.add([segment(1, [1, 2, 3].map((i) => ({ i, k: "say", m: i, d: { name: "n", text: "t" } })))]);
  assert.deepEqual(index.before(100, 9).map(({ i }) => i), [1, 3]);
});

test("an erased sentence leaves nothing behind, and one without a playhead stands where it was sealed", () => {
  const index = new ReplayIndex();
  index.add([segment(4, [{ i: 1, k: "erased", leaf: "ab" }, { i: 2, k: "say", d: { name: "n", text: "t" } }])]);
  assert.deepEqual(index.before(9999, 9).map(({ i, m }) => [i, m]), [[2, 2000]]);
});
