import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { nextStep } from "../../../src/xiangyue/web/static/js/console/next.js";
import { fold } from "../../../src/xiangyue/web/static/js/line/fold.js";
/** @import {Prepared} from "../../../src/xiangyue/web/static/js/console/next.js" */

const NOW = 1_000_000;

/** @type {Record<string, string>} the server's names of steps */
const VERBS = { air: "go-on-air", item: "quiz", reveal: "quiz-reveal", over: "" };

/** @type {Prepared} */
const ALL = {
  parts: [],
  slides: [1, 2, 3].map((n) => ({ ref: String(n), n, deck: "d" })),
  polls: [
    { ref: "a", text: "几点好？" },
    { ref: "b", text: "去哪里？" },
  ],
  items: [
    { ref: "2", no: 2, text: "第二题" },
    { ref: "1", no: 1, text: "第一题" },
  ],
  draws: [{ ref: "d", title: "答题抽奖", commit: "c", url: "/draw/" }],
};
/** @type {Prepared} */
const NOTHING = { parts: [], slides: [], polls: [], items: [], draws: [] };

/** A lecture to which this has happened: [kind, data] one after the other, numbered from 1, all at moment 0.
 * @param {...[string, Record<string, any>]} happened */
function after(...happened) {
  const ev = happened.map(([k, d], n) => ({ i: n + 1, k, d, m: 0 }));
  return fold.segment(fold.seeded(null), /** @type {any} */ ({ at: 0, ev }));
}

/** @param {ReturnType<typeof nextStep>} step in few letters */
function short({ id, press, wait, p, n, no, warn }) {
  const words = [id, p ?? n ?? no ?? "", press?.ref ?? "", wait ? `${wait}s` : "", warn ?? ""];
  return words.filter((word) => word !== "").join(" ");
}

const AIR = /** @type {[string, Record<string, any>]} */ (["phase", { phase: "on_air" }]);
/** @param {number} p @returns {[string, Record<string, any>]} */
const part = (p) => ["part", { p }];
/** @param {number} n @returns {[string, Record<string, any>]} */
const slide = (n) => ["slide", { deck: "d", n, pages: 3 }];
/** @param {number} no @param {number} [s] @returns {[string, Record<string, any>]} */
const put = (no, s = 10) => ["quiz_item", { no, kind: "single", text: "?", options: ["甲", "乙"], s, commit: "c" }];
/** @param {number} i @returns {[string, Record<string, any>]} */
const reveal = (i) => ["quiz_reveal", { i, answer: [0], salt: "s" }];
/** @param {string} text @returns {[string, Record<string, any>]} */
const poll = (text) => ["poll", { text, options: ["甲", "乙"] }];
/** @param {string} step @param {Record<string, any>} [more] @returns {[string, Record<string, any>]} */
const draw = (step, more = { i: 7 }) => [`draw_${step}`, more];
const RULES = draw("rules", { title: "答题抽奖", text: "", prizes: [], eligible: "", sources: [], commit: "c", n: 9 });
/** Two items put and revealed: numbers 3 to 6. @type {[string, Record<string, any>][]} */
const QUIZ = [put(1), reveal(3), put(2), reveal(5)];
const OVER = /** @type {[string, Record<string, any>]} */ (["phase", { phase: "ended" }]);

test("the one button runs a whole lecture", () => {
  const table = /** @type {[ReturnType<typeof after>, string][]} */ ([
    [after(), "air"],
    [after(AIR), "part 2"],
    [after(AIR, part(2)), "part 3"],
    [after(AIR, part(3)), "slide 1 1"],
    [after(AIR, part(3), slide(1)), "slide 2 2"],
    [after(AIR, part(3), slide(2), slide(0)), "slide 3 3"], // taken off for a while
    [after(AIR, part(3), slide(3)), "part 4"],
    [after(AIR, part(4)), "poll a"],
    [after(AIR, part(4), poll("几点好？")), "poll-close a"],
    [after(AIR, part(4), poll("几点好？"), ["poll_close", { i: 3 }]), "poll b"],
    [after(AIR, part(4), poll("临时问的")), "poll-close"],
    [after(AIR, part(4), ["question", { state: "live", text: "外地怎么交？" }], poll("几点好？")), "answered"],
    [after(AIR, part(5), poll("几点好？")), "poll-close a"], // who went on first: it is closed all the same
    [after(AIR, part(4), poll("几点好？"), poll("去哪里？"), ["poll_close", { i: 3 }], ["poll_close", { i: 4 }]), "part 5"],
    [after(AIR, part(5)), "part 6"],
    [after(AIR, part(6)), "item 1 1"],
    [after(AIR, part(6), put(1)), "reveal 1 1"],
    [after(AIR, part(6), put(1), reveal(3)), "item 2 2"],
    [after(AIR, part(6), ...QUIZ), "draw-rules d"],
    [after(AIR, part(6), ...QUIZ, RULES), "draw-roster d"],
    [after(AIR, part(6), ...QUIZ, RULES, draw("roster")), "draw-secret d"],
    [after(AIR, part(6), ...QUIZ, RULES, draw("roster"), draw("secret")), "draw-entropy"],
    [after(AIR, part(6), ...QUIZ, RULES, draw("roster"), draw("secret"), draw("entropy")), "draw-result d"],
    [after(AIR, part(6), ...QUIZ, RULES, draw("result", { i: 7, winners: [] })), "end"],
    [after(AIR, part(6), ...QUIZ, RULES, draw("void", { i: 7, reason: "断电" })), "end"],
    [after(AIR, OVER), "over"],
  ]);
  for (const [state, expected] of table) assert.equal(short(nextStep(state, ALL, NOW, true)), expected);
});

