import assert from "node:assert/strict";
import { test } from "node:test";

import { fold } from "../../../src/xiangyue/web/static/js/line/fold.js";
import { affair, onstage } from "../../../src/xiangyue/web/static/js/room/onstage.js";
/** @import {Moment} from "../../../src/xiangyue/web/static/js/room/onstage.js" */

const T = 1_800_000_000_000;
let seq = 0;

/** @param {string} k @param {Record<string, any>} d @param {number} [m] seconds of the program */
const event = (k, d, m) => ({ i: (seq += 1), k, d, ...(m === undefined ? {} : { m: T + m * 1000 }) });

/** @param {any[]} ev */
const after = (...ev) => fold.segment(fold.seeded(null), { at: T, ev });

/** @param {number | null} s playhead in seconds @param {Partial<Moment>} [more] @returns {Moment} */
const at = (s, more = {}) => ({ playhead: s === null ? null : T + s * 1000, now: T + 60_000, delay: 2000, ...more });

const item = (m = 10, s = 20) =>
  event("quiz_item", { no: 1, kind: "single", text: "?", options: ["a", "b"], s, commit: "c" }, m);

test("the same question appears at the same media time, however far behind one is", () => {
  const state = after(item(10));
  for (const behind of [1500, 20_000]) {
    const seen = (/** @type {number} */ s) => onstage(state, at(s, { now: T + s * 1000 + behind })).items.length;
    assert.deepEqual([seen(9.999), seen(10)], [0, 1]);
  }
  const replay = (/** @type {number} */ s) =>
    onstage(state, at(s, { now: T + 9e9, replay: true })).items.map(({ left }) => left);
  assert.deepEqual([replay(9.999), replay(10), replay(15)], [[], [20], [15]]);
});

test("without a playhead it appears a usual delay later, and says that it is reckoned", () => {
  const state = after(item(10));
  const seen = (/** @type {number} */ s) => onstage(state, at(null, { now: T + s * 1000, delay: 10_000 }));
  assert.deepEqual([seen(19.9).items.length, seen(20).items.length], [0, 1]);
  assert.equal(seen(20).approximate, true);
  assert.equal(onstage(state, at(20)).approximate, false);
});

test("an item opens, closes by the picture and is revealed", () => {
  const open = item(10, 20);
  const state = after(open);
  const stage = (/** @type {number} */ s) =>
    onstage(state, at(s, { now: T + 31_000 })).items.map((one) => [one.stage, one.left])[0];
  assert.deepEqual(stage(10), ["open", 20]);
  assert.deepEqual(stage(29.5), ["open", 1]);
  assert.deepEqual(stage(30), ["closed", 0]);
  const told = fold.segment(state, {
    at: T,
    ev: [event("quiz_reveal", { i: open.i, answer: [1], salt: "s".repeat(16), why: "w" })],
  });
  assert.deepEqual(onstage(told, at(5)).items, []);
  assert.equal(onstage(told, at(60)).items[0].stage, "revealed");
});

test("the server's clock closes it for a picture that stands still", () => {
  const state = after(item(10, 20)); // answers until 10 + 25 + 20 + 1
  const left = (/** @type {number} */ now) => onstage(state, at(12, { now: T + now * 1000 })).items[0].left;
  assert.deepEqual([left(14), left(50), left(53), left(56)], [18, 3, 0, 0]); // three seconds are the answer's own
  const { behind } = onstage(state, at(12, { now: T + 54_000 })).items[0];
  assert.equal(behind, true, "it is not the time that is up: the picture is too far behind");
  assert.equal(onstage(state, at(31, { now: T + 40_000 })).items[0].behind, undefined);
  assert.equal(onstage(state, at(12, { now: T + 56_000, replay: true })).items[0].left, 18);
});

