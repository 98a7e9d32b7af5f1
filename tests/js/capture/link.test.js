import assert from "node:assert/strict";
import { test } from "node:test";

import { Link, SENDABLE, STUCK_MS } from "../../../src/xiangyue/web/static/js/capture/link.js";
import { Kind, Outbox } from "../../../src/xiangyue/web/static/js/capture/outbox.js";

/** A server that takes each record once, behind a network that is held in the hand. */
class Server {
  constructor() {
    this.next = 1;
    this.sitting = "";
    this.sittings = 0;
    /** @type {number[]} */
    this.taken = [];
    /** @type {FakeSocket[]} */
    this.sockets = [];
    /** @type {any[]} */
    this.said = [];
    this.refusal = /** @type {{ code: string, text: string } | null} */ (null);
    this.permits = /** @type {(string | Error | { code: string, text: string })[]} */ ([]);
    this.time = 1000;
    this.onlineNow = true;
    this.asked = /** @type {boolean[]} */ ([]);
  }

  get socket() {
    return this.sockets[this.sockets.length - 1];
  }

  forget() {
    this.sitting = "";
  }

  /** @param {any} hello */
  greet({ sitting }) {
    if (this.refusal) return { refused: this.refusal };
    const resumed = sitting !== "" && sitting === this.sitting;
    if (!resumed) {
      this.sitting = `s${++this.sittings}`;
      this.next = 1;
    }
    return { welcome: { sitting: this.sitting, next: this.next, resumed } };
  }
}

class FakeSocket {
  /** @param {Server} server */
  constructor(server) {
    this.server = server;
    this.bufferedAmount = 0;
    this.binaryType = "";
    this.alive = true; // whether what is sent arrives
    this.closed = false;
    this.onopen = this.onclose = /** @type {any} */ (null);
    this.onmessage = /** @type {any} */ (null);
    server.sockets.push(this);
  }

  /** @param {string | Uint8Array} message */
  send(message) {
    const { server } = this;
    if (!this.alive) return;
    if (typeof message === "string") {
      const said = JSON.parse(message);
      server.said.push(said);
      if (said.hello) this.hear(server.greet(said.hello));
      return;
    }
    const seq = new DataView(message.buffer).getUint32(1);
    if (seq >= server.next) {
      server.taken.push(seq);
      server.next = seq + 1;
    }
  }

  /** @param {object} message */
  hear(message) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  close() {
    this.closed = true;
  }
}

/** @param {Server} server */
function page(server) {
  const outbox = new Outbox();
  const states = /** @type {string[]} */ ([]);
  const began = { times: 0 };
  const world = {
    open: () => /** @type {any} */ (new FakeSocket(server)),
    permit: async (/** @type {boolean} */ fresh) => {
      server.asked.push(fresh);
      const permit = server.permits.shift() ?? "token";
      if (typeof permit === "string") return permit;
      throw permit;
    },
    online: () => server.onlineNow,
    now: () => server.time,
    random: () => 0,
  };
  const link = new Link("ws://x", outbox, world, { agent: "Test", changed: () => void states.push(link.state), began: () => void (began.times += 1) });
  return { link, outbox, states, began };
}

/** @param {Server} server */
async function settled(server) {
  await new Promise((resolve) => setImmediate(resolve));
  const { socket } = server;
  if (socket && !socket.closed && socket.onopen) socket.onopen();
}

/** @param {Outbox} outbox @param {number} count */
function add(outbox, count) {
  for (let index = 0; index < count; index += 1) outbox.add(Kind.picture, index * 33_000, new Uint8Array(10));
}

const range = (/** @type {number} */ from, /** @type {number} */ to) => Array.from({ length: to - from }, (_, index) => from + index);

test("it greets, is welcomed and sends in order", async () => {
  const server = new Server();
  const { link, outbox, states, began } = page(server);
  link.start();
  await settled(server);
  assert.deepEqual(server.said[0].hello, { token: "token", sitting: "", agent: "Test" });
  assert.deepEqual(states, ["connecting", "open"]);
  assert.equal(began.times, 1);
  add(outbox, 50);
  link.pump();
  assert.deepEqual(server.taken, range(1, 51));
  server.socket.hear({ next: 51 });
  assert.equal(outbox.size, 0);
});

