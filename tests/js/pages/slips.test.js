import { test } from "node:test";
import assert from "node:assert/strict";
import { added, read } from "../../../src/xiangyue/web/static/js/page/slips.js";

/** @param {string} path */
const slip = (path) => ({ path, number: "街〔2026〕1号", title: "路面油污", what: "report", at: 1 });

test("the newest stands first, and the same page once", () => {
  const list = added(added([], slip("/r/a/")), slip("/ask/b/"));
  assert.deepEqual(list.map(({ path }) => path), ["/ask/b/", "/r/a/"]);
  assert.equal(added(list, slip("/r/a/")), list);
});

test("what is no address of a report or question of this house is left out", () => {
  const kept = [slip("/r/a/"), slip("https://elsewhere.example/r/a/"), slip("//elsewhere/"), { path: 3 }, null];
  assert.deepEqual(read(kept).map(({ path }) => path), ["/r/a/"]);
  assert.deepEqual(read("nonsense"), []);
});
