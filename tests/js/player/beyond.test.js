// Holes of a replay, as the playlist marks them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { beyond } from "../../../src/xiangyue/web/static/js/player/hlsjs.js";

const programme = [
  { start: 0, duration: 2 },
  { start: 2, duration: 4, gap: true },
  { start: 6, duration: 4, gap: true },
  { start: 10, duration: 2 },
  { start: 12, duration: 4, gap: true },
];

test("a hole is leapt over whole, from its edge and from inside", () => {
  assert.deepEqual([1.6, 1.95, 2, 5.9, 9].map((position) => beyond(programme, position)), [10, 10, 10, 10, 10]);
});

test("where the programme goes on there is nothing to leap over", () => {
  assert.deepEqual([0, 1, 9.7, 10, 11].map((position) => beyond(programme, position)), [null, null, null, null, null]);
});

test("after the last picture there is nowhere to go", () => {
  assert.deepEqual([12, 15.9, 17].map((position) => beyond(programme, position)), [null, null, null]);
  assert.equal(beyond([], 0), null);
});
