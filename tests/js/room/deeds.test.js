import assert from "node:assert/strict";
import { test } from "node:test";

import { Deeds } from "../../../src/xiangyue/web/static/js/room/deeds.js";
import { Unreachable } from "../../../src/xiangyue/web/static/js/page/post.js";

/** The house: the same command twice is one deed and one receipt; the first answer counts. */
class House {
  constructor() {
    /** @type {Map<string, number>} */
    this.seqs = new Map();
    /** @type {[string, Record<string, any>][]} */
    this.log = [];
    /** @type {("ok" | "lost answer" | "busy" | "down")[]} */
    this.network = [];
    /** @type {{code: string, text: string} | null} */
    this.refusal = null;
    /** @type {Record<string, any>} */
    this.mine = {};
  }

  /** @param {string} verb @param {Record<string, any>} body */
  async send(verb, body) {
    const luck = this.network.shift() ?? "ok";
    if (luck === "down") throw new Unreachable();
    if (luck === "busy") return { status: 429, code: "room-busy", text: "", wait: 1, body: {} };
    if (verb === "mine") return { status: 200, code: "", text: "", wait: 0, body: this.mine };
    if (this.refusal !== null) return { status: 409, ...this.refusal, wait: 0, body: {} };
    if (!this.seqs.has(body.command)) {
      this.log.push([verb, body]);
      this.seqs.set(body.command, this.log.length);
    }
    if (luck === "lost answer") throw new Unreachable();
    return { status: 200, code: "", text: "", wait: 0, body: { seq: this.seqs.get(body.command) } };
  }
}

/** @param {House} house @param {Map<string, any>} disk what survives a reload */
function phone(house, disk) {
  let commands = disk.size * 100;
  const world = { changes: 0, off: false };
  const deeds = new Deeds({
    store: {
      get: (key) => structuredClone(disk.get(key) ?? null),
      set: (key, value) => void disk.set(key, structuredClone(value)),
    },
    send: (verb, body) => house.send(verb, body),
    newCommand: () => `c${(commands += 1)}`,
    changed: () => void (world.changes += 1),
    pause: () => (world.off ? new Promise(() => undefined) : Promise.resolve()),
    now: () => 0,
    random: () => 0.5,
  });
  return { deeds, world };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("an answer is written down, sent once and kept with its receipt", async () => {
  const house = new House();
  const disk = new Map();
  const { deeds } = phone(house, disk);
  deeds.answer(7, [2]);
  assert.equal(deeds.standing("answer", 7).kind, "sending");
  assert.deepEqual(deeds.answered(7), [2]);
  deeds.answer(7, [1]);
  await settled();
  assert.equal(deeds.standing("answer", 7).kind, "received");
  deeds.answer(7, [0]);
  await settled();
  assert.deepEqual(
    house.log.map(([verb, { item, choice }]) => [verb, item, choice]),
    [["answer", 7, [2]]],
  );
  const again = phone(house, disk).deeds;
  assert.deepEqual([again.answered(7), again.own.receipts[7]], [[2], 1]);
});

test("after a lost answer, and a reload, it goes again under the same command", async () => {
  const house = new House();
  const disk = new Map();
  house.network = ["lost answer"];
  const { deeds, world } = phone(house, disk);
  world.off = true;
  deeds.answer(7, "1200");
  await settled();
  assert.equal(deeds.standing("answer", 7).kind, "kept");
  const again = phone(house, disk).deeds;
  assert.equal(again.standing("answer", 7).kind, "kept");
  assert.equal(again.answered(7), "1200");
  await again.run();
  assert.equal(again.standing("answer", 7).kind, "received");
  assert.equal(house.log.length, 1);
});

test("a busy room is asked again; nothing is dropped", async () => {
  const house = new House();
  house.network = ["busy", "down", "busy"];
  const { deeds } = phone(house, new Map());
  deeds.vote(3, [0, 1]);
  await settled();
  assert.deepEqual(deeds.voted(3), [0, 1]);
  assert.equal(deeds.standing("vote", 3).kind, "received");
});

test("the last vote counts", async () => {
  const { deeds } = phone(new House(), new Map());
  deeds.vote(3, [0]);
  deeds.vote(3, [2]);
  assert.deepEqual(deeds.voted(3), [2]);
  await settled();
  assert.deepEqual(deeds.own.votes, { 3: [2] });
});

test("refused: the words of the house; answered on another phone: what was answered there", async () => {
  const house = new House();
  const { deeds } = phone(house, new Map());
  house.refusal = { code: "answers-closed", text: "时间到了" };
  deeds.answer(7, [1]);
  await settled();
  assert.deepEqual(deeds.standing("answer", 7), { kind: "refused", code: "answers-closed", text: "时间到了" });
  assert.equal(deeds.answered(7), null);
  house.refusal = { code: "already-answered", text: "答过了" };
  house.mine = { answers: { 8: [0] }, votes: { 3: [1] }, ups: [5], asks: [4] };
  deeds.answer(8, [1]);
  await settled();
  assert.deepEqual([deeds.answered(8), deeds.voted(3), deeds.wants(5)], [[0], [1], true]);
});

test("a question is listed as received with its number; a refused one is given back", async () => {
  const house = new House();
  const { deeds } = phone(house, new Map());
  deeds.ask("能报销吗");
  assert.deepEqual(
    deeds.own.asks.map(({ i, text }) => [i, text]),
    [[0, "能报销吗"]],
  );
  await settled();
  assert.deepEqual(
    deeds.own.asks.map(({ i, text }) => [i, text]),
    [[1, "能报销吗"]],
  );
  house.refusal = { code: "muted", text: "请先听一会儿" };
  deeds.ask("再问一句");
  const { command } = deeds.own.asks[1];
  await settled();
  assert.equal(deeds.own.asks.length, 1);
  assert.equal(deeds.standing("ask", command).text, "请先听一会儿");
  deeds.heard({ asks: [[1, "declined"]] });
  assert.equal(deeds.own.asks[0].state, "declined");
});

test("wanting it twice is wanting it once", async () => {
  const house = new House();
  const { deeds } = phone(house, new Map());
  deeds.up(5);
  deeds.up(5);
  await settled();
  deeds.up(5);
  await settled();
  assert.equal(house.log.length, 1);
  house.refusal = { code: "already-up", text: "" };
  deeds.up(6);
  await settled();
  assert.equal(deeds.wants(6), true);
});

test("a question asked on another device is known by its number, and once", async () => {
  const house = new House();
  const { deeds } = phone(house, new Map());
  house.network.push("lost answer");
  deeds.ask("怎么缴？");
  house.mine = { asks: [1, [9, "declined"]] };
  await deeds.refresh();
  await settled();
  assert.deepEqual(deeds.own.asks.map(({ i, text }) => [i, text]), [[1, "怎么缴？"], [9, ""]]);
});
