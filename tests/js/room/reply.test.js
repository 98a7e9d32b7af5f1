import assert from "node:assert/strict";
import { test } from "node:test";

import { isRight, numeral, score } from "../../../src/xiangyue/web/static/js/room/reply.js";
import { letter, shuffled } from "../../../src/xiangyue/web/static/js/room/shuffle.js";

test("numbers as people type them", () => {
  const typed = {
    400: "400",
    "４００": "400",
    "1,200": "1200",
    "1，200.50": "1200.50",
    " 12 ": "12",
    "－3": "-3",
    "+7": "7",
    ".5": "0.5",
    "12.": "12",
    "12。5": "12.5",
  };
  assert.deepEqual(Object.fromEntries(Object.keys(typed).map((text) => [text, numeral(text)])), typed);
  for (const none of ["", "四百", "1e3", "1.2.3", "--1", "12元", "1234567890123", "0.1234567"])
    assert.equal(numeral(none), null, none);
});

test("a set, a sequence, a value", () => {
  assert.equal(isRight({ kind: "single", answer: [2] }, [2]), true);
  assert.equal(isRight({ kind: "single", answer: [2] }, [1]), false);
  assert.equal(isRight({ kind: "multiple", answer: [0, 2] }, [2, 0]), true);
  assert.equal(isRight({ kind: "multiple", answer: [0, 2] }, [0]), false);
  assert.equal(isRight({ kind: "order", answer: [1, 0, 2] }, [1, 0, 2]), true);
  assert.equal(isRight({ kind: "order", answer: [1, 0, 2] }, [0, 1, 2]), false);
  for (const same of ["12", "12.0", "012", "12.000000"])
    assert.equal(isRight({ kind: "number", answer: "12" }, same), true, same);
  for (const other of ["-12", "12.000001", "1.2"])
    assert.equal(isRight({ kind: "number", answer: "12" }, other), false, other);
  assert.equal(isRight({ kind: "number", answer: "0" }, "-0.0"), true);
  assert.equal(isRight({ kind: "single", answer: null }, [0]), false);
});

test("the count of right answers is of what was revealed", () => {
  const items = /** @type {any} */ ([
    { i: 1, kind: "single", stage: "revealed", answer: [0] },
    { i: 2, kind: "single", stage: "revealed", answer: [1] },
    { i: 3, kind: "single", stage: "revealed", answer: [1] },
    { i: 4, kind: "single", stage: "open", answer: null },
  ]);
  assert.deepEqual(score(items, { 1: [0], 2: [0], 4: [0] }), { asked: 3, answered: 2, right: 1 });
});

test("options in another order for each viewer, the same for one", () => {
  const orders = Array.from({ length: 600 }, (_, n) => shuffled(4, `viewer-${n}/7`));
  for (const order of orders) assert.deepEqual([...order].sort(), [0, 1, 2, 3]);
  assert.deepEqual(shuffled(4, "viewer-3/7"), orders[3]);
  assert.equal(new Set(orders.map(String)).size, 24);
  const first = [0, 1, 2, 3].map((option) => orders.filter(([shown]) => shown === option).length);
  for (const count of first) assert.ok(count > 100 && count < 200, String(first));
  assert.deepEqual([0, 1, 7].map(letter), ["A", "B", "H"]);
});
