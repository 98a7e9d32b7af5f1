import assert from "node:assert/strict";
import { test } from "node:test";

import { Later } from "../../../src/xiangyue/web/static/js/room/later.js";
/** @import {Draw} from "../../../src/xiangyue/web/static/js/line/wire.js" */

/** @param {Partial<Draw>} [change] */
const draw = (change) =>
  /** @type {Draw} */ (/** @type {unknown} */ ({ i: 9, step: "secret", url: "/draws/abc/roster.txt", winners: [], entropy: "", reason: "", ...change }));

const ENTROPY = { kind: "draw_entropy", seq: 0, data: { i: 9, entropy: "3.1./", by: ["甲", "乙"] } };
const RESULT = { kind: "draw_result", seq: 0, data: { i: 9, winners: [{ label: "k3f9-82mt-q7zd", prize: 0 }], substitutes: [] } };
const LAST = { kind: "draw_secret", seq: 40, data: { i: 9, otp: "f".repeat(64) } };

/** @param {any[]} steps */
function house(steps) {
  const world = { steps, now: 0, asked: /** @type {string[]} */ ([]), changed: 0 };
  const later = new Later({
    lecture: "k3f982mtq7zdk3f9",
    fetch: async (url) => {
      world.asked.push(url);
      const answer = new Response(JSON.stringify({ steps: world.steps }));
      Object.defineProperty(answer, "url", { value: "/draws/abc/" });
      return answer;
    },
    changed: () => (world.changed += 1),
    now: () => world.now,
  });
  return { later, world };
}

/** What comes of a look, once it came. @param {Later} later @param {Draw} one @param {Draw} [last] */
async function seen(later, one, last = one) {
  later.told([one], [last]);
  await new Promise((resolve) => setImmediate(resolve));
  return later.told([one], [last])[0];
}

test("what was drawn after the end is shown where the line ends", async () => {
  const { later, world } = house([LAST, ENTROPY, RESULT]);
  const { step, entropy, by, winners } = await seen(later, draw());
  assert.deepEqual({ step, entropy, by, winner: winners[0].label }, { step: "result", entropy: "3.1./", by: ["甲", "乙"], winner: "k3f9-82mt-q7zd" });
  assert.deepEqual([world.asked, world.changed], [["/draws/abc/draw.json"], 1]);
});

test("before that moment of a replay nothing is told ahead", async () => {
  const { later, world } = house([LAST, ENTROPY, RESULT]);
  assert.equal((await seen(later, draw({ step: "roster" }), draw())).step, "roster");
  assert.deepEqual(world.asked, []);
});

test("a draw that is not finished is asked for again, ever more rarely", async () => {
  const { later, world } = house([LAST]);
  for (world.now = 0; world.now < 60_000; world.now += 250) await seen(later, draw());
  assert.equal(world.asked.length, 5); // at 0, 3, 9, 21 and 45 s
  world.steps = [LAST, ENTROPY, RESULT];
  world.now += 60_000;
  assert.equal((await seen(later, draw())).step, "result");
  world.now += 600_000;
  await seen(later, draw());
  assert.equal(world.asked.length, 6); // nothing follows a result
});

test("a draw that became void before its roster is found by its number", async () => {
  const { later, world } = house([{ kind: "draw_rules", seq: 9, data: {} }, { kind: "draw_void", seq: 0, data: { i: 9, reason: "密码没有开封" } }]);
  const { step, reason } = await seen(later, draw({ step: "rules", url: "" }));
  assert.deepEqual([step, reason], ["void", "密码没有开封"]);
  assert.deepEqual(world.asked, ["/l/k3f982mtq7zdk3f9/draws/9/", "/draws/abc/draw.json"]);
});

test("what ended on the line is nobody's business to ask", async () => {
  const { later, world } = house([]);
  await seen(later, draw({ step: "result" }));
  await seen(later, draw({ step: "void" }));
  assert.deepEqual(world.asked, []);
});
