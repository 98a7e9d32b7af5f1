import assert from "node:assert/strict";
import { test } from "node:test";

import { drawRows, itemRows, pollRows } from "../../../src/xiangyue/web/static/js/console/programme.js";
import { fold } from "../../../src/xiangyue/web/static/js/line/fold.js";

/** @param {...[string, Record<string, any>]} happened numbered from 1 */
function after(...happened) {
  const ev = happened.map(([k, d], n) => ({ i: n + 1, k, d, m: 0 }));
  return fold.segment(fold.seeded(null), /** @type {any} */ ({ at: 0, ev }));
}

const POLL = /** @type {[string, any]} */ (["poll", { text: "几点好？", options: ["七点", "八点", "九点"] }]);
const ITEM = /** @type {[string, any]} */ (["quiz_item", { no: 1, kind: "single", text: "第一题", options: ["甲", "乙"], s: 20, commit: "c" }]);
const RULES = { title: "今晚的奖品", text: "", prizes: [{ name: "电热毯", count: 1 }, { name: "插线板", count: 2 }], eligible: "本场题目全部答对的人", sources: [], commit: "k", n: 2 };
const PREPARED = /** @type {any} */ ({ parts: [], slides: [], polls: [{ ref: "p", text: "几点好？" }], items: [{ ref: "q", no: 1, text: "第一题" }], draws: [] });

test("an open poll says how many have voted, a closed one how the votes lie", () => {
  const open = pollRows(after(POLL), { ...PREPARED, voted: { 1: 7 } })[0];
  assert.deepEqual([open.note, open.result ?? null], ["7 人投了票", null]);
  const counting = pollRows(after(POLL, ["poll_close", { i: 1 }]), PREPARED)[0];
  assert.deepEqual([counting.note, counting.result], ["已结束 · 正在计数…", null]);
  const closed = pollRows(after(POLL, ["poll_close", { i: 1 }], ["tally", { i: 1, counts: [5, 3, 0], voters: 8, final: true }]), PREPARED)[0];
  assert.equal(closed.note, "已结束 · 8 人投了票");
  assert.deepEqual(closed.result?.shares?.map(({ text, n, percent }) => [text, n, percent]), [["七点", 5, 63], ["八点", 3, 38], ["九点", 0, 0]]);
});

test("a poll nobody voted in divides by nothing", () => {
  const closed = after(POLL, ["tally", { i: 1, counts: [0, 0, 0], voters: 0, final: true }]);
  assert.deepEqual(pollRows(closed, PREPARED)[0].result?.shares?.map(({ percent }) => percent), [0, 0, 0]);
});

test("an item says how many have answered, then how many were right and what was chosen", () => {
  const open = itemRows(after(ITEM), { ...PREPARED, answered: { 1: 4 } }, Infinity)[0];
  assert.equal(open.note, "4 人交了答案");
  const told = after(ITEM, ["quiz_reveal", { i: 1, answer: [1], salt: "s" }], ["quiz_result", { i: 1, answered: 4, right: 3, counts: [1, 3] }]);
  const row = itemRows(told, PREPARED, 0)[0];
  assert.equal(row.note, "4 人答，3 人对（75%）");
  assert.deepEqual(row.result?.shares?.map(({ percent, right }) => [percent, right]), [[25, false], [75, true]]);
});

test("of an order and of a number the answer itself is read", () => {
  const order = after(["quiz_item", { no: 1, kind: "order", text: "第一题", options: ["乙", "甲"], s: 20, commit: "c" }], ["quiz_reveal", { i: 1, answer: [1, 0], salt: "" }], ["quiz_result", { i: 1, answered: 1, right: 1, counts: [] }]);
  assert.equal(itemRows(order, PREPARED, 0)[0].result?.answer, "甲 → 乙");
  const number = after(["quiz_item", { no: 1, kind: "number", text: "第一题", unit: "元", s: 20, commit: "c" }], ["quiz_reveal", { i: 1, answer: "400", salt: "" }], ["quiz_result", { i: 1, answered: 1, right: 0, counts: [] }]);
  assert.equal(itemRows(number, PREPARED, 0)[0].result?.answer, "400 元");
});

test("winners stand under their prize at once; who fetched it and who stepped in, a moment later", () => {
  const drawn = after(["draw_rules", RULES], ["draw_result", { i: 1, winners: [{ label: "a", prize: 0, pos: "" }, { label: "b", prize: 1, pos: "" }] }]);
  const draw = { ref: "d", title: "今晚的奖品", commit: "k", who: "本场题目全部答对的人" };
  const first = drawRows(drawn, { ...PREPARED, draws: [draw] })[0].result?.prizes;
  assert.deepEqual(first?.map(({ name, winners }) => [name, winners.map(({ label, said }) => `${label} ${said}`)]), [["电热毯", ["a 还没来领"]], ["插线板", ["b 还没来领"]]]);
  const holders = [
    { label: "a", prize: 0, outcome: "forfeited", spare: false },
    { label: "b", prize: 1, outcome: "given", spare: false },
    { label: "c", prize: 0, outcome: "", spare: true },
  ];
  const then = drawRows(drawn, { ...PREPARED, draws: [{ ...draw, holders }] })[0].result?.prizes;
  assert.deepEqual(then?.map(({ winners }) => winners.map(({ label, said }) => `${label} ${said}`)), [["a 逾期未领", "c 候补递上 · 还没来领"], ["b 已领"]]);
});

test("of two draws each says who it is for and how far it is", () => {
  const state = after(["draw_rules", RULES]);
  const rows = drawRows(state, { ...PREPARED, draws: [
    { ref: "d", title: "今晚的奖品", commit: "k", who: "本场题目全部答对的人" },
    { ref: "e", title: "第 2 次抽奖", commit: "l", who: "本场每道题都答了的人，对错不论" },
  ] });
  assert.deepEqual(rows.map(({ title, tone, note }) => [title, tone, note]), [
    ["今晚的奖品", "now", "下一步：锁定抽奖名单 · 谁能抽：本场题目全部答对的人"],
    ["第 2 次抽奖", "", "下一步：公布抽奖规则 · 谁能抽：本场每道题都答了的人，对错不论"],
  ]);
});
