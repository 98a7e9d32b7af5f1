import assert from "node:assert/strict";
import { test } from "node:test";

import { Queue } from "../../../src/xiangyue/web/static/js/danmaku/queue.js";

/** @param {number} i @param {number | null} m */
const saying = (i, m) => ({ i, m, name: "老余", text: `第 ${i} 句`, from: "" });

/** @param {{i: number}[]} sayings */
const numbers = (sayings) => sayings.map(({ i }) => i);

test("each waits until the viewer's own picture is there", () => {
  const queue = new Queue();
  for (const [i, m] of [[1, 10_000], [2, 12_000], [3, 11_000]]) queue.add(saying(i, m));
  assert.deepEqual(numbers(queue.due(9_999)), []);
  assert.deepEqual(numbers(queue.due(11_000)), [1, 3]);
  assert.deepEqual(numbers(queue.due(11_000)), []);
  assert.deepEqual(numbers(queue.due(12_500)), [2]);
});

test("without a playhead, or without a moment, it is due at once", () => {
  const queue = new Queue();
  queue.add(saying(1, 10_000));
  assert.deepEqual(numbers(queue.due(null)), [1]);
  queue.add(saying(2, null));
  assert.deepEqual(numbers(queue.due(0)), [2]);
});

test("one that lies further ahead than a playhead is believed does not wait for ever", () => {
  const queue = new Queue();
  queue.add(saying(1, 100_000));
  assert.deepEqual(numbers(queue.due(60_000)), [1]);
});

test("what is taken back while it waits is never seen", () => {
  const queue = new Queue();
  queue.add(saying(1, 10));
  queue.add(saying(2, 10));
  queue.redact(1);
  assert.deepEqual(numbers(queue.due(20)), [2]);
});
