import assert from "node:assert/strict";
import { test } from "node:test";

import { clockFace } from "../../../src/xiangyue/web/static/js/studio/health.js";

test("time on air reads as on a broadcast clock", () => {
  assert.deepEqual([-5, 0, 59_999, 60_000, 3_599_999, 3_600_000, 37_230_000].map(clockFace), [
    "0:00", "0:00", "0:59", "1:00", "59:59", "1:00:00", "10:20:30",
  ]);
});
