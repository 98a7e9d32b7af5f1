// The studio in this page: sources go in, records go out, whatever the network does. Knows no button.

import { Link } from "./link.js";
import { Kind, Outbox } from "./outbox.js";
import { canEncode, Picture } from "./picture.js";
import { recordable, Recorder } from "./recorder.js";
import { Sound } from "./sound.js";

const SLOW_MS = 3_000; // of what has not arrived while connected: the network cannot carry this much
const SETTLE_MS = 10_000; // after coming back, what was kept is sent; that is no slowness
const FACTS_MS = 5_000;

/** @import {World} from "./link.js" */

export class Studio {
  /**
   * @param {{ address: string, worklet: string, world: World, agent: string, recordOnly: boolean }} setting
   * @param {{ changed: () => void, level: (peak: number) => void, fell: () => void }} page
   */
  constructor({ address, worklet, world, agent, recordOnly }, page) {
    this.outbox = new Outbox();
    this.kbps = 0;
    this._recordOnly = recordOnly;
    this._page = page;
    this._video = /** @type {MediaStreamTrack | null} */ (null);
    /** @type {Picture | null} */
    this.picture = null;
    /** @type {Recorder | null} */
    this._recorder = null;
    this._sending = false;
    this._settledAt = 0;
    this._told = this._counted = 0;
    this.link = new Link(address, this.outbox, world, { agent, changed: () => this._changed(), began: () => this._began() });
    this.sound = new Sound(worklet, { packet: (at, body) => this._add(Kind.sound, at, body), level: page.level, beat: () => this._beat() });
  }

  /** Opens what encodes; false when this browser can do neither. Needs a finger before, for the sound. */
  async open() {
    const encodes = !this._recordOnly && (await canEncode());
    const type = encodes ? null : recordable();
    if (!encodes && type === null) return false;
    await this.sound.start(encodes);
    if (encodes) this.picture ??= new Picture({ frame: (...frame) => this._frame(...frame), fell: this._page.fell });
    else if (type !== null) this._recorder ??= new Recorder(type, (body) => this._add(Kind.file, performance.now() * 1000, body));
    return true;
  }

  /** @param {MediaStreamTrack} track @param {HTMLVideoElement} video shows it */
  usePicture(track, video) {
    this._video?.stop();
    this._video = track;
    this.picture?.use(track, video);
    if (this._recorder !== null && this._sending) this.restart(); // a recording cannot change its source
  }

  begin() {
    this._sending = true;
    this.link.start();
  }

  end() {
    this._sending = false;
    this._recorder?.stop();
    this.link.stop();
    this.outbox.reset();
  }

  restart() {
    this.end();
    this.begin();
  }

  /** Sends nothing more and lets go of camera, screen and microphone: the light beside the lens goes out. */
  close() {
    this.end();
    this._video?.stop();
    this._video = null;
    this.picture?.close();
    this.picture = null;
    this.sound.close();
  }

  // ------------------------------------------------
  _began() {
    this.picture?.wantKey();
    if (this.picture) this._add(Kind.soundCodec, performance.now() * 1000, Uint8Array.of(1));
    const sound = this.sound.track;
    if (this._recorder && this._video) this._recorder.start(sound ? [this._video, sound] : [this._video]);
  }

  _changed() {
    if (this.link.state === "open") this._settledAt = performance.now() + SETTLE_MS;
    if (this.link.state === "refused") {
      this._sending = false;
      this._recorder?.stop();
    }
    this._page.changed();
  }

  /** @param {number} at @param {boolean} key @param {Uint8Array} body @param {Uint8Array} record */
  _frame(at, key, body, record) {
    // The configuration goes before every key frame: whichever is the first to arrive can be started from.
    if (key) this._add(Kind.pictureCodec, at, record);
    this._add(key ? Kind.key : Kind.picture, at, body);
  }

  /** @param {number} kind @param {number} at @param {Uint8Array} body */
  _add(kind, at, body) {
    if (!this._sending) return;
    // Before the first welcome nothing is kept: a sitting begins with a key frame of its own.
    if (this.link.state !== "open" && !this.link.seated) return;
    this._counted += body.byteLength;
    this.outbox.add(kind, at, body);
    this.link.pump();
  }

  /** Fifty times a second, in a hidden tab too. */
  _beat() {
    const now = performance.now();
    this.picture?.beat();
    this.link.pump();
    const slow = this.link.state === "open" && now > this._settledAt && this.outbox.behindMs > SLOW_MS;
    if (slow && this.picture?.fall()) this._settledAt = now + SETTLE_MS;
    if (now - this._told < FACTS_MS) return;
    this.kbps = Math.round((this._counted * 8) / (now - this._told));
    this._told = now;
    this._counted = 0;
    const size = this.picture?.size;
    if (this._sending && this.kbps > 0) this.link.tell({ video_kbps: this.kbps, ...(size && { width: size.width, height: size.height, framerate: 30 }) });
    this._page.changed();
  }
}
