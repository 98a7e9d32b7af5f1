// What a preparation page says when its lecture is elsewhere by now.

import assert from "node:assert/strict";
import { test } from "node:test";

import { moved } from "../../../src/xiangyue/web/static/js/page/opened.js";

test("it says what the lecture is now, and nothing while the page is right", () => {
  const table = /** @type {[string, {lecture: string | null, state?: string}, string][]} */ ([
    ["PUBLISHED", { lecture: null }, ""],
    ["PUBLISHED", { lecture: "other", state: "ON_AIR" }, ""], // the studio holds something else
    ["PUBLISHED", { lecture: "this", state: "LOBBY" }, "LOBBY"],
    ["PUBLISHED", { lecture: "this", state: "ON_AIR" }, "ON_AIR"],
    ["LOBBY", { lecture: "this", state: "LOBBY" }, ""],
    ["LOBBY", { lecture: "this", state: "ON_AIR" }, "ON_AIR"],
    ["ON_AIR", { lecture: null }, "OVER"],
  ]);
  for (const [made, health, said] of table) assert.equal(moved(made, "this", health), said, JSON.stringify([made, health]));
});
