// The way to the server: comes back by itself when the network changes, and goes on at the record that is wanted next.

/** @import {Outbox} from "./outbox.js" */

/**
 * @typedef {"idle" | "connecting" | "open" | "waiting" | "refused"} State
 * @typedef {{ code: string, text: string }} Refusal
 * @typedef {{
 *   open: (address: string) => WebSocket,
 *   permit: (fresh: boolean) => Promise<string>,
 *   online: () => boolean,
 *   now: () => number,
 *   random: () => number,
 * }} World `permit` rejects with a Refusal when there will be none, with anything else when nobody answered
 */

export const SENDABLE = 512 * 1024; // bytes the browser may hold unsent; more would only hide how far behind we are
export const STUCK_MS = 5_000; // without an acknowledgement while something is under way: the connection is dead
const BEAT_MS = 2_000;
const FIRST_WAIT_MS = 300;
const LAST_WAIT_MS = 4_000;

export class Link {
  /**
   * @param {string} address @param {Outbox} outbox @param {World} world
   * @param {{ agent: string, changed: () => void, began: () => void }} page `began`: a new sitting, numbers from 1
   */
  constructor(address, outbox, world, page) {
    /** @type {State} */
    this.state = "idle";
    /** @type {Refusal | null} */
    this.refusal = null;
    this._address = address;
    this._outbox = outbox;
    this._world = world;
    this._page = page;
    this._sitting = "";
    this._sent = 0; // number of the last record given to the browser
    this._failures = 0;
    this._againAt = 0;
    this._movedAt = 0; // when an acknowledgement last came, or there was nothing to acknowledge
    this._spokeAt = 0;
    /** @type {WebSocket | null} */
    this._socket = null;
  }

  /** Whether the server knows us, so that what is recorded now can be sent later. */
  get seated() {
    return this._sitting !== "";
  }

  start() {
    if (this.state === "connecting" || this.state === "open") return;
    this.refusal = null;
    this._failures = 0;
    void this._connect();
  }

  /** The person has ended it. */
  stop() {
    if (this._socket !== null && this.state === "open") this._socket.send(JSON.stringify({ stop: true }));
    this._drop();
    this._sitting = "";
    this._be("idle");
  }

  /** What the studio page of the house may show. @param {Record<string, number>} facts */
  tell(facts) {
    if (this.state === "open") this._socket?.send(JSON.stringify({ facts }));
  }

  /** Something was recorded, or some time has passed: called often. */
  pump() {
    const socket = this._socket;
    const now = this._world.now();
    if (this.state === "waiting" && now >= this._againAt && this._world.online()) return void this._connect();
    if (socket === null || this.state !== "open") return;
    for (let letter = this._outbox.from(this._sent + 1); letter !== undefined; letter = this._outbox.from(this._sent + 1)) {
      if (letter.seq <= this._sent || socket.bufferedAmount > SENDABLE) break;
      socket.send(letter.bytes);
      this._sent = letter.seq;
      this._spokeAt = now;
    }
    if (this._outbox.size === 0) this._movedAt = now;
    else if (now - this._movedAt > STUCK_MS) return this.lost();
    if (now - this._spokeAt > BEAT_MS) {
      socket.send("{}");
      this._spokeAt = now;
    }
  }

  /** The network went; whatever the socket still believes, it is of no use. */
  lost() {
    if (this.state !== "open" && this.state !== "connecting") return;
    this._drop();
    const ceiling = Math.min(FIRST_WAIT_MS * 2 ** this._failures, LAST_WAIT_MS);
    this._failures += 1;
    this._againAt = this._world.now() + ceiling * (0.5 + this._world.random() / 2);
    this._be("waiting");
  }

  /** The network is back. */
  found() {
    if (this.state !== "waiting") return;
    this._failures = 0;
    void this._connect();
  }

  async _connect() {
    this._be("connecting");
    let token = "";
    try {
      // One that has sat down once is known by its sitting; the permit is for when the server has forgotten it.
      token = await this._world.permit(this._failures > 2);
    } catch (error) {
      if (isRefusal(error)) return this._refuse(error);
      if (this._sitting === "") return this.state === "connecting" ? this.lost() : undefined;
    }
    if (this.state !== "connecting") return;
    const socket = this._world.open(this._address);
    socket.binaryType = "arraybuffer";
    this._socket = socket;
    this._movedAt = this._world.now();
    const mine = () => this._socket === socket;
    socket.onopen = () => mine() && socket.send(JSON.stringify({ hello: { token, sitting: this._sitting, agent: this._page.agent } }));
    socket.onmessage = (event) => mine() && this._hear(JSON.parse(String(event.data)));
    socket.onclose = () => mine() && this.lost();
  }

  /** @param {{ welcome?: { sitting: string, next: number, resumed: boolean }, next?: number, refused?: Refusal, stopped?: boolean }} said */
  _hear(said) {
    if (said.refused !== undefined) return this._refuse(said.refused);
    if (said.welcome !== undefined) {
      const { sitting, next, resumed } = said.welcome;
      this._sitting = sitting;
      this._failures = 0;
      this._spokeAt = this._movedAt = this._world.now();
      if (resumed) this._outbox.acknowledge(next);
      else this._outbox.reset();
      this._sent = next - 1;
      this._be("open");
      if (!resumed) this._page.began();
      this.pump();
    }
    if (said.next !== undefined) {
      this._movedAt = this._world.now();
      this._outbox.acknowledge(said.next);
    }
  }

  /** @param {Refusal} refusal */
  _refuse(refusal) {
    this._drop();
    this._sitting = "";
    this.refusal = refusal;
    this._be("refused");
  }

  _drop() {
    const socket = this._socket;
    this._socket = null; // its last words are not heard any more
    socket?.close();
  }

  /** @param {State} state */
  _be(state) {
    if (state === this.state) return;
    this.state = state;
    this._page.changed();
  }
}

/** @param {unknown} error @returns {error is Refusal} */
function isRefusal(error) {
  return typeof error === "object" && error !== null && "code" in error && "text" in error;
}
