import assert from "node:assert/strict";
import { test } from "node:test";

import { LineClient } from "../../../src/xiangyue/web/static/js/line/client.js";
/** @import {Segment, State} from "../../../src/xiangyue/web/static/js/line/wire.js" */

const START = 1_000_000;

/** A server and a clock, both held in the hand: every sleep passes at once, a hold seals the next tick. */
class World {
  constructor() {
    this.time = START;
    this.epoch = 1;
    /** @type {Segment[]} */
    this.line = [];
    this.mode = "hold";
    this.snapshotAt = /** @type {number | null} */ (null);
    this.ended = false;
    /** @type {string[]} */
    this.asked = [];
    /** @type {number[]} */
    this.slept = [];
    /** @type {(path: string) => Response | void} what goes wrong, if anything */
    this.trouble = () => undefined;
    /** @type {(n: number) => void} what happens while a request waits */
    this.meanwhile = () => undefined;
    this.seal([{ i: 1, k: "opened", d: { title: "用电", studio: "红荷颂" } }]);
  }

  /** @param {any[]} [ev] */
  seal(ev = []) {
    const n = this.line.length;
    const hash = `${this.epoch}:${n}`;
    this.line.push({ v: 1, n, at: this.time + 5000, t: 500, prev: `${this.epoch}:${n - 1}`, hash, ev });
  }

  get surroundings() {
    return {
      now: () => this.time,
      random: () => 0.5,
      /** @param {number} ms @param {AbortSignal} signal */
      sleep: async (ms, signal) => {
        if (ms === 12_000) return new Promise((/** @type {(value: void) => void} */ resolve) => signal.addEventListener("abort", () => resolve()));
        this.slept.push(ms);
        this.time += ms;
      },
      /** @param {string} url */
      fetch: async (url) => {
        const path = url.replace("/live/abc", "");
        this.asked.push(path);
        await null;
        return this.trouble(path) ?? this.answer(path);
      },
    };
  }

  /** @param {string} path */
  answer(path) {
    const [, epoch, what, number] = path.split("/");
    if (epoch === "head") return this.head();
    if (Number(epoch) !== this.epoch) return new Response("", { status: 410 });
    const n = Number(number);
    if (what === "s") return Response.json({ v: 1, k: n, n: n * 10 + 9, state: this.states(n * 10 + 10) });
    if (n >= this.line.length) {
      this.time += 500;
      this.meanwhile(n);
      if (n >= this.line.length) this.seal();
    }
    return Response.json(this.line[n]);
  }

  head() {
    const since = this.line.slice(this.snapshotAt === null ? 0 : this.snapshotAt * 10 + 10);
    return Response.json({
      v: 1, lecture: "abc", epoch: this.epoch, head: this.line.length - 1, tick_ms: 500, snapshot: this.snapshotAt,
      since, server_ms: this.time + 5000, mode: this.mode, phase: "lobby", ended: this.ended, started_ms: START,
      media: { base: "/live/abc/1/", renditions: [], state: "none" },
    });
  }

  /** @param {number} count the likes of the first `count` ticks, as a snapshot knows them */
  states(count) {
    return { likes: count, recent: [], redacted: [] };
  }
}

/**
 * Reads until so many segments came, then stops.
 * @param {World} world
 * @param {number} count
 */
async function read(world, count) {
  /** @type {{joined: State[], numbers: number[], connected: boolean[], ended: number, client: LineClient}} */
  const heard = { joined: [], numbers: [], connected: [], ended: 0, client: /** @type {any} */ (null) };
  heard.client = new LineClient(
    "abc",
    {
      joined: (state) => void heard.joined.push(state),
      segment: ({ n }) => {
        heard.numbers.push(n);
        if (heard.numbers.length === count) heard.client.close();
      },
      connected: (connected) => void heard.connected.push(connected),
      ended: () => void (heard.ended += 1),
    },
    world.surroundings,
  );
  await heard.client.run();
  return heard;
}

test("a late joiner needs two requests, then asks tick by tick", async () => {
  const world = new World();
  while (world.line.length < 13) world.seal([{ i: world.line.length + 1, k: "like", d: { n: 2 } }]);
  world.snapshotAt = 0;
  const { joined, numbers } = await read(world, 3);
  assert.deepEqual(world.asked, ["/head", "/1/s/0", "/1/e/13", "/1/e/14", "/1/e/15"]);
  assert.deepEqual(numbers, [13, 14, 15]);
  assert.equal(joined[0].likes, 10 + 3 * 2); // ten of the snapshot's fold, then what came since it
});

test("it knows the server's clock, not the phone's", async () => {
  const { client } = await read(new World(), 1);
  assert.equal(client.clock.offset, 5000);
});

test("a server that is away is asked after 1, 2, 4, 8 s with full jitter, and the reading goes on where it was", async () => {
  const world = new World();
  let failures = 5;
  world.trouble = (path) => {
    if (path === "/1/e/2" && failures > 0) throw new TypeError("connection refused");
    if (path === "/head" && world.asked.length > 1 && failures-- > 0) throw new TypeError("connection refused");
  };
  const { numbers, connected } = await read(world, 3);
  assert.deepEqual(world.slept.slice(0, 6), [500, 1000, 2000, 4000, 4000, 4000]); // half of each ceiling
  assert.deepEqual(numbers, [1, 2, 3]);
  assert.deepEqual(connected, [false, true]);
});

test("a new epoch is joined afresh without a word about the network", async () => {
  const world = new World();
  world.meanwhile = (n) => {
    if (n !== 2) return;
    world.epoch = 2;
    world.line = [];
    for (let again = 0; again <= n; again += 1) world.seal();
  };
  const { joined, numbers, connected } = await read(world, 3);
  assert.equal(joined.length, 2);
  assert.deepEqual(numbers, [1, 3, 4]);
  assert.deepEqual(connected, []);
});

test("a segment that does not follow the one before is not believed", async () => {
  const world = new World();
  world.trouble = (path) => {
    if (path !== "/1/e/2" || world.asked.length > 4) return;
    return Response.json({ ...world.line[1], n: 2, prev: "another line", hash: "x" });
  };
  const { joined, numbers } = await read(world, 3);
  assert.equal(joined.length, 2);
  assert.deepEqual(numbers, [1, 2, 3]);
});

test("a phone that slept for longer than a minute takes the snapshot, not every tick", async () => {
  const world = new World();
  world.meanwhile = (n) => {
    if (n !== 3) return;
    world.seal(); // the answer it had asked for; it reads it when it wakes
    world.time += 3_600_000;
    while (world.line.length < 30) world.seal();
    world.snapshotAt = 1;
  };
  const { joined, numbers } = await read(world, 3);
  assert.deepEqual(numbers, [1, 2, 30]);
  assert.equal(joined.length, 2);
});

test("clocked mode asks at seal time and a little later, never before", async () => {
  const world = new World();
  world.mode = "clocked";
  await read(world, 2);
  // By the server's clock, 5 s ahead of the phone's: each time 500 ms to the next seal, and half of the spread.
  assert.deepEqual(world.slept, [700, 700]);
});

test("the last segment ends the reading", async () => {
  const world = new World();
  world.meanwhile = (n) => {
    if (n !== 2) return;
    world.seal();
    world.line[n].last = true;
    world.ended = true;
  };
  const { ended, numbers } = await read(world, 99);
  assert.deepEqual([ended, numbers], [1, [1, 2]]);
});

test("a finished lecture is one look", async () => {
  const world = new World();
  world.ended = true;
  const { ended, joined } = await read(world, 99);
  assert.deepEqual([ended, joined.length, world.asked], [1, 1, ["/head"]]);
});
