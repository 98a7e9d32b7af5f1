import assert from "node:assert/strict";
import { test } from "node:test";

import { face, spent } from "../../../src/xiangyue/web/static/js/console/clockwork.js";
import { deed } from "../../../src/xiangyue/web/static/js/console/keys.js";
import { send } from "../../../src/xiangyue/web/static/js/console/press.js";

test("keys", () => {
  const table = /** @type {[Parameters<typeof deed>[0], "text" | "button" | "", string | null][]} */ ([
    [{ key: " " }, "", "next"],
    [{ key: " " }, "button", null], // presses that button
    [{ key: "n" }, "button", "next"],
    [{ key: "N" }, "", "next"],
    [{ key: "n", repeat: true }, "", null],
    [{ key: "n" }, "text", null],
    [{ key: "n", ctrlKey: true }, "", null],
    [{ key: "m" }, "", "silence"],
    [{ key: "c" }, "", "cover"],
    [{ key: "6" }, "", "part-6"],
    [{ key: "7" }, "", null],
    [{ key: "?" }, "", "keys"],
    [{ key: "ArrowRight" }, "", "forward"],
  ]);
  for (const [stroke, focus, expected] of table) assert.equal(deed(stroke, focus), expected, stroke.key);
});

test("a part that was taken up again counts all its times", () => {
  const parts = [{ p: 2, at: 0 }, { p: 3, at: 60_000 }, { p: 2, at: 100_000 }];
  assert.deepEqual([...spent(parts, 110_000)], [[2, 70_000], [3, 40_000]]);
});

test("what was tried in the lobby does not count: parts are counted from air", () => {
  const parts = [{ p: 2, at: 0 }, { p: 3, at: 60_000 }, { p: 4, at: 100_000 }];
  assert.deepEqual([...spent(parts, 110_000, 90_000)], [[2, 0], [3, 10_000], [4, 10_000]]);
  assert.deepEqual([...spent(parts, 110_000, 110_000)], [[2, 0], [3, 0], [4, 0]]);
});

test("a clock face", () => {
  assert.deepEqual([0, 65_000, 3_600_000, -65_000].map(face), ["0:00", "1:05", "1:00:00", "-1:05"]);
});

test("a press that got lost is sent again under the same name", async () => {
  /** @type {string[]} */
  const commands = [];
  /** @type {any} */
  const fetch = async (/** @type {string} */ _, /** @type {any} */ { body }) => {
    commands.push(`${body.get("command")} ${body.get("on")} ${body.get("net")} ${body.get("expected")}`);
    if (commands.length === 1) throw new Error("no network");
    if (commands.length === 2) return { ok: false, status: 502, json: async () => ({}) };
    return { ok: true, status: 200, json: async () => ({ ok: true, seq: 7, repeated: true }) };
  };
  const outcome = await send(fetch, "/press/", "token", { verb: "mute", on: true, net: false }, 5, "one");
  assert.deepEqual(outcome, { ok: true, seq: 7, repeated: true });
  assert.deepEqual(commands, Array(3).fill("one on null 5"));
});

test("a no is said in the server's words, and silence is told as such", async () => {
  /** @type {any} */
  const no = async () => ({ ok: false, status: 409, json: async () => ({ error: { code: "stale-command", text: "变了" } }) });
  assert.deepEqual(await send(no, "", "", {}, null), { ok: false, code: "stale-command", text: "变了" });
  const silent = async () => Promise.reject(new Error("no network"));
  assert.deepEqual(await send(silent, "", "", {}, null), { ok: false, code: "lost", text: "" });
});
