import assert from "node:assert/strict";
import { test } from "node:test";

import { Lanes } from "../../../src/xiangyue/web/static/js/danmaku/lanes.js";
import { Pace } from "../../../src/xiangyue/web/static/js/danmaku/pace.js";

const WIDTH = 390;
const CROSSING_MS = 9000;
const GAP = 32;
const APART_MS = 350;
const RULE = { apartMs: APART_MS, patienceMs: 5000, most: 24 };
const LOOK_MS = 100;

/** @typedef {{i: number, lane: number, at: number, width: number}} Flight */

/** @param {number} i */
const saying = (i) => ({ i, m: null, name: "老余", text: `第 ${i} 句`, from: "" });

/** How wide sentence `i` is: short ones and long ones by turns. @param {number} i */
const width = (i) => 60 + ((i * 97) % 260);

/** The layer's own way of sending sentences off. @param {{i: number, at: number, mine?: boolean}[]} said @param {number} until @returns {Flight[]} */
function flights(said, until) {
  const pace = new Pace(RULE);
  const lanes = new Lanes({ width: WIDTH, count: 4, crossingMs: CROSSING_MS, gap: GAP });
  /** @type {Flight[]} */
  const found = [];
  const coming = [...said];
  for (let now = 0; now < until; now += LOOK_MS) {
    while (coming.length > 0 && coming[0].at <= now) {
      const { i, mine = false } = /** @type {{i: number, mine?: boolean}} */ (coming.shift());
      pace.add(saying(i), mine, now);
    }
    const next = pace.next(now);
    if (next === null) continue;
    const lane = lanes.take(width(next.saying.i), now);
    if (lane < 0) pace.back(next);
    else {
      pace.left(now);
      found.push({ i: next.saying.i, lane, at: now, width: width(next.saying.i) });
    }
  }
  return found;
}

/** @param {Flight} flight @param {number} time */
const left = ({ at, width: wide }, time) => WIDTH - ((time - at) * (WIDTH + wide)) / CROSSING_MS;

/** The flights that are in the picture. @param {Flight[]} all @param {number} time */
const inSight = (all, time) => all.filter((one) => one.at < time && left(one, time) + one.width > 0);

test("thirty sentences of one instant become a stream over all lanes, and no two ever touch", () => {
  const all = flights(Array.from({ length: 30 }, (_, i) => ({ i, at: 0 })), 30_000);
  assert.ok(all.length >= 6, `${all.length} flew`);
  assert.deepEqual([...new Set(all.map(({ lane }) => lane))].sort(), [0, 1, 2, 3]);
  for (let n = 1; n < all.length; n += 1) assert.ok(all[n].at - all[n - 1].at >= APART_MS);
  for (let time = 0; time <= 30_000; time += 50) {
    const seen = inSight(all, time);
    for (const one of seen) {
      for (const other of seen) {
        if (one === other || one.lane !== other.lane) continue;
        const apart = Math.max(left(one, time), left(other, time)) - Math.min(left(one, time) + one.width, left(other, time) + other.width);
        assert.ok(apart >= -1e-6, `${one.i} and ${other.i} touch at ${time}`);
      }
    }
  }
});

test("neither edge gathers sentences: heads lie apart", () => {
  const said = Array.from({ length: 90 }, (_, i) => ({ i, at: Math.floor(i / 6) * 2000 })); // six with each tick
  const all = flights(said, 40_000);
  for (let time = 5000; time <= 30_000; time += 50) {
    const heads = inSight(all, time).map((one) => left(one, time)).sort((a, b) => a - b);
    const starts = heads.filter((x) => x > 0);
    for (let n = 2; n < starts.length; n += 1) assert.ok(starts[n] - starts[n - 2] > 12, `three heads within ${starts[n] - starts[n - 2]} px at ${time}`);
  }
});

test("one's own sentence goes before all others, and is never left out", () => {
  const said = [...Array.from({ length: 40 }, (_, i) => ({ i, at: 0 })), { i: 99, at: 0, mine: true }];
  assert.equal(flights(said, 20_000)[0].i, 99);
});

test("who has waited too long stays in the list alone", () => {
  const all = flights(Array.from({ length: 60 }, (_, i) => ({ i, at: 0 })), 60_000);
  assert.ok(all.every(({ at }) => at <= RULE.patienceMs), "none speaks of a moment that has gone");
});

test("what is taken back while it waits never flies", () => {
  const pace = new Pace(RULE);
  pace.add(saying(1), false, 0);
  pace.redact(1);
  assert.equal(pace.waits, false);
  assert.equal(pace.next(0), null);
});
