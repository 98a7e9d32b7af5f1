import assert from "node:assert/strict";
import { test } from "node:test";

import * as voucher from "../../../src/xiangyue/web/static/js/residents/voucher.js";
import { Tickets } from "../../../src/xiangyue/web/static/js/room/ticket.js";

const FAR_MS = 3_600_000;

/** A drawer as the browser keeps it. */
function drawer() {
  const kept = new Map();
  return {
    get: (/** @type {string} */ key) => kept.get(key) ?? null,
    set: (/** @type {string} */ key, /** @type {unknown} */ value) => void kept.set(key, value),
  };
}

/** A server that answers when told to: each ticket carries the name that was asked for. */
class Server {
  constructor() {
    /** @type {(() => void)[]} */
    this.waiting = [];
    /** @type {string[]} */
    this.asked = [];
  }

  /** @param {string | URL | Request} _url @param {RequestInit} [init] @returns {Promise<Response>} */
  fetch(_url, init) {
    const { name = "" } = JSON.parse(String(init?.body));
    this.asked.push(name);
    const ticket = { ticket: `t-${name}`, pseudonym: "p", name: name || "乡亲1234", level: "guest", expires_ms: FAR_MS };
    return new Promise((resolve) => this.waiting.push(() => resolve(Response.json(ticket))));
  }

  /** Lets the oldest question be answered, and everybody who waited for it go on. */
  async answer() {
    this.waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function room() {
  const server = new Server();
  const tickets = new Tickets("lecture", drawer(), (url, init) => server.fetch(url, init), () => 0);
  return { server, tickets };
}

test("all who need a ticket share one question", async () => {
  const { server, tickets } = room();
  const both = Promise.all([tickets.valid(), tickets.valid()]);
  await server.answer();
  assert.deepEqual((await both).map((held) => held?.name), ["乡亲1234", "乡亲1234"]);
  assert.equal(server.asked.length, 1);
});

test("a name chosen while a nameless ticket is on its way is the name one gets", async () => {
  const { server, tickets } = room();
  const nameless = tickets.valid();
  const naming = tickets.take("石室老李");
  await server.answer();
  await server.answer();
  await Promise.all([nameless, naming]);
  assert.deepEqual(server.asked, ["", "石室老李"]);
  assert.equal(tickets.held?.name, "石室老李");
  assert.equal(tickets.named, true);
});

test("a ticket needed while a name is on its way is the named one", async () => {
  const { server, tickets } = room();
  const naming = tickets.take("石室老李");
  const needed = tickets.valid();
  await server.answer();
  assert.equal((await needed)?.name, "石室老李");
  await naming;
  assert.equal(server.asked.length, 1);
});

test("a voucher that was got meanwhile makes the next ticket a verified one; a worn-out one makes a guest", async () => {
  /** @type {any[]} */
  const asked = [];
  let good = true;
  /** @type {typeof globalThis.fetch} */
  const fetch = async (_url, init) => {
    const body = JSON.parse(String(init?.body));
    asked.push(body.voucher ?? "");
    if (body.voucher && !good)
      return Response.json({ error: { code: "voucher-invalid", text: "过期" } }, { status: 403 });
    const level = body.voucher ? "verified" : "guest";
    return Response.json({ ticket: level, pseudonym: "p", name: "乡亲", level, expires_ms: FAR_MS });
  };
  const tickets = new Tickets("l", drawer(), fetch, () => 0);
  assert.equal((await tickets.valid())?.level, "guest");
  voucher.keep("v");
  assert.equal((await tickets.valid())?.level, "verified");
  assert.equal((await tickets.valid())?.level, "verified");
  good = false;
  tickets.forget();
  assert.equal((await tickets.valid())?.level, "guest");
  assert.deepEqual([asked, voucher.held()], [["", "v", "v", ""], ""]);
});
