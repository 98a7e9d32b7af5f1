import assert from "node:assert/strict";
import { test } from "node:test";

import { clockFace } from "../../../src/xiangyue/web/static/js/replay/bar.js";
import { BlockLoader } from "../../../src/xiangyue/web/static/js/replay/loader.js";

/**
 * @param {Set<number>} there minutes the server has
 * @param {{down?: boolean}} [server]
 * @param {number | null} [lastMs]
 */
function loading(there, server = {}, lastMs = /** @type {number | null} */ (null)) {
  /** @type {number[]} */
  const asked = [];
  /** @type {number[]} */
  const loaded = [];
  const loader = new BlockLoader(
    "/live/abc/1",
    { startedMs: 1000, lastMs },
    async (url) => {
      const minute = Number(url.split("/").pop());
      asked.push(minute);
      if (server.down) throw new TypeError("offline");
      return there.has(minute) ? Response.json({ i: minute, segments: [] }) : new Response("", { status: 404 });
    },
    (block) => void loaded.push(block.i),
  );
  return { loader, asked, loaded };
}

test("nearest first, each minute once", async () => {
  const { loader, asked } = loading(new Set([0, 1, 2, 3, 4, 5, 6]));
  await loader.around(1000 + 3.5 * 60_000);
  await loader.around(1000 + 4.2 * 60_000);
  assert.deepEqual(asked, [3, 4, 2, 5, 1, 6]);
});

test("what failed is asked again", async () => {
  const server = { down: true };
  const { loader, loaded } = loading(new Set([0, 1]), server);
  await loader.around(1000);
  server.down = false;
  await loader.around(1000);
  assert.deepEqual(loaded, [0, 1]);
});

test("it reads to the end, over minutes in which the server was down, and then stops", async () => {
  const { loader, loaded, asked } = loading(new Set([0, 1, 2, 8, 9]));
  while (await loader.more());
  assert.deepEqual(loaded, [0, 1, 2, 8, 9]);
  assert.equal(Math.max(...asked), 19);
});

test("where the end is known nothing is asked behind it", async () => {
  const { loader, asked } = loading(new Set([0, 1, 2]), {}, 1000 + 2.5 * 60_000);
  while (await loader.more());
  await loader.around(1000 + 2.2 * 60_000);
  assert.deepEqual(asked, [0, 1, 2]);
});

test("a clock face for the bar", () => {
  assert.deepEqual([0, 75, 600, 3723].map(clockFace), ["0:00", "1:15", "10:00", "1:02:03"]);
});

test("a snapshot that cannot be had is asked for again another time", async () => {
  const server = { down: true };
  const { loader, asked } = loading(new Set([7]), server);
  assert.equal(await loader.snapshot(7), null);
  server.down = false;
  assert.equal((await loader.snapshot(7))?.k ?? "there", "there");
  assert.deepEqual(asked, [7, 7]);
});
