// Two presses, one deed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Twice } from "../../../src/xiangyue/web/static/js/console/twice.js";

test("the first press asks, the second soon afterwards is meant, the third asks again", () => {
  let now = 1000;
  const twice = new Twice(() => now);
  assert.deepEqual([twice.press("end"), twice.asked("end")], [false, true]);
  now += 4_999;
  assert.deepEqual([twice.press("end"), twice.asked("end"), twice.press("end")], [true, false, false]);
});

test("a second press that comes late, or of something else, is a first one", () => {
  let now = 1000;
  const twice = new Twice(() => now);
  twice.press("end");
  now += 5_000;
  assert.deepEqual([twice.asked("end"), twice.press("end")], [false, false]);
  assert.deepEqual([twice.press("end-now"), twice.asked("end")], [false, false]);
  twice.forget();
  assert.equal(twice.press("end-now"), false);
});
