import assert from "node:assert/strict";
import { test } from "node:test";

import { Pace } from "../../../src/xiangyue/web/static/js/player/pace.js";

/**
 * The rates over some looks, four a second, each change once.
 * @param {[number, number][]} looks seconds behind, seconds in hand
 */
function rates(looks) {
  const pace = new Pace();
  return looks.map(([behind, ahead]) => pace.judge(behind, ahead)).filter((rate, at, all) => rate !== all[at - 1]);
}

test("an edge that is only guessed does not make the picture flutter", () => {
  const noisy = /** @type {[number, number][]} */ (Array.from({ length: 200 }, (_, at) => [at % 2 ? 0.3 : -0.15, 1.2]));
  assert.deepEqual(rates(noisy), [1]);
});

test("one who fell behind is brought back, and then left alone", () => {
  /** @type {[number, number][]} */
  const looks = [];
  for (let behind = 2; behind > -0.2; behind -= 0.05) looks.push([behind, 1 + behind]);
  assert.deepEqual(rates(looks), [1.25, 1]);
});

test("the further behind, the faster; and not slower on the way", () => {
  const looks = /** @type {[number, number][]} */ ([[0, 2], [0.9, 2], [0.9, 2], [2.5, 3], [6, 7], [2, 3], [0.5, 1.5], [-0.9, 1]]);
  assert.deepEqual(rates(looks), [1, 1.1, 1.25, 1.5, 1]);
});

test("with little in hand it does not run faster", () => {
  assert.deepEqual(rates([[2, 0.6], [2, 0.8], [2, 1.2], [2, 0.4]]), [1, 1.25, 1]);
});
