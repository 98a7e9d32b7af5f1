import assert from "node:assert/strict";
import { test } from "node:test";

import { fresh, missing, spelled } from "../../../src/xiangyue/web/static/js/street/entry.js";
import { Outbox } from "../../../src/xiangyue/web/static/js/street/outbox.js";
import { OtherAccount, PIECE, SignIn, Unreachable, Wire } from "../../../src/xiangyue/web/static/js/street/wire.js";
/** @import {Entry} from "../../../src/xiangyue/web/static/js/street/entry.js" */

/** The house: a command is carried out once, and answered the same for ever. */
class House {
  constructor() {
    /** @type {Map<string, any>} */
    this.replies = new Map();
    /** @type {Set<string>} */
    this.photos = new Set();
    /** @type {("ok" | "lost answer" | "down" | "sign-in" | "other")[]} */
    this.network = [];
    /** @type {Map<string, any>} */
    this.refuses = new Map();
    this.carriedOut = 0;
  }

  _luck() {
    const luck = this.network.shift() ?? "ok";
    if (luck === "down") throw new Unreachable();
    if (luck === "sign-in") throw new SignIn();
    if (luck === "other") throw new OtherAccount();
    return luck;
  }

  /** @param {any} part */
  async upload(part) {
    const luck = this._luck();
    if (this.refuses.has(part.id)) return this.refuses.get(part.id);
    this.photos.add(part.id);
    if (luck === "lost answer") throw new Unreachable();
    return null;
  }

  /** @param {string} _owner @param {any} sent */
  async command(_owner, sent) {
    const luck = this._luck();
    if (this.refuses.has(sent.command)) return this.refuses.get(sent.command);
    const lost = sent.photos.map((/** @type {any} */ photo) => photo.command).filter((/** @type {string} */ id) => !this.photos.has(id));
    if (lost.length) return { error: { code: "not-arrived", text: "" }, missing: lost };
    if (!this.replies.has(sent.command)) {
      this.carriedOut += 1;
      this.replies.set(sent.command, { matter: "m", number: `街${this.carriedOut}号`, seq: (sent.expected ?? 0) + 1 });
    }
    if (luck === "lost answer") throw new Unreachable();
    return { reply: this.replies.get(sent.command) };
  }
}

/** What survives the browser. */
class Disk {
  constructor() {
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** @type {Map<string, Blob>} */
    this.blobs = new Map();
  }
  /** @param {string} owner */
  async ready(owner) {
    const mine = [...this.entries.values()].filter((entry) => entry.owner === owner && entry.status === "ready");
    return structuredClone(mine.sort((one, other) => one.at - other.at));
  }
  /** @param {Entry} entry */
  async put(entry) {
    this.entries.set(entry.id, structuredClone(entry));
  }
  /** @param {Entry} entry */
  async settle(entry) {
    await this.put(entry);
    for (const { id } of entry.photos) this.blobs.delete(id);
  }
  /** @param {string} id */
  async blob(id) {
    return this.blobs.get(id) ?? null;
  }
}

/** @param {Disk} disk @param {string} id @param {Partial<Entry>} [more] */
async function noted(disk, id, more = {}) {
  const photo = { id: `${id}-photo`, name: "a.jpg", type: "image/jpeg", size: 3, taken: 0, arrows: [], sent: false };
  disk.blobs.set(photo.id, new Blob(["jpg"]));
  const known = { photos: [photo], kind: "street", category: "grease", place: { spot: "x" }, via: "inspector" };
  const entry = { ...fresh(id, "walker", disk.entries.size), ...known, status: /** @type {const} */ ("ready"), ...more };
  await disk.put(entry);
  return entry;
}

/** @param {House} house @param {Disk} disk @param {string} [owner] */
function phone(house, disk, owner = "walker") {
  const outbox = new Outbox({
    shelf: disk, wire: house, changed: () => undefined, pause: async () => undefined, now: () => 1, random: () => 0, spoken: "见录音",
  });
  outbox.owner = owner;
  return outbox;
}

test("each arrives once, whatever the network does", async () => {
  const [house, disk] = [new House(), new Disk()];
  for (let n = 0; n < 20; n += 1) await noted(disk, `c${n}`);
  house.network = ["lost answer", "ok", "down", "lost answer", "down", "down", "lost answer"];
  await phone(house, disk).run();
  assert.equal(house.carriedOut, 20);
  assert.equal([...disk.entries.values()].filter(({ status }) => status === "sent").length, 20);
  assert.equal(disk.blobs.size, 0);
});

test("a browser that is closed in the middle goes on where it was", async () => {
  const [house, disk] = [new House(), new Disk()];
  for (let n = 0; n < 3; n += 1) await noted(disk, `c${n}`);
  house.network = ["ok", "lost answer", "sign-in"];
  const first = phone(house, disk);
  await first.run();
  assert.equal(first.state, "sign-in");
  assert.equal(house.carriedOut, 1);
  await phone(house, disk).run();
  assert.equal(house.carriedOut, 3);
});

