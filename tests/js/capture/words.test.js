import assert from "node:assert/strict";
import { test } from "node:test";

import { rehearsed, words } from "../../../src/xiangyue/web/static/js/capture/words.js";

test("a rehearsal never says that residents watch", () => {
  assert.match(words.hintLive, /居民正在看/);
  for (const said of [rehearsed.hintBegin, rehearsed.hintBeginLive, rehearsed.hintAir, rehearsed.hintLive]) {
    assert.match(said, /彩排/);
    assert.match(said, /居民看不到/);
  }
  assert.equal(rehearsed.live, "彩排中");
  assert.equal(rehearsed.onAir, "正在彩排");
});
