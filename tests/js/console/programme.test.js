import assert from "node:assert/strict";
import { test } from "node:test";

import { itemRows, pollRows, questionRows } from "../../../src/xiangyue/web/static/js/console/programme.js";
import { fold } from "../../../src/xiangyue/web/static/js/line/fold.js";

/** @param {...[string, Record<string, any>]} happened */
function after(...happened) {
  const ev = happened.map(([k, d], n) => ({ i: n + 1, k, d, m: 0 }));
  return fold.segment(fold.seeded(null), /** @type {any} */ ({ at: 0, ev }));
}

const PREPARED = /** @type {any} */ ({
  parts: [],
  slides: [],
  polls: [{ ref: "p", text: "几点好？" }],
  items: [{ ref: "q", no: 1, text: "第一题" }],
  draws: [],
});

test("what is not on the line yet is brought on by its name alone: it has no number", () => {
  const state = after(["opened", {}], ["phase", { to: "on_air" }]);
  assert.deepEqual(pollRows(state, PREPARED)[0].press, { verb: "cue", kind: "polls", ref: "p", step: "open" });
  assert.deepEqual(itemRows(state, PREPARED, 0)[0].press, { verb: "cue", kind: "items", ref: "q", step: "put" });
});

test("what is on is named by its number too", () => {
  const put = { no: 1, kind: "single", text: "第一题", options: ["甲", "乙"], s: 20, commit: "c" };
  const state = after(["opened", {}], ["phase", { to: "on_air" }], ["quiz_item", put]);
  const [row] = itemRows(state, PREPARED, 0);
  assert.equal(row.press?.step, "reveal");
  assert.equal(row.press?.i, 3);
});

test("a question brought along stands behind those asked, until it is put", () => {
  const state = after(["opened", {}], ["phase", { to: "on_air" }], ["question", { state: "approved", text: "能回看吗？" }]);
  const [asked, brought] = questionRows(state, { ...PREPARED, questions: [{ ref: "b", text: "断保了怎么补缴？" }] });
  assert.deepEqual([asked.title, asked.press?.step], ["能回看吗？", "live"]);
  assert.deepEqual(brought.press, { verb: "cue", kind: "questions", ref: "b", step: "put" });
});
