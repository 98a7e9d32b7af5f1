// A plan on a phone: noise without its key, locked when nobody touches it, wiped when its time is over.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Keeper, verdict } from "../../../src/xiangyue/web/static/js/inspect/keeper.js";

const KEY = "0f".repeat(32);
const PLAN = { title: "夜间背街小巷", stops: [{ name: "小河茶馆" }] };
const MINUTE = 60_000;

function aPhone() {
  /** @type {Map<string, any>} */
  const rows = new Map();
  const shelf = {
    all: async () => [...rows.values()],
    put: async (/** @type {any} */ held) => void rows.set(held.phone, held),
    drop: async (/** @type {string} */ phone) => void rows.delete(phone),
  };
  const clock = { at: 0 };
  const fresh = () => new Keeper(shelf, () => clock.at);
  return { rows, clock, fresh, keeper: fresh() };
}

/** @param {Keeper} keeper */
const take = (keeper) => keeper.take("i".repeat(16), { phone: "p1", key: KEY, wipe_at: 720 * MINUTE, locks_after_s: 600 }, PLAN);

test("what is kept is noise", async () => {
  const { rows, keeper } = aPhone();
  await take(keeper);
  const [held] = rows.values();
  const kept = Buffer.concat([Buffer.from(held.data), Buffer.from(JSON.stringify({ ...held, data: 0, iv: 0 }))]);
  assert.ok(!kept.includes(Buffer.from("小河茶馆")));
  assert.ok(!kept.includes(Buffer.from(KEY, "hex")));
  assert.deepEqual(await keeper.read(held), PLAN);
});

test("a browser that was closed has no key", async () => {
  const { rows, fresh, keeper } = aPhone();
  await take(keeper);
  const later = fresh();
  const [held] = rows.values();
  assert.equal(await later.read(held), null);
  await later.unlock("p1", KEY);
  assert.deepEqual(await later.read(held), PLAN);
  await later.unlock("p1", "00".repeat(32));
  await assert.rejects(later.read(held));
});

test("it locks ten minutes after the last touch", async () => {
  const { rows, clock, keeper } = aPhone();
  await take(keeper);
  clock.at = 9 * MINUTE;
  keeper.touch();
  clock.at = 18 * MINUTE;
  assert.equal((await keeper.tick()).locked, 0);
  clock.at = 19 * MINUTE;
  assert.equal((await keeper.tick()).locked, 1);
  assert.equal(await keeper.read([...rows.values()][0]), null);
});

test("it wipes itself when its time is over, touched or not", async () => {
  const { rows, clock, keeper } = aPhone();
  await take(keeper);
  clock.at = 720 * MINUTE;
  keeper.touch();
  assert.deepEqual(await keeper.tick(), { held: [], wiped: 1, locked: 0 });
  assert.equal(rows.size, 0);
});

test("a box of one phone does not open under another's name", async () => {
  const { rows, keeper } = aPhone();
  await take(keeper);
  const [held] = rows.values();
  await keeper.unlock("p2", KEY);
  await assert.rejects(keeper.read({ ...held, phone: "p2" }));
});

test("only a clear no wipes a phone", () => {
  assert.equal(verdict(404, null), "wipe");
  assert.equal(verdict(410, null), "wipe");
  assert.equal(verdict(200, { keep: false }), "wipe");
  assert.equal(verdict(200, { keep: true }), "keep");
  for (const [status, body] of [[0, null], [0, { keep: false }], [500, null], [200, null], [403, null]]) {
    assert.equal(verdict(/** @type {number} */ (status), body), "unknown");
  }
});
