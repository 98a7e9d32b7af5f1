// Reads a lecture's line: two requests to join, then one per tick, as long as the page lives.
// It survives a server that restarts, a phone that sleeps, a tunnel, and a new numbering, without a reload.

import { Backoff } from "./backoff.js";
import { ServerClock } from "./clock.js";
import { fold } from "./fold.js";
import { read, Unanswered } from "./wire.js";
/** @import {Fetch, Head, Segment, State} from "./wire.js" */

/**
 * @typedef {object} Surroundings everything the client needs of the world, so that tests can hold it in their hand
 * @property {Fetch} fetch
 * @property {() => number} now milliseconds
 * @property {(ms: number, signal: AbortSignal) => Promise<void>} sleep ends early, without an error, when aborted
 * @property {() => number} random
 *
 * @typedef {object} Listener
 * @property {(state: State, head: Head) => void} joined a fresh picture: first join, after sleep, in a new epoch
 * @property {(segment: Segment, state: State) => void} segment one tick, already folded into `state`
 * @property {(connected: boolean) => void} connected heard only when it changes
 * @property {(head: Head) => void} ended the line is finished; nothing more will come
 */

const STALE_MS = 60_000; // further behind than this, a phone takes the snapshot instead of sixty old ticks
const SPREAD_MS = 400; // clocked mode: phones spread their questions over this long after the seal
const REST_MS = 250; // between two answers from the past: catching up must not look like an attack
const ANSWER_MS = 12_000; // a hold lasts at most 4.5 s; an answer later than this is not coming

export class LineClient {
  /**
   * @param {string} lecture
   * @param {Listener} listener
   * @param {Surroundings} world
   */
  constructor(lecture, listener, world) {
    this._base = `/live/${lecture}`;
    this._listener = listener;
    this._world = world;
    this._backoff = new Backoff(world.random);
    this.clock = new ServerClock(world.now);
    /** @type {State | null} */
    this._state = null;
    this._heardAt = 0;
    this._connected = true;
    this._closed = false;
    this._step = new AbortController();
  }

  /** Reads until the lecture is finished or `close()` is called. */
  async run() {
    while (!this._closed) {
      try {
        const head = await this._join();
        if (head.ended) return this._listener.ended(head);
        if (await this._follow(head)) return this._listener.ended(await this._head());
      } catch (error) {
        if (this._closed) return;
        if (!gone(error)) this._say(false);
        await this._pause(this._backoff.next());
      }
    }
  }

  /** The phone woke up or the network is back: do not sit out a pause, and do not read an hour tick by tick. */
  wake() {
    const asleep = this._heardAt > 0 && this._world.now() - this._heardAt > STALE_MS;
    if (this._backoff.failures > 0 || asleep) this._step.abort();
  }

  /** Stops for good. */
  close() {
    this._closed = true;
    this._step.abort();
  }

  /** @returns {Promise<Head>} */
  async _head() {
    const asked = this._world.now();
    const head = await this._read("/head");
    this.clock.heard(head.server_ms, asked);
    return head;
  }

  /** Head, and the snapshot it names: the whole picture in two requests. */
  async _join() {
    const head = await this._head();
    const snapshot = head.snapshot === null ? null : await this._read(`/${head.epoch}/s/${head.snapshot}`);
    const from = snapshot === null ? -1 : snapshot.n;
    let state = fold.seeded(snapshot === null ? null : snapshot.state);
    for (const segment of head.since) if (segment.n > from) state = fold.segment(state, segment);
    this._state = state;
    this._heard();
    this._listener.joined(state, head);
    return head;
  }

  /**
   * Tick after tick from the head on.
   * @param {Head} head
   * @returns {Promise<boolean>} true when the line ended, false when it is time to join again
   */
  async _follow(head) {
    let next = head.head + 1;
    let last = head.since.length > 0 ? head.since[head.since.length - 1] : null;
    while (!this._closed) {
      if (this._world.now() - this._heardAt > STALE_MS) return false;
      if (head.mode === "clocked" && last !== null) await this._pause(this._untilSealed(last));
      /** @type {Segment} */
      const segment = await this._read(`/${head.epoch}/e/${next}`);
      this._heard();
      if (this.clock.now() - segment.at > STALE_MS) return false;
      if (last !== null && segment.prev !== last.hash) return false; // another numbering stands under this address
      this._state = fold.segment(/** @type {State} */ (this._state), segment);
      this._listener.segment(segment, this._state);
      if (segment.last === true) return true;
      if (this.clock.now() - segment.at > segment.t * 3) await this._pause(REST_MS);
      last = segment;
      next += 1;
    }
    return false;
  }

  /** @param {Segment} last milliseconds until its successor is sealed, and a little luck */
  _untilSealed(last) {
    return Math.max(0, last.at + last.t - this.clock.now()) + this._world.random() * SPREAD_MS;
  }

  /** @param {string} path */
  async _read(path) {
    if (this._step.signal.aborted) this._step = new AbortController();
    const step = this._step;
    const limit = new AbortController();
    void this._world.sleep(ANSWER_MS, limit.signal).then(() => !limit.signal.aborted && step.abort());
    try {
      return await read(this._world.fetch, this._base + path, step.signal);
    } finally {
      limit.abort();
    }
  }

  /** @param {number} ms */
  async _pause(ms) {
    if (this._step.signal.aborted) this._step = new AbortController();
    await this._world.sleep(ms, this._step.signal);
  }

  _heard() {
    this._heardAt = this._world.now();
    this._backoff.reset();
    this._say(true);
  }

  /** @param {boolean} connected */
  _say(connected) {
    if (connected === this._connected) return;
    this._connected = connected;
    this._listener.connected(connected);
  }
}

/**
 * A number that is no longer (or not yet) there is an answer, not a lost connection.
 * @param {unknown} error
 */
function gone(error) {
  return error instanceof Unanswered && [400, 404, 410].includes(error.status);
}

/**
 * The real world of a browser page.
 * @returns {Surroundings}
 */
export function page() {
  return {
    fetch: (url, init) => fetch(url, init),
    now: () => Date.now(),
    random: () => Math.random(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(undefined);
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          resolve(undefined);
        };
        const timer = setTimeout(done, ms);
        signal.addEventListener("abort", done);
      }),
  };
}
