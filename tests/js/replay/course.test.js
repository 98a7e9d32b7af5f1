// State folded to the playhead from minutes and snapshots equals the state that was live then.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fold } from "../../../src/xiangyue/web/static/js/line/fold.js";
import { ReplayCourse } from "../../../src/xiangyue/web/static/js/replay/course.js";
/** @import {Segment} from "../../../src/xiangyue/web/static/js/line/wire.js" */

const TICK_MS = 500;

/** A lecture of three minutes: a slide every 7 s, a question every 20 s, with its answer, and much talk. */
function lecture() {
  /** @type {Segment[]} */
  const segments = [];
  let i = 0;
  for (let n = 0; n < 360; n += 1) {
    const at = n * TICK_MS;
    /** @type {any[]} */
    const ev = [
      { i: (i += 1), k: "say", m: at, d: { name: "n", text: "t" } },
      { i: (i += 1), k: "like", d: { n: 2 } },
    ];
    if (n % 14 === 0)
      ev.push({
        i: (i += 1),
        k: "slide",
        m: at - 300,
        d: { deck: "d", n: n / 14 + 1, pages: 30, src: `/${n}`, alt: "" },
      });
    if (n % 40 === 0)
      ev.push({
        i: (i += 1),
        k: "quiz_item",
        m: at - 300,
        d: { no: n / 40 + 1, kind: "single", text: "?", options: ["a", "b"], s: 5, commit: "c" },
      });
    if (n % 40 === 30) ev.push({ i: (i += 1), k: "notice", d: { text: `${n}` } });
    segments.push({ v: 1, n, at, t: TICK_MS, prev: "", hash: "", ev, ...(n === 359 ? { last: true } : {}) });
  }
  return segments;
}

const segments = lecture();
const states = segments.reduce(
  (/** @type {any[]} */ all, segment) => [...all, fold.segment(all.at(-1) ?? fold.seeded(null), segment)],
  [],
);

/** What a viewer may see at a moment, said of the whole line: the law the course is held to. @param {number} playhead */
function law(playhead) {
  const timed = (/** @type {{m?: number | null}[]} */ entries) => entries.filter(({ m }) => (m ?? 0) <= playhead);
  const sealed = states.filter((_, n) => segments[n].at <= playhead).at(-1) ?? fold.seeded(null);
  const final = states[359];
  return {
    notice: sealed.notice,
    items: timed(final.items),
    slides: timed(segments.flatMap(({ ev }) => ev.filter(({ k }) => k === "slide"))).length,
  };
}

/** @param {ReplayCourse} course @param {number} playhead */
function seen(course, playhead) {
  const state = course.at(playhead);
  assert.ok(state !== null, `nothing at ${playhead}`);
  return {
    notice: state.notice,
    items: state.items,
    slides: course.album.filter(({ m }) => (m ?? 0) <= playhead).length,
  };
}

test("straight on at any speed, everything stands at its moment", () => {
  for (const step of [250, 500, 1000]) {
    const course = new ReplayCourse();
    course.add(segments);
    for (let playhead = -1000; playhead < 181_000; playhead += step)
      assert.deepEqual(seen(course, playhead), law(playhead));
  }
});

test("after any jump it is the same as after waiting", () => {
  const course = new ReplayCourse();
  course.add(segments);
  for (const playhead of [150_000, 3000, 99_700, 99_699, 0, 179_900, 60_250])
    assert.deepEqual(seen(course, playhead), law(playhead));
});

test("a jump into what is not loaded waits, and needs one snapshot and the minutes around", () => {
  const course = new ReplayCourse();
  course.add(segments.slice(0, 120));
  assert.equal(course.at(150_000), null);
  course.add(segments.slice(240));
  assert.equal(course.at(150_000), null);
  const k = course.wanted(150_000);
  assert.equal(k, 29);
  course.base({ v: 1, k: 29, n: 299, state: states[299] });
  const { notice, items } = law(150_000);
  const state = course.at(150_000);
  assert.deepEqual([state?.notice, state?.items], [notice, items]);
  assert.equal(course.wanted(150_000), null);
  course.add(segments.slice(120, 240));
  assert.deepEqual(seen(course, 100_000), law(100_000));
});

test("a line that broke off is whole once it is read", () => {
  const course = new ReplayCourse();
  course.add(segments.slice(0, 100));
  assert.equal(course.at(60_000), null);
  course.complete = true;
  assert.equal(course.at(60_000)?.notice, states[99].notice);
});
