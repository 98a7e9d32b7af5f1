import assert from "node:assert/strict";
import { test } from "node:test";

import { Watch } from "../../../src/xiangyue/web/static/js/player/watch.js";
/** @import {Look} from "../../../src/xiangyue/web/static/js/player/watch.js" */

/**
 * Looks every 400 ms for `seconds` and says what was done when.
 * @param {number} seconds
 * @param {(second: number) => Partial<Look>} seen
 */
function watch(seconds, seen) {
  const watched = new Watch();
  /** @type {string[]} */
  const acts = [];
  let moving = false;
  for (let now = 0; now <= seconds * 1000; now += 400) {
    const look = { position: now / 1000, wanted: true, expected: true, behind: 1, ahead: null, ...seen(now / 1000) };
    const verdict = watched.judge({ now, ...look });
    if (verdict.act !== "none") acts.push(`${verdict.act} at ${now / 1000}`);
    moving = verdict.moving;
  }
  return { acts, moving };
}

test("a picture that moves is left alone", () => {
  assert.deepEqual(watch(60, () => ({})), { acts: [], moving: true });
});

test("a standstill of our own is loaded anew, and again, but not in haste", () => {
  const { acts, moving } = watch(20, (second) => ({ position: Math.min(second, 2) }));
  assert.deepEqual(acts, ["nudge at 4.8", "reload at 10.4", "reload at 18.8"]);
  assert.equal(moving, false);
});

test("while the encoder is away nothing is loaded anew", () => {
  assert.deepEqual(watch(60, (second) => ({ position: Math.min(second, 2), expected: false })).acts, []);
});

test("a hole is stepped over", () => {
  const { acts } = watch(5, (second) => ({ position: Math.min(second, 1), ahead: second > 2 ? 30 : null }));
  assert.deepEqual(acts, ["skip at 2.8", "skip at 4.4"]);
});

test("a phone that slept jumps to live", () => {
  assert.deepEqual(watch(6, (second) => ({ behind: second > 3 && second < 4 ? 600 : 1 })).acts, ["jump at 3.2"]);
});

test("a leap of our own is not the picture moving", () => {
  const { moving } = watch(4, (second) => ({ position: second < 2 ? 1 : 30, behind: second < 2 ? 40 : 1 }));
  assert.equal(moving, false);
});

test("while the encoder is away there is nowhere to jump to", () => {
  assert.deepEqual(watch(9, (second) => ({ position: 1, expected: false, behind: second })).acts, []);
});

test("a pause is no standstill", () => {
  assert.deepEqual(watch(60, () => ({ position: 5, wanted: false })).acts, []);
});
