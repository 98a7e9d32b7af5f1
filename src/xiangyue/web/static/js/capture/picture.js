// The picture: whatever the source sends becomes H.264 of one size, a key frame each two seconds. Falls from 720p to 480p
// when this machine or the network cannot keep up.

import { Steady } from "./steady.js";

/** @typedef {{ width: number, height: number, bits: number, codec: string }} Size */

/** @type {Size[]} best first */
export const SIZES = [
  { width: 1280, height: 720, bits: 2_500_000, codec: "avc1.42E01F" },
  { width: 854, height: 480, bits: 1_000_000, codec: "avc1.42E01F" },
];
const FPS = 30;
const KEY_US = 2_000_000;
const SHORTEST_US = 0.8e6 / FPS; // what comes faster than this is left out
const STILL_US = 150_000; // a screen on which nothing moves sends nothing: its last picture is sent again
const QUEUE = 3; // pictures the encoder may be behind
const LOOK_US = 5_000_000;
const LATE_SHARE = 0.25;

/** @param {Size} size @returns {VideoEncoderConfig} */
function config({ width, height, bits, codec }) {
  return { codec, width, height, bitrate: bits, framerate: FPS, latencyMode: "realtime", avc: { format: "avc" } };
}

/** Whether this browser can do all that is needed, without a recorder. */
export async function canEncode() {
  if (typeof VideoEncoder === "undefined" || typeof AudioEncoder === "undefined") return false;
  try {
    const [video, audio] = await Promise.all([
      VideoEncoder.isConfigSupported(config(SIZES[0])),
      AudioEncoder.isConfigSupported({ codec: "opus", sampleRate: 48_000, numberOfChannels: 1, bitrate: 64_000 }),
    ]);
    return video.supported === true && audio.supported === true;
  } catch {
    return false;
  }
}

export class Picture {
  /** @param {{ frame: (at: number, key: boolean, body: Uint8Array, record: Uint8Array) => void, fell: () => void }} out */
  constructor(out) {
    this._out = out;
    this.step = 0; // in SIZES
    this._wantsKey = true;
    this._keyAt = -KEY_US;
    this._lastAt = -KEY_US;
    this._record = new Uint8Array();
    this._steady = new Steady();
    /** @type {VideoFrame | null} the newest, for a source that falls still */
    this._newest = null;
    this._turn = 0; // counts sources; frames of an old one are left out
    this._taken = this._late = 0;
    this._lookedAt = 0;
    this._canvas = new OffscreenCanvas(1, 1);
    this._encoder = this._newEncoder();
  }

  get size() {
    return SIZES[this.step];
  }

  /** @param {MediaStreamTrack} track @param {HTMLVideoElement} video shows the same track */
  use(track, video) {
    const turn = (this._turn += 1);
    this._steady = new Steady();
    const mine = () => turn === this._turn;
    void (processor() ? this._read(track, mine) : this._watch(video, mine));
  }

  /** The next picture is one that a decoder can start from. */
  wantKey() {
    this._wantsKey = true;
  }

  /** A smaller picture from now on; false when there is none. */
  fall() {
    if (this.step + 1 >= SIZES.length) return false;
    this.step += 1;
    this._encoder.configure(config(this.size));
    this._wantsKey = true;
    this._out.fell();
    return true;
  }

  /** No picture is taken any more. */
  close() {
    this._turn += 1;
    this._newest?.close();
    this._newest = null;
    if (this._encoder.state !== "closed") this._encoder.close();
  }

  /** Time passes; comes fifty times a second. */
  beat() {
    const now = performance.now() * 1000;
    if (this._newest !== null && now - this._lastAt > STILL_US) this._encode(this._newest.clone(), now);
    if (now - this._lookedAt < LOOK_US) return;
    const tooLate = this._taken > 0 && this._late / this._taken > LATE_SHARE;
    this._lookedAt = now;
    this._taken = this._late = 0;
    if (tooLate) this.fall();
  }

  /** @param {MediaStreamTrack} track @param {() => boolean} mine */
  async _read(track, mine) {
    const reader = new (processor())({ track }).readable.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done || value === undefined) return;
      if (!mine()) {
        value.close();
        return void reader.cancel();
      }
      this._take(value, value.timestamp);
    }
  }

  /** @param {HTMLVideoElement} video @param {() => boolean} mine */
  async _watch(video, mine) {
    while (mine()) {
      const now = await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      if (mine() && video.videoWidth > 0) this._take(new VideoFrame(video, { timestamp: Math.round(now * 1000) }), now * 1000);
    }
  }

  /** @param {VideoFrame} frame @param {number} stamp */
  _take(frame, stamp) {
    const at = this._steady.at(stamp, performance.now() * 1000);
    this._newest?.close();
    this._newest = frame.clone();
    if (at - this._lastAt < SHORTEST_US) frame.close();
    else this._encode(frame, at);
  }

  /** @param {VideoFrame} frame closed when it is done with @param {number} at */
  _encode(frame, at) {
    this._taken += 1;
    if (this._encoder.encodeQueueSize > QUEUE) {
      this._late += 1;
      return frame.close();
    }
    const key = this._wantsKey || at - this._keyAt >= KEY_US;
    const fitting = this._fit(frame, Math.round(Math.max(at, this._lastAt + 1)));
    this._lastAt = at;
    if (key) [this._wantsKey, this._keyAt] = [false, at];
    this._encoder.encode(fitting, { keyFrame: key });
    fitting.close();
    frame.close();
  }

  /** The same picture in the size that is sent; what has another shape stands between black bars. @param {VideoFrame} frame @param {number} timestamp */
  _fit(frame, timestamp) {
    const { width, height } = this.size;
    const [w, h] = [frame.displayWidth, frame.displayHeight];
    if (w === width && h === height) return new VideoFrame(frame, { timestamp });
    const canvas = this._canvas;
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
    const scale = Math.min(width / w, height / h);
    context.fillStyle = "#000";
    context.fillRect(0, 0, width, height);
    context.drawImage(frame, (width - w * scale) / 2, (height - h * scale) / 2, w * scale, h * scale);
    return new VideoFrame(canvas, { timestamp });
  }

  _newEncoder() {
    const encoder = new VideoEncoder({
      output: (chunk, meta) => {
        const description = meta?.decoderConfig?.description;
        if (description) this._record = bytesOf(description);
        const body = new Uint8Array(chunk.byteLength);
        chunk.copyTo(body);
        this._out.frame(chunk.timestamp, chunk.type === "key", body, this._record);
      },
      error: () => {
        this._encoder = this._newEncoder(); // a phone that took a call comes back with a new one
        this._wantsKey = true;
      },
    });
    encoder.configure(config(this.size));
    return encoder;
  }
}

/** Chromium has it on the page; elsewhere the picture is taken off the video element. @returns {any} */
function processor() {
  return /** @type {any} */ (globalThis).MediaStreamTrackProcessor;
}

/** A copy. @param {AllowSharedBufferSource} source @returns {Uint8Array<ArrayBuffer>} */
function bytesOf(source) {
  const view = ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
  return Uint8Array.from(view);
}
