// The line and the phone's own memory speak for a draw, or against a file that only fits itself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { againstLine, againstMemory } from "../../../src/xiangyue/web/static/js/draw/witness.js";
import { sentence } from "../../../src/xiangyue/web/static/js/draw/words.js";
import { fold } from "../../../src/xiangyue/web/static/js/line/fold.js";

const [{ draw }] = JSON.parse(readFileSync(new URL("../../captures/draw/cases.json", import.meta.url), "utf8"));

/** The line's own picture of the draw. @param {any[]} steps */
function line(steps) {
  const ev = steps.map(({ seq, kind, data }) => ({ i: seq, k: kind, d: data }));
  return fold.segment(fold.seeded(null), { at: 1, ev }).draws;
}

test("a file that says what the line says has its word", () => {
  assert.deepEqual(againstLine(line(draw.steps), draw.steps), [{ code: "line", ok: true, step: "" }]);
  assert.deepEqual(againstLine(line(draw.steps), draw.steps.slice(0, 3)), [{ code: "line", ok: true, step: "" }]);
});

test("a roster edited and published anew with its new hash is told by the line", () => {
  const steps = structuredClone(draw.steps);
  steps[1].data.sha256 = "0".repeat(64);
  assert.deepEqual(againstLine(line(draw.steps), steps), [{ code: "line", ok: false, step: "draw_roster" }]);
});

test("a step that the line never had is told by it", () => {
  assert.equal(againstLine(line(draw.steps.slice(0, 3)), draw.steps)[0].step, "draw_entropy");
});

test("steps after the lecture are not the line's to tell, nor is a draw it does not know", () => {
  const late = draw.steps.map((/** @type {any} */ step, /** @type {number} */ at) => (at < 3 ? step : { ...step, seq: 0 }));
  assert.equal(againstLine(line(draw.steps.slice(0, 3)), late)[0].ok, true);
  assert.deepEqual(againstLine([], draw.steps), []);
});

test("what a phone saw once it holds against every later file", () => {
  const first = againstMemory(null, draw.steps.slice(0, 2));
  assert.deepEqual(first.checks, []);
  const second = againstMemory(first.seen, draw.steps);
  assert.deepEqual(second.checks, [{ code: "memory", ok: true, step: "" }]);
  const changed = structuredClone(draw.steps);
  changed[1].data.count += 1;
  assert.deepEqual(againstMemory(second.seen, changed).checks, [{ code: "memory", ok: false, step: "draw_roster" }]);
  assert.equal(againstMemory(second.seen, changed).seen.draw_roster.count, draw.steps[1].data.count);
  assert.equal(againstMemory(second.seen, draw.steps.slice(0, 3)).checks[0].step, "draw_entropy");
});

test("both are said in words", () => {
  for (const code of ["line", "memory"]) {
    for (const ok of [true, false]) {
      for (const said of sentence({ code, ok, step: ok ? "" : "draw_roster" })) assert.doesNotMatch(said, /undefined|[{}]|draw_/);
    }
  }
});