test("slides leave with the talk; what is shown on purpose in a later part stays, and going back brings them back", () => {
  const slide = (/** @type {number} */ n, /** @type {number} */ m) =>
    event("slide", { deck: "d", n, pages: 9, src: `/${n}`, alt: "" }, m);
  const part = (/** @type {number} */ p, /** @type {number} */ m) => event("part", { p, title: "" }, m);
  const state = after(part(2, 1), slide(1, 2), part(3, 3), slide(2, 4), part(4, 10), part(5, 20), slide(2, 21), part(6, 30), part(3, 40));
  const seen = (/** @type {number} */ s) => {
    const { slide: now, slides } = onstage(state, at(s, { now: T + s * 1000 }));
    return [now?.n ?? 0, slides.length];
  };
  assert.deepEqual([3, 4, 10, 20, 21, 30, 40].map(seen), [[1, 1], [2, 2], [0, 2], [0, 2], [2, 2], [0, 2], [2, 2]]);
});

test("earlier slides can be looked at again, later ones cannot, and one taken off is off", () => {
  const slide = (/** @type {number} */ n, /** @type {number} */ m) =>
    event("slide", { deck: "d", n, pages: 9, src: `/${n}`, alt: "" }, m);
  const state = after(slide(1, 1), slide(2, 2), slide(1, 3), slide(0, 4));
  const album = [slide(1, 1), slide(2, 2), slide(1, 3), slide(0, 4)].map(({ i, d, m }) => ({ i, ...d, m: m ?? null }));
  const seen = (/** @type {number} */ s) => {
    const { slide: now, slides } = onstage(state, at(s, { album: /** @type {any} */ (album) }));
    return [now?.n ?? 0, slides.map(({ n }) => n)];
  };
  assert.deepEqual(
    [seen(0), seen(1), seen(2), seen(3), seen(4)],
    [
      [0, []],
      [1, [1]],
      [2, [1, 2]],
      [1, [2, 1]],
      [0, [2, 1]],
    ],
  );
});

test("six steps: done, now, later", () => {
  const state = after(event("part", { p: 1 }, 0), event("part", { p: 3, title: "医保" }, 5));
  const stages = (/** @type {number} */ s) => onstage(state, at(s)).steps.map(({ stage }) => stage);
  assert.deepEqual(stages(-1), []);
  assert.deepEqual(stages(1), ["now", "later", "later", "later", "later", "later"]);
  assert.deepEqual(stages(5), ["done", "done", "now", "later", "later", "later"]);
});

test("a cover falls at once and rises when the own picture has passed it", () => {
  const on = after(event("cover", { on: true, text: "请稍候" }));
  assert.deepEqual(onstage(on, at(0)).cover, { on: true, text: "请稍候" });
  const off = fold.segment(on, { at: T, ev: [event("cover", { on: false })] });
  const lifted = { at: T + 30_000, text: "请稍候" };
  assert.deepEqual(onstage(off, at(29, { lifted })).cover, { on: true, text: "请稍候" });
  assert.equal(onstage(off, at(30, { lifted })).cover.on, false);
  assert.equal(onstage(off, at(null, { lifted })).cover.on, false);
});

test("the card is about what is open, else about the last thing, until another part begins", () => {
  const part = event("part", { p: 4 }, 0);
  const poll = event("poll", { text: "?", options: ["a", "b"] }, 1);
  const quiz = item(10, 20);
  const state = after(part, poll, quiz);
  const about = (/** @type {any} */ one, /** @type {number} */ s) => {
    const found = affair(onstage(one, at(s, { now: T + s * 1000 })));
    return found === null ? null : [found.kind, found.open];
  };
  assert.deepEqual(
    [about(state, 0), about(state, 2), about(state, 10), about(state, 31)],
    [null, ["poll", true], ["item", true], ["poll", true]],
  );
  const closed = fold.segment(state, { at: T, ev: [event("poll_close", { i: poll.i })] });
  assert.deepEqual(about(closed, 31), ["item", false]);
  const next = fold.segment(closed, { at: T, ev: [event("part", { p: 5 }, 40)] });
  assert.deepEqual([about(next, 39), about(next, 40)], [["item", false], null]);
});