test("a cut in the middle loses nothing and sends nothing twice that was taken", async () => {
  const server = new Server();
  const { link, outbox, states, began } = page(server);
  link.start();
  await settled(server);
  add(outbox, 30);
  link.pump();
  server.socket.hear({ next: 21 }); // ten more have arrived, of which the page never hears
  server.socket.alive = false;
  add(outbox, 30);
  link.pump();
  link.lost();
  assert.equal(link.state, "waiting");
  add(outbox, 40);
  server.time += 5000;
  link.pump();
  await settled(server);
  assert.equal(server.said.at(-1).hello.sitting, "s1");
  assert.deepEqual(server.taken, range(1, 101));
  assert.equal(began.times, 1);
  assert.deepEqual(states, ["connecting", "open", "waiting", "connecting", "open"]);
});

test("a server that has forgotten us gets a fresh sitting, not an old recording", async () => {
  const server = new Server();
  const { link, outbox, began } = page(server);
  link.start();
  await settled(server);
  add(outbox, 30);
  link.lost();
  server.forget();
  link.found();
  await settled(server);
  assert.equal(began.times, 2);
  assert.equal(outbox.size, 0);
  add(outbox, 3);
  server.taken = [];
  link.pump();
  assert.deepEqual(server.taken, [1, 2, 3]);
});

test("a connection on which nothing is acknowledged is given up", async () => {
  const server = new Server();
  const { link, outbox } = page(server);
  link.start();
  await settled(server);
  server.socket.alive = false;
  add(outbox, 5);
  link.pump();
  server.time += STUCK_MS + 1;
  link.pump();
  assert.equal(link.state, "waiting");
  assert.equal(server.socket.closed, true);
});

test("a quiet page still speaks, and an idle one is not stuck", async () => {
  const server = new Server();
  const { link } = page(server);
  link.start();
  await settled(server);
  for (let index = 0; index < 10; index += 1) {
    server.time += 1000;
    link.pump();
  }
  assert.equal(link.state, "open");
  assert.ok(server.said.filter((said) => Object.keys(said).length === 0).length >= 3);
});

test("what the browser holds unsent is bounded", async () => {
  const server = new Server();
  const { link, outbox } = page(server);
  link.start();
  await settled(server);
  server.socket.bufferedAmount = SENDABLE + 1;
  add(outbox, 5);
  link.pump();
  assert.deepEqual(server.taken, []);
  server.socket.bufferedAmount = 0;
  link.pump();
  assert.deepEqual(server.taken, [1, 2, 3, 4, 5]);
});

test("a refusal is the end until somebody presses again", async () => {
  const server = new Server();
  const { link, states } = page(server);
  link.start();
  await settled(server);
  server.socket.hear({ refused: { code: "BadName", text: "另一台设备已接管直播。" } });
  assert.equal(link.state, "refused");
  assert.equal(link.refusal?.code, "BadName");
  server.time += 60_000;
  link.pump();
  link.found();
  assert.equal(server.sockets.length, 1);
  link.start();
  await settled(server);
  assert.deepEqual(states, ["connecting", "open", "refused", "connecting", "open"]);
});

test("offline, nothing is tried; online, at once", async () => {
  const server = new Server();
  const { link } = page(server);
  link.start();
  await settled(server);
  server.onlineNow = false;
  link.lost();
  server.time += 60_000;
  link.pump();
  assert.equal(server.sockets.length, 1);
  server.onlineNow = true;
  link.found();
  await settled(server);
  assert.equal(link.state, "open");
});

test("without a permit a seated page still comes back; one that may not any more is told", async () => {
  const server = new Server();
  const { link } = page(server);
  link.start();
  await settled(server);
  link.lost();
  server.permits = [new Error("the pages are down")];
  link.found();
  await settled(server);
  assert.equal(link.state, "open");
  link.lost();
  server.permits = [{ code: "forbidden", text: "您没有这项权限。" }];
  link.found();
  await settled(server);
  assert.equal(link.state, "refused");
  assert.equal(link.refusal?.text, "您没有这项权限。");
});

test("stopping is said, and the next start is a new sitting", async () => {
  const server = new Server();
  const { link } = page(server);
  link.start();
  await settled(server);
  link.stop();
  assert.deepEqual(server.said.at(-1), { stop: true });
  link.start();
  await settled(server);
  assert.equal(server.said.at(-1).hello.sitting, "");
});
