import assert from "node:assert/strict";
import { test } from "node:test";

import { Likes } from "../../../src/xiangyue/web/static/js/room/likes.js";
import { Outbox } from "../../../src/xiangyue/web/static/js/room/outbox.js";
import { newCommand, Unreachable } from "../../../src/xiangyue/web/static/js/page/post.js";
/** @import {Fate, Letter} from "../../../src/xiangyue/web/static/js/room/outbox.js" */

/** A line as the server keeps it: the same command twice is one sentence and one receipt. */
class Server {
  constructor() {
    /** @type {Map<string, number>} */
    this.seqs = new Map();
    /** @type {string[]} */
    this.said = [];
    /** @type {("ok" | "lost question" | "lost answer")[]} how the next requests fare; then all is well */
    this.network = [];
    /** @type {Fate | null} */
    this.refusal = null;
  }

  /** @param {Letter} letter @returns {Promise<Fate>} */
  async send({ command, text }) {
    const luck = this.network.shift() ?? "ok";
    if (luck === "lost question") throw new Unreachable();
    if (this.refusal !== null) return this.refusal;
    if (!this.seqs.has(command)) {
      this.said.push(text);
      this.seqs.set(command, this.said.length);
    }
    if (luck === "lost answer") throw new Unreachable();
    return { kind: "accepted", seq: this.seqs.get(command) ?? 0 };
  }
}

/** @param {Server} server @param {Map<string, any>} disk what survives a reload */
function phone(server, disk) {
  /** @type {Fate[]} */
  const fates = [];
  const world = { time: 0, pauses: 0, gone: false };
  const outbox = new Outbox({
    store: { get: (key) => structuredClone(disk.get(key) ?? null), set: (key, value) => void disk.set(key, structuredClone(value)) },
    send: (letter) => server.send(letter),
    told: (_, fate) => void fates.push(fate),
    // A phone that is switched off never comes back from its pause.
    pause: () => ((world.pauses += 1), world.gone ? new Promise(() => undefined) : Promise.resolve()),
    now: () => world.time,
    random: () => 0.5,
  });
  return { outbox, fates, world };
}

test("a lost question and a lost answer are sent again and said once", async () => {
  const server = new Server();
  server.network = ["lost question", "lost answer", "lost answer", "ok"];
  const { outbox, fates } = phone(server, new Map());
  outbox.add(newCommand(), "石室报到", 1000);
  await outbox.run();
  assert.deepEqual(server.said, ["石室报到"]);
  assert.deepEqual(fates.map(({ kind }) => kind), ["kept", "kept", "kept", "accepted"]);
});

test("what was under way is delivered after a reload, exactly once, in order", async () => {
  for (const luck of /** @type {const} */ (["lost question", "lost answer"])) {
    const server = new Server();
    const disk = new Map();
    server.network = [luck];
    const before = phone(server, disk);
    before.world.gone = true;
    before.outbox.add(newCommand(), "第一句", null);
    before.outbox.add(newCommand(), "第二句", null);
    void before.outbox.run();
    await new Promise((resolve) => setImmediate(resolve));
    const after = phone(server, disk);
    assert.equal(after.outbox.letters.length, 2);
    await after.outbox.run();
    assert.deepEqual(server.said, ["第一句", "第二句"]);
    assert.deepEqual(disk.get("outbox"), []);
  }
});

test("a refusal is told and not tried again", async () => {
  const server = new Server();
  server.refusal = { kind: "refused", code: "too-fast", text: "发得太快了", wait: 3 };
  const { outbox, fates } = phone(server, new Map());
  outbox.add(newCommand(), "快", null);
  await outbox.run();
  assert.deepEqual(fates, [server.refusal]);
  assert.deepEqual(outbox.letters, []);
});

test("it is written down before it is sent", () => {
  const disk = new Map();
  phone(new Server(), disk).outbox.add("c1", "记下了", 5);
  assert.deepEqual(disk.get("outbox"), [{ command: "c1", text: "记下了", playhead: 5, at: 0 }]);
});

test("yesterday's sentence is not sent today", () => {
  const disk = new Map([["outbox", [{ command: "c1", text: "昨天", playhead: null, at: -3_600_000 }]]]);
  assert.deepEqual(phone(new Server(), disk).outbox.letters, []);
});

test("a command is a UUID of version 4, and never the same", () => {
  const commands = Array.from({ length: 200 }, newCommand);
  for (const command of commands) assert.match(command, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(commands).size, 200);
});

test("taps become one message a second, capped, and a lost one keeps its command", async () => {
  /** @type {[string, number][]} */
  const sent = [];
  let lose = true;
  let made = 0;
  const likes = new Likes(
    async (command, n) => {
      sent.push([command, n]);
      if (lose) throw new Unreachable();
    },
    () => `c${(made += 1)}`,
  );
  const taken = Array.from({ length: 25 }, () => likes.tap()).filter(Boolean).length;
  await likes.flush();
  likes.tap();
  lose = false;
  await likes.flush();
  await likes.flush();
  await likes.flush();
  assert.equal(taken, 20);
  assert.deepEqual(sent, [["c1", 20], ["c1", 20], ["c2", 1]]);
});