test("what is refused waits for a person and holds up no other", async () => {
  const [house, disk] = [new House(), new Disk()];
  for (let n = 0; n < 3; n += 1) await noted(disk, `c${n}`);
  house.refuses.set("c0-photo", { code: "file-wrong-kind", text: "不是照片" });
  const theirs = { matter: "m", number: "隐1号", seq: 9, lines: [] };
  house.refuses.set("c1", { error: { code: "stale", text: "又有了 1 条记录" }, theirs });
  await phone(house, disk).run();
  assert.equal(house.carriedOut, 1);
  assert.deepEqual(disk.entries.get("c0")?.asks, { code: "file-wrong-kind", text: "不是照片", part: "c0-photo" });
  assert.deepEqual(disk.entries.get("c1")?.asks, { code: "stale", text: "又有了 1 条记录", theirs });
  assert.ok(disk.blobs.has("c0-photo") && disk.blobs.has("c1-photo"));
});

test("what another account noted is not sent", async () => {
  const [house, disk] = [new House(), new Disk()];
  await noted(disk, "c0", { owner: "other" });
  await phone(house, disk).run();
  assert.equal(house.carriedOut, 0);
  assert.equal(disk.entries.get("c0")?.status, "ready");
});

test("a house that lost the photos gets them again", async () => {
  const [house, disk] = [new House(), new Disk()];
  const entry = await noted(disk, "c0");
  await disk.put({ ...entry, photos: entry.photos.map((part) => ({ ...part, sent: true })) });
  await phone(house, disk).run();
  assert.equal(house.carriedOut, 1);
});

test("two deeds of one hand follow each other", async () => {
  const [house, disk] = [new House(), new Disk()];
  const deed = { verb: "progress", matter: "m", expected: 4, sentence: "在清", photos: [] };
  await noted(disk, "c0", deed);
  await noted(disk, "c1", { ...deed, verb: "claim" });
  await noted(disk, "c2", { ...deed, matter: "other" });
  await phone(house, disk).run();
  assert.equal(house.replies.get("c1").seq, 6);
  assert.equal(house.replies.get("c2").seq, 5);
});

test("an entry says what it lacks and spells what it has", () => {
  const entry = fresh("c", "walker", 5);
  assert.equal(missing(entry, true), "said");
  entry.sentence = "油";
  assert.equal(missing(entry, true), "category");
  Object.assign(entry, { kind: "street", category: "grease" });
  assert.equal(missing(entry, true), "place");
  entry.place = { subject: "s" };
  assert.equal(missing(entry, true), "photo");
  assert.equal(missing(entry, false), null);
  assert.deepEqual(spelled(entry, "见录音"), {
    command: "c", verb: "report", sentence: "油", photos: [], kind: "street", category: "grease", via: "", unit: "", found: 5,
    subject: "s", spot: "", anew: false,
  });
});

test("an upload goes on where it broke off", async () => {
  const blob = new Blob([new Uint8Array(PIECE * 2 + 5)]);
  /** @type {[string, number][]} */
  const asked = [];
  let have = PIECE;
  /** @type {import("../../../src/xiangyue/web/static/js/street/wire.js").Fetch} */
  const fetch = async (url, options) => {
    const query = new URL(url, "http://x").searchParams;
    if (options.method !== "POST") return Response.json({ have, done: false });
    const offset = Number(query.get("offset"));
    asked.push([String(query.get("what")), offset]);
    if (asked.length === 1) return Response.json({ have: 0, error: { code: "upload-gap", text: "" } }, { status: 409 });
    have = offset + /** @type {ArrayBuffer} */ (options.body).byteLength;
    return Response.json({ have, done: have === blob.size });
  };
  const part = { id: "p", name: "a.jpg", type: "image/jpeg", size: blob.size, taken: 0, arrows: [], sent: false };
  const wire = new Wire(fetch, { lists: "/l", uploads: "/u/00000000-0000-0000-0000-000000000000/", commands: "/c" });
  assert.equal(await wire.upload(part, blob, null), null);
  assert.deepEqual(asked, [["photo", PIECE], ["photo", 0], ["photo", PIECE], ["photo", PIECE * 2]]);
});

test("an inn's login page is no answer", async () => {
  const wire = new Wire(async () => new Response("<html>"), { lists: "/l", uploads: "/u/", commands: "/c" });
  await assert.rejects(wire.command("walker", {}), Unreachable);
});

test("a finding of a sealed inspection names it and needs a known place", () => {
  const entry = { ...fresh("c", "walker", 1), verb: "finding", inspection: "i", sentence: "一地油", kind: "street", category: "grease" };
  assert.equal(missing({ ...entry, place: { spot: "手写" } }, false), "place");
  const whole = { ...entry, place: { subject: "s" } };
  assert.equal(missing(whole, false), null);
  const { verb, inspection, subject, sentence } = /** @type {any} */ (spelled(whole, "见录音"));
  assert.deepEqual([verb, inspection, subject, sentence], ["finding", "i", "s", "一地油"]);
});
