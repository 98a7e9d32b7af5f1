import assert from "node:assert/strict";
import { test } from "node:test";

import { choices, matching, nearest, remembered } from "../../../src/xiangyue/web/static/js/street/near.js";
/** @import {Kind, Spot} from "../../../src/xiangyue/web/static/js/street/near.js" */

/** @type {(id: string, lat: number, datum?: string) => Spot} */
const spot = (id, lat, datum = "WGS84") => [id, `店${id}`, "新桥街", "FRONT", "fushan", lat, 118_870_000, datum];

test("the nearest first, and nothing measured in another system", () => {
  const places = [spot("far", 28_980_000), spot("near", 28_970_100), spot("other", 28_970_000, "GCJ02")];
  const found = nearest(places, { lat: 28.97, lon: 118.87 }, 5);
  assert.deepEqual(found.map(({ place, away }) => [place[0], Math.round(away)]), [["near", 11], ["far", 1112]]);
});

test("every word has to be there", () => {
  const places = [spot("一", 1), spot("二", 2)];
  assert.deepEqual(matching(places, "新桥 店二", (place) => `${place[1]} ${place[2]}`).map(([id]) => id), ["二"]);
});

test("what was used last comes first, and only what this capacity may report", () => {
  /** @type {Kind[]} */
  const kinds = [
    { code: "street", name: "街面", via: ["unit"], categories: [["wires", "飞线", "", 30, true], ["grease", "油污", "", 30, true]] },
    { code: "secret", name: "暗访", via: ["inspector"], categories: [["x", "x", "", 1, false]] },
  ];
  const found = choices(kinds, "unit", ["street/grease"]).map(({ category }) => category[0]);
  assert.deepEqual(found, ["grease", "wires"]);
  assert.deepEqual(remembered(["a", "b"], "b", 2), ["b", "a"]);
});

test("each field of work stands in one piece, whatever the order of the table", () => {
  /** @type {Kind[]} */
  const kinds = [
    {
      code: "hazard",
      name: "隐患",
      via: ["unit"],
      categories: [["exit", "出口", "", 30, true, "消防"], ["hose", "软管", "", 30, true, "燃气"], ["lamp", "应急灯", "", 30, true, "消防"]],
    },
  ];
  assert.deepEqual(choices(kinds, "unit", []).map(({ category }) => category[0]), ["exit", "lamp", "hose"]);
});
