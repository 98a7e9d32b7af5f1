// From air to replay: the replay begins with what the finished line's head says, however late that comes, and only if
// its studio shows it.
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

/** A room whose studio has said so much of its replay. @param {import("node:test").TestContext} t @param {boolean | null} open */
function house(t, open) {
  t.mock.method(globalThis, "fetch", async () => new Response("{}", { status: 404 }));
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const player = new Player();
  const kept = { open, asked: /** @type {string[]} */ ([]), look: async (/** @type {string} */ base) => void kept.asked.push(base) };
  /** @type {any[]} */
  const faces = [];
  /** @type {boolean[]} */
  const offered = [];
  const room = new Room(
    /** @type {any} */ ({
      player,
      audience: { layer: { run() {} }, fill() {}, say() {}, redact() {} },
      floor: { heard() {}, keep() {}, show() {}, cover: { now: { on: false, text: "" } } },
      now: () => 0,
      face: { show: (/** @type {any} */ scene) => faces.push(scene) },
      figures() {},
      phase() {},
      replaying: (/** @type {boolean} */ on) => offered.push(on),
      kept,
    }),
  );
  return { room, player, kept, faces, offered };
}

/** From the lobby over the air to the end of the line. @param {Room} room @param {Player} player */
function evening(room, player) {
  let state = fold.seeded(null);
  room.joined(state, head("none", false)); // in the lobby, before any encoder
  const air = tick({ i: 1, k: "phase", d: { phase: "on_air" } }, { i: 2, k: "media", d: { state: "published" } });
  room.segment(air, (state = fold.segment(state, air)));
  const over = tick({ i: 3, k: "phase", d: { phase: "ended" } });
  room.segment(over, (state = fold.segment(state, over)));
  player.condition = "paused"; // nothing more to show of what was live
}

test("a head that comes long after the last segment: the replay waits for it, and is there", (t) => {
  const { room, player, faces } = house(t, true);
  evening(room, player);
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

test("a replay kept back is not offered until its studio shows it, and not any longer than that", async (t) => {
  const { room, player, kept, faces, offered } = house(t, null);
  evening(room, player);
  player.live = false;
  room.ended(head("ended", true));
  room.tick();
  assert.deepEqual(kept.asked, [BASE]);
  assert.deepEqual(faces.at(-1), { slate: "endedEmpty", press: "none", stamp: "none" }); // nobody has answered yet

  kept.open = false;
  room.decided();
  assert.deepEqual(faces.at(-1), { slate: "endedKept", press: "none", stamp: "none" });
  assert.equal(player.given.some(({ live }) => !live), false);

  kept.open = true;
  room.decided();
  assert.deepEqual(player.given.at(-1), { base: BASE, live: false });
  assert.deepEqual(faces.at(-1), { slate: "ended", press: "fromStart", stamp: "replay" });

  player.condition = "playing";
  kept.open = false;
  room.decided();
  assert.equal(player.condition, "idle");
  assert.deepEqual(faces.at(-1), { slate: "endedKept", press: "none", stamp: "none" });
  assert.deepEqual(offered, [false, true, false]);
  await new Promise((resolve) => setImmediate(resolve)); // what was said is read to its end
});

test("of a lecture that nobody recorded nothing is asked", async (t) => {
  const { room, player, kept, faces } = house(t, null);
  evening(room, player);
  player.live = false;
  room.ended(head("none", true));
  room.tick();
  assert.deepEqual(kept.asked, []);
  assert.deepEqual(faces.at(-1), { slate: "endedEmpty", press: "none", stamp: "none" });
  await new Promise((resolve) => setImmediate(resolve));
});

test("a lecture that ends in its lobby was called off, and whoever waits reads so", async (t) => {
  const { room, player, faces } = house(t, null);
  const lobby = fold.seeded(null);
  room.joined(lobby, head("none", false));
  const over = tick({ i: 1, k: "phase", d: { phase: "ended" } });
  room.segment(over, fold.segment(lobby, over));
  assert.deepEqual(faces.at(-1), { slate: "calledOff", press: "none", stamp: "none" });
  player.live = false;
  room.ended(head("none", true));
  room.tick();
  assert.deepEqual(faces.at(-1), { slate: "calledOff", press: "none", stamp: "none" });
  await new Promise((resolve) => setImmediate(resolve));
});

test("who was away while it was on air is not told that it was called off", async (t) => {
  const { room, player, faces } = house(t, null);
  room.joined(fold.seeded(null), head("none", false));
  const air = tick({ i: 1, k: "part", d: { p: 3, title: "" }, m: 0 }, { i: 2, k: "phase", d: { phase: "ended" } });
  player.live = false;
  player.condition = "idle";
  room.joined(fold.segment(fold.seeded(null), air), head("none", false));
  assert.deepEqual(faces.at(-1), { slate: "endedEmpty", press: "none", stamp: "none" });
  await new Promise((resolve) => setImmediate(resolve));
});
