import assert from "node:assert/strict";
import { test } from "node:test";

import { scene } from "../../../src/xiangyue/web/static/js/room/stage.js";
import { countdown } from "../../../src/xiangyue/web/static/js/room/lobby.js";
import { count } from "../../../src/xiangyue/web/static/js/room/words.js";
/** @import {Situation} from "../../../src/xiangyue/web/static/js/room/stage.js" */

/** @type {Situation} */
const PLAYING = {
  phase: "on_air",
  calledOff: false,
  replay: false,
  media: "live",
  condition: "playing",
  silenced: false,
  recorded: true,
  kept: false,
  covered: false,
};

/** @param {Partial<Situation>} change */
const shows = (change) => {
  const { slate, press, stamp } = scene({ ...PLAYING, ...change });
  return `${slate} ${press} ${stamp}`;
};

test("what stands on the stage", () => {
  const table = /** @type {[Partial<Situation>, string][]} */ ([
    [{}, "none none live"],
    [{ silenced: true }, "none unmute live"],
    [{ phase: "lobby", condition: "idle", media: "none" }, "lobby none lobby"],
    [{ phase: "lobby", condition: "idle" }, "lobby none lobby"], // the encoder is there, the lecture is not
    [{ media: "none", condition: "idle" }, "soon none live"],
    [{ condition: "blocked" }, "play play live"],
    [{ condition: "starting" }, "connecting none live"],
    [{ condition: "waiting" }, "connecting none live"],
    [{ condition: "paused" }, "none resume live"],
    [{ media: "away" }, "none none live"], // the last seconds are still on the screen
    [{ media: "away", condition: "waiting" }, "away none live"],
    [{ condition: "unable" }, "unable none live"],
    [{ phase: "ended" }, "none none none"], // the last words on their way
    [{ phase: "ended", recorded: false, condition: "idle" }, "endedEmpty none none"],
    [{ phase: "ended", recorded: false, kept: true }, "none none none"], // heard out
    [{ phase: "ended", recorded: false, kept: true, condition: "waiting" }, "endedKept none none"],
    [{ phase: "ended", replay: true, condition: "idle" }, "ended fromStart replay"],
    [{ phase: "ended", replay: true }, "none none replay"],
    [{ phase: "ended", replay: true, condition: "waiting" }, "connecting none replay"],
    [{ phase: "ended", replay: true, condition: "paused" }, "none resume replay"],
    [{ phase: "ended", replay: true, condition: "ended" }, "ended again replay"],
    [{ phase: "ended", replay: true, recorded: false, condition: "idle" }, "endedEmpty none none"],
    [{ phase: "ended", replay: true, recorded: false, kept: true, condition: "idle" }, "endedKept none none"],
    [{ phase: "ended", calledOff: true, media: "none", condition: "idle" }, "calledOff none none"],
    [{ phase: "ended", calledOff: true, replay: true, kept: true, condition: "idle" }, "calledOff none none"],
    [{ covered: true, silenced: true }, "cover none live"],
    [{ covered: true, condition: "waiting" }, "cover none live"],
    [{ covered: true, media: "away", condition: "waiting" }, "cover none live"],
    [{ covered: true, condition: "paused" }, "cover resume live"],
    [{ covered: true, condition: "blocked" }, "play play live"],
    [{ covered: true, phase: "ended", replay: true }, "cover none replay"],
  ]);
  for (const [change, wanted] of table) assert.equal(shows(change), wanted, JSON.stringify(change));
});

test("how long until it begins", () => {
  const minute = 60_000;
  assert.equal(countdown(-1), "请稍候，宣讲马上开始");
  assert.equal(countdown(90_000), "还有 1 分 30 秒");
  assert.equal(countdown(80 * minute), "还有 1 小时 20 分");
  assert.equal(countdown((49 * 60 + 5) * minute), "还有 2 天 1 小时");
});

test("counts as people read them", () => {
  assert.deepEqual([0, 2914, 13_000, 10_000, 702_300].map(count), ["0", "2,914", "1.3 万", "1 万", "70 万"]);
});
