import assert from "node:assert/strict";
import { test } from "node:test";

import { Lanes } from "../../../src/xiangyue/web/static/js/danmaku/lanes.js";

const WIDTH = 390;
const CROSSING_MS = 9000;
const GAP = 32;

/** A small generator, so that a failure can be seen again. @param {number} seed */
function randoms(seed) {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
}

/** Left edge of a flight. @param {{at: number, width: number}} flight @param {number} time */
const left = ({ at, width }, time) => WIDTH - ((time - at) * (WIDTH + width)) / CROSSING_MS;

test("whatever is said, no two in one lane overlap at any time", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = randoms(seed);
    const lanes = new Lanes({ width: WIDTH, count: 4, crossingMs: CROSSING_MS, gap: GAP });
    /** @type {{lane: number, at: number, width: number}[]} */
    const flights = [];
    for (let at = 0; at < 60_000; at += random() * 600) {
      const width = 20 + random() * 500;
      const lane = lanes.take(width, at);
      if (lane >= 0) flights.push({ lane, at, width });
    }
    assert.ok(flights.length > 20);
    for (const lane of [0, 1, 2, 3]) {
      const inLane = flights.filter((flight) => flight.lane === lane);
      for (let n = 1; n < inLane.length; n += 1) {
        const [before, after] = [inLane[n - 1], inLane[n]];
        for (let time = after.at; time <= before.at + CROSSING_MS; time += 50) {
          assert.ok(left(before, time) + before.width <= left(after, time) + 1e-6, `seed ${seed} lane ${lane} at ${time}`);
        }
      }
    }
  }
});

test("when every lane is taken the next is not shown", () => {
  const lanes = new Lanes({ width: WIDTH, count: 2, crossingMs: CROSSING_MS, gap: GAP });
  assert.deepEqual([lanes.take(100, 0), lanes.take(100, 0), lanes.take(100, 0)], [0, 1, -1]);
});

test("after a clear every lane is free", () => {
  const lanes = new Lanes({ width: WIDTH, count: 1, crossingMs: CROSSING_MS, gap: GAP });
  lanes.take(100, 0);
  lanes.clear();
  assert.equal(lanes.take(100, 1), 0);
});
