// The same vectors as tests/timeline/test_fold.py: both folds, one meaning.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { fold } from "../../src/xiangyue/web/static/js/line/fold.js";

const folder = new URL("../captures/line/", import.meta.url);

for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
  const { segments, states } = JSON.parse(readFileSync(new URL(name, folder), "utf8"));

  test(`fold ${name}: every state after every segment`, () => {
    let state = fold.seeded(null);
    segments.forEach((/** @type {any} */ segment, /** @type {number} */ n) => {
      state = fold.segment(state, segment);
      assert.deepEqual(state, states[n]);
    });
    assert.ok(segments.length > 0);
  });

  test(`fold ${name}: from any state on, the end is the same`, () => {
    states.forEach((/** @type {any} */ start, /** @type {number} */ n) => {
      const state = segments.slice(n + 1).reduce(fold.segment, fold.seeded(start));
      assert.deepEqual(state, states.at(-1));
    });
  });
}

test("a state is never changed in place", () => {
  const before = fold.seeded(null);
  const kept = structuredClone(before);
  fold.segment(before, { at: 1, ev: [{ i: 1, k: "say", d: { name: "a", text: "b" } }] });
  assert.deepEqual(before, kept);
});
