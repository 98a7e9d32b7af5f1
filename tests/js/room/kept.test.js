// A replay's page follows what its studio decides: what the picture's server answers, asked gently.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Kept } from "../../../src/xiangyue/web/static/js/room/kept.js";

const BASE = "/live/kecheng000000001/1/";

/** @param {number[]} statuses what is answered, the last for ever; 0 is no answer */
function house(statuses) {
  const world = { now: 0, present: true, told: /** @type {(boolean | null)[]} */ ([]), asked: /** @type {number[]} */ ([]) };
  const kept = new Kept({
    fetch: async (url, init) => {
      assert.deepEqual([url, init?.cache], [`${BASE}index.m3u8`, "no-store"]);
      world.asked.push(world.now);
      const status = statuses.length > 1 ? statuses.shift() : statuses[0];
      if (!status) throw new TypeError("no network");
      return new Response("", { status });
    },
    changed: () => world.told.push(kept.open),
    now: () => world.now,
    present: () => world.present,
  });
  return { kept, world };
}

/** As a room looks, four times a second. @param {Kept} kept @param {{now: number}} world @param {number} seconds */
async function pass(kept, world, seconds) {
  for (const end = world.now + seconds * 1000; world.now < end; world.now += 250) await kept.look(BASE);
}

test("one that is public is known at the first look, and asked for once a minute from then on", async () => {
  const { kept, world } = house([200]);
  await pass(kept, world, 121);
  assert.deepEqual(world.told, [true]);
  assert.deepEqual(world.asked, [0, 60_000, 120_000]);
});

test("one that is kept back is asked for less and less, and its publication heard", async () => {
  const { kept, world } = house([404, 404, 404, 200]);
  await pass(kept, world, 10);
  assert.deepEqual(world.told, [false, true]);
  assert.deepEqual(world.asked, [0, 1_000, 3_000, 7_000]);
});

test("a page that nobody sees asks nothing, and at once when somebody looks again", async () => {
  const { kept, world } = house([404]);
  await pass(kept, world, 200);
  const before = world.asked.length;
  world.present = false;
  await pass(kept, world, 200);
  assert.equal(world.asked.length, before);
  world.present = true;
  kept.wake();
  await kept.look(BASE);
  assert.equal(world.asked.length, before + 1);
});

test("no network and a server that restarts say nothing about it", async () => {
  const { kept, world } = house([200, 0, 503, 404]);
  await pass(kept, world, 70);
  kept.wake();
  await kept.look(BASE);
  assert.deepEqual(world.told, [true]);
  kept.wake();
  await kept.look(BASE);
  assert.deepEqual(world.told, [true, false]);
});
