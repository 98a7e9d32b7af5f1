import assert from "node:assert/strict";
import { test } from "node:test";

import { fitting } from "../../../src/xiangyue/web/static/js/street/choose.js";

const all = [
  { value: "", label: "不知道归哪类", group: "" },
  { value: "lamps", label: "路灯不亮", group: "街面 · 市政" },
  { value: "bins", label: "垃圾桶满溢", group: "街面 · 环卫" },
  { value: "dump", label: "暴露垃圾、乱倒垃圾", group: "街面 · 环卫" },
];
const found = (/** @type {string} */ asked) => fitting(all, asked).map(({ value }) => value);

test("nothing asked, the whole list in its order", () => {
  assert.deepEqual(found(""), ["", "lamps", "bins", "dump"]);
});

test("by its name, by what it stands under, and who does not know is never stuck", () => {
  assert.deepEqual(found("垃圾"), ["bins", "dump", ""]);
  assert.deepEqual(found("桶 垃圾"), ["bins", ""]);
  assert.deepEqual(found("环卫"), ["bins", "dump", ""]);
  assert.deepEqual(found("没有这种"), [""]);
});

test("what is called by another name is found by the letters it shares, the most alike first", () => {
  assert.deepEqual(found("路灯坏了"), ["lamps", ""]);
  assert.deepEqual(found("垃圾桶满了"), ["bins", "dump", ""]);
});
