// Nothing a director typed is lost: sentences go out in their order, and what did not get through stays.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Speech } from "../../../src/xiangyue/web/static/js/console/speech.js";

/** @param {Map<string, any>} [disk] what the browser kept */
function house(disk = new Map()) {
  let made = 0;
  const world = {
    disk,
    sent: /** @type {string[]} */ ([]),
    answers: /** @type {((outcome: any) => void)[]} */ ([]),
  };
  const speech = new Speech({
    store: { get: (key) => disk.get(key) ?? null, set: (key, value) => void (value === null ? disk.delete(key) : disk.set(key, value)) },
    newCommand: () => `command-${(made += 1)}`,
    send: ({ command, voice, text }) => {
      world.sent.push(`${command} ${voice} ${text}`);
      return new Promise((resolve) => world.answers.push(resolve));
    },
    why: ({ code }) => code,
    changed() {},
  });
  return { speech, world };
}

const DONE = { ok: true, seq: 1, repeated: false };
const LOST = { ok: false, code: "lost", text: "" };
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("three in quick succession are all said, in their order", async () => {
  const { speech, world } = house();
  for (const text of ["一", "二", "三"]) void speech.say("host", text);
  assert.deepEqual(world.sent, ["command-1 host 一"]);
  for (let n = 0; n < 3; n += 1) {
    world.answers[n](DONE);
    await turn();
  }
  assert.deepEqual(world.sent, ["command-1 host 一", "command-2 host 二", "command-3 host 三"]);
  assert.deepEqual(speech.waiting, []);
  assert.equal(world.disk.size, 0);
});

test("what did not get through stays, holds up no other, and is said again as the same press", async () => {
  const { speech, world } = house();
  void speech.say("host", "一");
  void speech.say("official", "二");
  world.answers[0](LOST);
  await turn();
  world.answers[1](DONE);
  await turn();
  assert.deepEqual(speech.waiting, [{ command: "command-1", voice: "host", text: "一", no: "lost" }]);
  void speech.again("command-1");
  assert.equal(world.sent.at(-1), "command-1 host 一");
  world.answers[2](DONE);
  await turn();
  assert.deepEqual(speech.waiting, []);
});

test("a page that is loaded anew goes on with what was under way", async () => {
  const before = house();
  void before.speech.say("host", "一");
  const { speech, world } = house(before.world.disk);
  void speech.run();
  assert.deepEqual(world.sent, ["command-1 host 一"]);
  world.answers[0](DONE);
  await turn();
  assert.deepEqual([speech.waiting, world.disk.size], [[], 0]);
});

test("what is put away is not said", async () => {
  const { speech, world } = house();
  void speech.say("host", "一");
  world.answers[0](LOST);
  await turn();
  speech.drop("command-1");
  await speech.run();
  assert.deepEqual([speech.waiting, world.sent.length], [[], 1]);
});
