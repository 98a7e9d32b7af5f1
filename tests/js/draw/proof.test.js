// The same captures as tests/kernel/test_draw_proof.py: both twins, one report.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { NotADraw } from "../../../src/xiangyue/web/static/js/draw/document.js";
import { examine } from "../../../src/xiangyue/web/static/js/draw/proof.js";
import { sentence, verdict } from "../../../src/xiangyue/web/static/js/draw/words.js";

const cases = JSON.parse(readFileSync(new URL("../../captures/draw/cases.json", import.meta.url), "utf8"));

for (const { name, draw, report } of cases) {
  test(`a draw is examined: ${name}`, async () => {
    assert.deepEqual(await examine(draw), report);
  });
}

test("every finding has a Chinese and an English sentence without a gap", () => {
  for (const { report } of cases) {
    for (const check of report.checks) {
      for (const said of sentence(check)) assert.doesNotMatch(said, /undefined|[{}]/);
    }
    for (const said of verdict(report)) assert.doesNotMatch(said, /undefined|[{}]/);
  }
});

test("a page is looked at while a long roster is drawn", async () => {
  const { draw } = cases[0];
  let pauses = 0;
  const roster = Array.from({ length: 10_000 }, (_, i) => `${String(i).padStart(6, "0")}\n`).join("");
  await examine({ ...draw, roster }, async () => void pauses++);
  assert.equal(pauses, 2);
});

test("what is no draw is refused", async () => {
  const [{ draw }] = cases;
  const others = [null, {}, [], { kind: "xiangyue-draw" }, { ...draw, v: 2 }, { ...draw, steps: [] }, { ...draw, roster: 5 }, { ...draw, roster: "\ud800\n" }];
  for (const other of others) await assert.rejects(examine(other), NotADraw);
  for (const [step, field, value] of /** @type {[number, string, any][]} */ ([[0, "commit", "abc"], [0, "prizes", []], [1, "count", 0], [2, "otp", 5], [4, "winners", {}]])) {
    const spoiled = structuredClone(draw);
    spoiled.steps[step].data[field] = value;
    await assert.rejects(examine(spoiled), NotADraw);
  }
});
