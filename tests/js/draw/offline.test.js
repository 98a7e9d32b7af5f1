// The page to take home is made of the modules that the pages run: it must hold together, and give the same reports.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { CHEATS } from "../../../src/xiangyue/web/static/js/draw/tamper.js";
import { examine } from "../../../src/xiangyue/web/static/js/draw/proof.js";

const cases = JSON.parse(readFileSync(new URL("../../captures/draw/cases.json", import.meta.url), "utf8"));
const at = (/** @type {string} */ path) => readFileSync(new URL(`../../../src/xiangyue/web/${path}`, import.meta.url), "utf8");
const page = at("draws/offline.html");
const names = at("draws/offline.py").match(/^MODULES = \(([^)]*)\)/m)?.[1].match(/\w+/g) ?? [];
const text = names.map((name) => at(`static/js/draw/${name}.js`).replace(/^import [^;]+;\n/gm, "").replace(/^export /gm, "")).join("\n");

test("the modules hold together in one script", async () => {
  const made = await import(`data:text/javascript;base64,${Buffer.from(`${text}\nexport { examine };`).toString("base64")}`);
  for (const { draw, report } of cases) assert.deepEqual(await made.examine(draw), report);
});

test("the page may reach nothing outside itself", () => {
  assert.match(page, /http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:;/);
  assert.doesNotMatch(page, /https?:\/\//);
  assert.doesNotMatch(page, /\b(src|href)=/);
  assert.doesNotMatch(text, /\bfetch\(|XMLHttpRequest|WebSocket|import\(|<\/script/);
});

for (const [name, cheat] of Object.entries(CHEATS)) {
  test(`cheating is noticed wherever it is tried: ${name}`, async () => {
    const [{ draw }] = cases;
    const before = structuredClone(draw);
    for (const chance of [0, 0.3, 0.7, 0.999]) {
      const tried = cheat(draw, () => chance);
      assert.ok(tried);
      assert.equal((await examine(tried.draw)).verdict, "broken");
    }
    assert.deepEqual(draw, before);
  });
}

test("what was not done yet cannot be changed", () => {
  const { draw } = cases.find((/** @type {any} */ one) => one.name === "unfinished after rules");
  assert.equal(CHEATS.winner(draw, () => 0), null);
  assert.equal(CHEATS.numbers(draw, () => 0), null);
  assert.equal(CHEATS.secret(draw, () => 0), null);
});
