import assert from "node:assert/strict";
import { test } from "node:test";

import { AskedNews } from "../../../src/xiangyue/web/static/js/room/asked.js";

/** @param {Map<string, any>} [disk] what survives a reload */
function page(disk = new Map()) {
  return new AskedNews({
    get: (key) => structuredClone(disk.get(key) ?? null),
    set: (key, value) => void disk.set(key, structuredClone(value)),
  });
}

const ask = (/** @type {number} */ i) => ({ command: `c${i}`, i, text: "", state: "" });
const question = (/** @type {number} */ i, /** @type {"approved" | "live" | "answered"} */ state, text = "怎么缴？") =>
  ({ i, name: "余婶", text, state, up: 0, answer: "", unit: "", at: 0 });

test("each move of one's own question is told once, those of others never", () => {
  const news = page();
  assert.equal(news.since([ask(5)], [question(7, "live")]), "");
  assert.equal(news.since([ask(5)], [question(5, "approved")]), "您的提问选上了，等主持人念");
  assert.equal(news.since([ask(5)], [question(5, "approved")]), "");
  assert.equal(news.since([ask(5)], [question(5, "live")]), "主持人正在念您的提问");
  assert.equal(news.since([ask(5)], [question(5, "answered")]), "您的提问已经答复");
});

test("a page that is loaded again tells what it missed, and nothing twice", () => {
  const disk = new Map();
  page(disk).since([ask(5)], [question(5, "approved")]);
  assert.equal(page(disk).since([ask(5)], [question(5, "approved")]), "");
  assert.equal(page(disk).since([ask(5)], [question(5, "answered")]), "您的提问已经答复");
});

test("of several that come at once there is one line: what goes on now, and which of them it is", () => {
  const both = [question(5, "answered"), question(6, "live", "外地打工的人医保怎么缴，要带什么材料？")];
  const news = page();
  assert.equal(news.since([ask(5), ask(6)], both), "主持人正在念您的提问：“外地打工的人医保怎么缴，要带什么…”");
  assert.equal(news.since([ask(5), ask(6)], both), "");
});

test("what is not received yet is nobody's", () => {
  assert.equal(page().since([ask(0)], [question(0, "live")]), "");
});