test("two who typed other numbers are said on the button", () => {
  const state = after(AIR, part(6), ...QUIZ, RULES, draw("roster"), draw("secret"));
  assert.equal(nextStep(state, ALL, NOW, true).warn, undefined);
  const draws = ALL.draws.map((one) => ({ ...one, commit: state.draws[0].commit, differs: true }));
  assert.equal(nextStep(state, { ...ALL, draws }, NOW, true).warn, "numbers-differ");
});

test("without a picture it asks again before it goes on air", () => {
  const { id, sure, warn } = nextStep(after(), ALL, NOW, false);
  assert.deepEqual([id, sure, warn], ["air", true, "no-picture"]);
});

test("with nothing prepared it goes from part to part, and leaves out a quiz that there is not", () => {
  const steps = [2, 3, 4, 5, 6].map((p) => short(nextStep(after(AIR, part(p)), NOTHING, NOW, true)));
  assert.deepEqual(steps, ["part 3", "part 4", "part 5", "end", "end"]);
});

test("a part planned with no minutes is left out, unless something is prepared for it", () => {
  const parts = [2, 3, 4, 5, 6].map((p) => ({ p, title: "", minutes: 0 }));
  assert.equal(short(nextStep(after(AIR, part(2)), { ...NOTHING, parts }, NOW, true)), "end");
  assert.equal(short(nextStep(after(AIR, part(2)), { ...ALL, parts }, NOW, true)), "part 3");
  assert.equal(short(nextStep(after(AIR, part(4)), { ...ALL, parts, polls: [] }, NOW, true)), "part 6");
});

test("the server's table and this one are twins", () => {
  const cases = JSON.parse(readFileSync(new URL("../../captures/orders/next.json", import.meta.url), "utf8"));
  for (const { happened, prepared, verb, left_s } of cases) {
    const step = nextStep(after(...happened), { ...NOTHING, ...prepared }, 0, true);
    assert.deepEqual([VERBS[step.id] ?? step.id, step.wait], [verb, left_s], JSON.stringify(happened));
  }
});

test("of a draw that became void the one that follows it is announced", () => {
  const draws = [...ALL.draws, { ref: "e", title: "答题抽奖", commit: "c2" }];
  const state = after(AIR, part(6), ...QUIZ, RULES, draw("void", { i: 7, reason: "断电" }));
  assert.equal(short(nextStep(state, { ...ALL, draws }, NOW, true)), "draw-rules e");
});

test("an answer waits for the slowest, to the second", () => {
  const state = after(AIR, part(6), put(1, 10)); // open until 0 + 25 000 + 10 000 + 1 000
  const waits = [0, 35_001, 36_000, 36_001].map((now) => nextStep(state, ALL, now, true).wait);
  assert.deepEqual(waits, [37, 1, 1, 0]);
});

test("the end names the questions that nobody answered, and asks again", () => {
  const step = nextStep(after(AIR, part(6), ["question", { state: "approved", text: "外地？" }]), NOTHING, NOW, true);
  assert.deepEqual([step.id, step.warn, step.n, step.sure], ["end", "questions-open", 1, true]);
});

test("a deck that was replaced begins at its first page", () => {
  const state = after(AIR, part(3), ["slide", { deck: "old", n: 2, pages: 9 }]);
  assert.equal(short(nextStep(state, ALL, NOW, true)), "slide 1 1");
});

test("a draw's typing is a page, not a press", () => {
  const { press, link } = nextStep(after(AIR, part(6), ...QUIZ, RULES, draw("secret")), ALL, NOW, true);
  assert.deepEqual([press, link], [null, "/draw/"]);
});

test("who presses a digit skips, and the button goes on from there", () => {
  assert.equal(short(nextStep(after(AIR, part(6), part(3)), NOTHING, NOW, true)), "part 4");
});
