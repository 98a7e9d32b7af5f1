// From air to replay: the replay begins with what the finished line's head says, however late that comes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fold } from "../../../src/xiangyue/web/static/js/line/fold.js";
import { Room } from "../../../src/xiangyue/web/static/js/room/room.js";

const BASE = "/live/kecheng000000001/1/";

/** A player that plays, and writes down what it is given. */
class Player {
  condition = "playing";
  live = true;
  playhead = null;
  silenced = false;
  soundOnly = false;
  sending = true;
  video = { playbackRate: 1 };
  /** @type {any[]} */
  given = [];

  /** @param {any} source */
  async show(source) {
    this.given.push(source);
  }
  async start() {}
  cover() {}
  unload() {
    this.condition = "idle";
  }
}

/** @param {string} media @param {boolean} ended */
function head(media, ended) {
  return /** @type {any} */ ({
    lecture: "kecheng000000001",
    epoch: 1,
    started_ms: 0,
    since: [],
    ended,
    media: { base: BASE, renditions: ["source", "audio"], state: media },
  });
}

/** @param {any[]} ev */
function tick(...ev) {
  return /** @type {any} */ ({ v: 1, n: 0, at: 1000, t: 500, prev: "", hash: "", ev });
}

test("a head that comes long after the last segment: the replay waits for it, and is there", (t) => {
  t.mock.method(globalThis, "fetch", async () => new Response("{}", { status: 404 }));
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const player = new Player();
  const audience = { layer: { run() {} }, fill() {}, say() {}, redact() {} };
  /** @type {any[]} */
  const faces = [];
  const room = new Room(
    /** @type {any} */ ({
      player,
      audience,
      floor: { heard() {}, keep() {}, show() {}, cover: { now: { on: false, text: "" } } },
      now: () => 0,
      face: { show: (/** @type {any} */ scene) => faces.push(scene) },
      figures() {},
      phase() {},
      replaying() {},
      replayWanted: true,
    }),
  );
  let state = fold.seeded(null);
  room.joined(state, head("none", false)); // in the lobby, before any encoder
  const air = tick({ i: 1, k: "phase", d: { phase: "on_air" } }, { i: 2, k: "media", d: { state: "published" } });
  room.segment(air, (state = fold.segment(state, air)));
  const over = tick({ i: 3, k: "phase", d: { phase: "ended" } });
  room.segment(over, (state = fold.segment(state, over)));
  player.condition = "paused"; // nothing more to show of what was live
  for (let n = 0; n < 9; n += 1) room.tick();
  assert.deepEqual(
    player.given.filter((source) => !source.live),
    [],
  );
  player.live = false; // no tail to wait for
  room.ended(head("ended", true));
  room.tick();
  assert.deepEqual(player.given.at(-1), { base: BASE, live: false });
  room.show();
  assert.deepEqual(faces.at(-1), { slate: "ended", press: "fromStart", stamp: "replay" });
});
