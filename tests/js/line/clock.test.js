import assert from "node:assert/strict";
import { test } from "node:test";

import { Backoff } from "../../../src/xiangyue/web/static/js/line/backoff.js";
import { ServerClock } from "../../../src/xiangyue/web/static/js/line/clock.js";

test("the median of the last five answers stands against one that dawdled", () => {
  let now = 0;
  const clock = new ServerClock(() => now);
  for (const [asked, answered, server] of [[0, 100, 1050], [200, 300, 1250], [400, 9400, 1450], [9500, 9600, 10_550], [9700, 9800, 10_750]]) {
    now = answered;
    clock.heard(server, asked);
  }
  assert.equal(clock.offset, 1000);
  assert.equal(clock.now(), 10_800);
});

test("before the first answer the phone's own clock must do", () => {
  assert.equal(new ServerClock(() => 7).now(), 7);
});

test("the ceiling doubles to eight seconds, the wait is anywhere below it, and success resets", () => {
  const backoff = new Backoff(() => 0.999);
  const waits = Array.from({ length: 6 }, () => Math.round(backoff.next()));
  assert.deepEqual(waits, [999, 1998, 3996, 7992, 7992, 7992]);
  backoff.reset();
  assert.equal(Math.round(backoff.next()), 999);
});
