// @ts-nocheck - the logic under test is taken from a page, so it has no types here
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { logic, page } from "./verify/logic.mjs";

const cases = JSON.parse(readFileSync(new URL("../captures/audit/cases.json", import.meta.url), "utf8"));
const SPELLED = "000G5-40R48-0M30Q-E209P-185GZ-R38E9-1W81J-24GKJ-2GAHP-C5RR1-34D14-P70X2-3RFGE";
const ROOT = Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, "0")).join("");

for (const { name, bundle, given, report } of cases) {
  test(`a bundle is found ${name}`, async () => {
    const { each, ...found } = await logic.examine(bundle, given);
    for (const one of found.breaks) one.text = logic.sentences(one)[0];
    assert.deepEqual(found, report);
    assert.equal(each.reduce((sum, chain) => sum + chain.length, 0), report.records);
  });
}

test("every finding has a Chinese and an English sentence without a gap", () => {
  for (const { report } of cases) {
    for (const found of report.breaks) {
      for (const sentence of logic.sentences(found)) assert.doesNotMatch(sentence, /undefined|[{}]/);
    }
  }
});

test("its own SHA-256 is everybody's, across the edges of a block", () => {
  for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);
    assert.equal(logic.hexOf(logic.sha256(bytes)), createHash("sha256").update(bytes).digest("hex"));
  }
});

test("a root is spelled and read as on the server", () => {
  assert.equal(logic.spell(ROOT), SPELLED);
  assert.deepEqual(logic.readRoot(SPELLED.toLowerCase().replaceAll("-", " ").replaceAll("0", "o")), { root: ROOT, groups: 13 });
  assert.deepEqual(logic.readRoot(ROOT), { root: ROOT, groups: 13 });
});

test("a misread group is named while the rest is still being typed", () => {
  const groups = SPELLED.split("-");
  groups[2] = groups[2].split("").reverse().join("");
  assert.deepEqual(logic.readRoot(groups.slice(0, 5).join("-")), { wrong: [3], groups: 5 });
  [groups[2], groups[7], groups[8]] = [SPELLED.split("-")[2], groups[8], groups[7]];
  assert.deepEqual(logic.readRoot(groups.join("-")).wrong, [8, 9]);
});

test("what is no bundle is refused", async () => {
  for (const other of [null, {}, [], { kind: "xiangyue-bundle" }]) {
    await assert.rejects(logic.examine(other), logic.NotABundle);
  }
  const broken = structuredClone(cases[0].bundle);
  broken.chains[0].records[0][1] = "xyz";
  await assert.rejects(logic.examine(broken), logic.NotABundle);
});

test("a slip in hand must fit its own root", async () => {
  const [one, other] = cases[0].bundle.slips;
  await assert.rejects(logic.examine(cases[0].bundle, { root: one.root, body: other.body }), logic.SlipInHandBroken);
});

test("the page may reach nothing outside itself", () => {
  assert.match(page, /http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:;/);
  assert.doesNotMatch(page, /https?:\/\//);
  assert.doesNotMatch(page, /\b(src|href)=/);
});
