import { test } from "node:test";
import assert from "node:assert/strict";
import { holdsNumber } from "../../../src/xiangyue/web/static/js/page/careful.js";

test("a mobile or identity number is seen in whichever width, other numbers are not", () => {
  const seen = ["联系我 13912345678", "139 1234 5678", "１３９１２３４５６７８", "32130219900101123X", "上街 31 号", "12345", "1391234567890"];
  assert.deepEqual(seen.map(holdsNumber), [true, true, true, true, false, false, false]);
});
