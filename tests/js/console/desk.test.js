import assert from "node:assert/strict";
import { test } from "node:test";

import { folded, fresh, inStep, meanwhile, queue, seen, stream } from "../../../src/xiangyue/web/static/js/console/desk.js";
/** @import {Desk, Facts, Row} from "../../../src/xiangyue/web/static/js/console/desk.js" */

/** @type {Facts} */
const FACTS = { version: 2, phase: "on_air", at: 0, delay_s: 0, review: false, silence: false, waiting: [] };

/** @param {Desk} desk @param {Row[]} rows @param {Partial<Facts>} [facts] */
const more = (desk, rows, facts = {}) =>
  folded(desk, {
    desk: { ...FACTS, ...facts }, rows, names: { wang: "王婷" }, last: rows.at(-1)?.i ?? desk.last, more: false, me: "wang",
    server_ms: 0,
  });
/** @param {number} i @param {string} k @param {Partial<Row>} [rest] @returns {Row} */
const said = (i, k = "say", rest = {}) => ({ i, k, at: i, d: { name: "村民", text: `第 ${i} 句` }, who: "p", net: "n", ...rest });
/** @param {number} i @param {string} k @param {Record<string, any>} d @param {string} [by] @returns {Row} */
const act = (i, k, d, by = "wang") => ({ i, k, at: i, d, by });
/** @param {Desk} desk */
const statuses = (desk) => [...desk.said.values()].map(({ i, status }) => `${i} ${status}`);

test("a sentence waits until the line says it does not", () => {
  let desk = more(fresh(), [said(3)], { waiting: [3] });
  assert.deepEqual(statuses(desk), ["3 waiting"]);
  desk = more(desk, [], {});
  assert.deepEqual(statuses(desk), ["3 public"]);
});

test("what moderators did stays on the sentence, with who it was", () => {
  let desk = more(fresh(), [said(3), said(4), said(5), said(6, "held", { word: "贷款" }), said(7, "held"), said(8, "ask"), said(9, "ask")], {
    waiting: [3, 4],
  });
  desk = more(desk, [
    act(10, "pass", { i: 3 }), act(11, "refused", { i: 4, reason: "辱骂" }), act(12, "redact", { i: 5 }),
    act(13, "verdict", { i: 6, passed: true }), act(14, "verdict", { i: 7, passed: false }),
    act(15, "question", { i: 8, state: "approved" }), act(16, "question", { i: 9, state: "declined" }),
  ]);
  assert.deepEqual(statuses(desk), [
    "3 public", "4 refused", "5 redacted", "6 released", "7 refused", "8 taken", "9 declined",
  ]);
  assert.deepEqual([desk.said.get(4)?.judge, desk.said.get(4)?.reason, desk.names.wang], ["wang", "辱骂", "王婷"]);
});

test("the queue holds what a word held, questions, and in review every sentence; the longest wait first", () => {
  const rows = [said(3), said(4, "held"), said(5, "ask"), said(6)];
  const waiting = { waiting: [3, 6] };
  assert.deepEqual(queue(more(fresh(), rows, waiting)).map(({ i }) => i), [4, 5]);
  assert.deepEqual(queue(more(fresh(), rows, { ...waiting, review: true })).map(({ i }) => i), [3, 4, 5, 6]);
});

test("a sentence that was let out stands once, where it is said", () => {
  const held = said(6, "held", { word: "贷款" });
  const desk = more(fresh(), [said(3), held, act(7, "verdict", { i: 6, passed: true }), said(8, "say", { d: held.d }), said(9, "say", { d: held.d })]);
  assert.deepEqual(stream(desk).map(({ i, status, judge }) => `${i} ${status} ${judge}`), ["3 public ", "8 released wang", "9 public "]);
});

test("an answer that comes twice changes nothing, and a desk is never changed", () => {
  const once = more(fresh(), [said(3), act(4, "part", { p: 2 })]);
  const before = JSON.stringify([...once.said]);
  const twice = more(once, [said(3, "say", { d: { name: "别人", text: "改过" } }), act(4, "part", { p: 2 })]);
  assert.deepEqual([JSON.stringify([...twice.said]), twice.acts.length], [before, 1]);
  more(once, [act(5, "redact", { i: 3 })]);
  assert.equal(JSON.stringify([...once.said]), before);
});

test("what was erased by decision is not on the desk any more", () => {
  const desk = more(more(fresh(), [said(3)]), [act(4, "epoch", { erased: [3] })]);
  assert.deepEqual([desk.said.get(3)?.text, desk.said.get(3)?.status], ["", "erased"]);
});

test("a page forgets old sentences, never one that waits for a moderator", () => {
  const many = Array.from({ length: 700 }, (_, n) => said(n + 10));
  const desk = more(fresh(), [said(3, "held"), said(4), ...many]);
  assert.equal(desk.said.size, 600);
  assert.deepEqual([desk.said.has(3), desk.said.has(4), desk.said.has(709)], [true, false, true]);
});

test("how often somebody and a network spoke", () => {
  const desk = more(fresh(), [said(3), said(4), said(5, "say", { who: "q" })]);
  assert.deepEqual(seen(desk, /** @type {any} */ (desk.said.get(3))), { who: 2, net: 3 });
});

test("a step is worked out only from a state that shows what was done", () => {
  const desk = more(fresh(), [act(7, "part", { p: 2 }), act(8, "mute", { who: "p" })]);
  const table = /** @type {[number, number, boolean][]} */ ([
    [6, 7, false], // not sealed yet
    [7, 7, true],
    [0, 5_000, true], // joined long after it
  ]);
  for (const [number, at, expected] of table) assert.equal(inStep(desk, { seen: number, at }), expected);
  assert.equal(inStep(fresh(), { seen: 9, at: 9 }), false);
});

test("why a press was refused: what the other one did to the show, not whom they muted", () => {
  const desk = more(fresh(), [act(5, "part", { p: 2 }, "li"), act(6, "mute", { who: "p" }, "li"), act(7, "slide", { n: 1 }, "wang")]);
  assert.equal(meanwhile(desk, 2, "wang")?.i, 5);
  assert.equal(meanwhile(desk, 5, "wang"), null);
});
