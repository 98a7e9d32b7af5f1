import assert from "node:assert/strict";
import { test } from "node:test";

import { dayName, lunarDate } from "../../../src/xiangyue/web/static/js/home/lunar.js";

// New year's days and leap months as the Purple Mountain Observatory's almanac prints them.
const ALMANAC = [
  ["2021-12-08T12:00:00+08:00", "辛丑年十一月初五"],
  ["2023-03-22T12:00:00+08:00", "癸卯年闰二月初一"],
  ["2025-01-29T12:00:00+08:00", "乙巳年正月初一"],
  ["2025-07-25T12:00:00+08:00", "乙巳年闰六月初一"],
  ["2026-02-17T00:00:01+08:00", "丙午年正月初一"],
  ["2026-11-24T12:00:00+08:00", "丙午年十月十六"],
];

for (const [moment, printed] of ALMANAC) {
  test(`${moment} is ${printed}`, () => assert.equal(lunarDate(new Date(moment)), printed));
}

test("the day changes at midnight in China, wherever the reader is", () => {
  assert.equal(lunarDate(new Date("2026-02-16T15:59:59Z")), "乙巳年腊月廿九");
  assert.equal(lunarDate(new Date("2026-02-16T16:00:00Z")), "丙午年正月初一");
});

test("the days of a month are named as almanacs name them", () => {
  assert.deepEqual([1, 10, 11, 19, 20, 21, 29, 30].map(dayName), ["初一", "初十", "十一", "十九", "二十", "廿一", "廿九", "三十"]);
});
