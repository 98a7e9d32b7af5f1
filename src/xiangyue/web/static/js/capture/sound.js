// The microphone: loudness for the meter, Opus for the server. Muted sound is sent as silence, so that nothing drifts.

import { Steady } from "./steady.js";

const RATE = 48_000;
const BITS = 64_000;
const MONO = { channelCount: 1, channelCountMode: /** @type {const} */ ("explicit") };

export class Sound {
  /**
   * @param {string} worklet address of worklet.js
   * @param {{ packet: (at: number, body: Uint8Array) => void, level: (peak: number) => void, beat: () => void }} out
   *   `beat` comes fifty times a second even where timers sleep
   */
  constructor(worklet, out) {
    this._worklet = worklet;
    this._out = out;
    this.muted = false;
    /** @type {AudioContext | null} */
    this._context = null;
    /** @type {GainNode | null} */
    this._gain = null;
    /** @type {AudioNode | null} */
    this._source = null;
    /** @type {MediaStreamTrack | null} */
    this._track = null;
    /** @type {AudioEncoder | null} */
    this._encoder = null;
    /** @type {MediaStreamAudioDestinationNode | null} what a recorder may record */
    this._tap = null;
    this._steady = new Steady();
  }

  /** Needs a finger before, where the browser wants one. @param {boolean} encode false where a recorder does it */
  async start(encode) {
    if (this._context !== null) return this._context.resume();
    const context = new AudioContext({ sampleRate: RATE, latencyHint: "interactive" });
    this._context = context;
    await context.audioWorklet.addModule(this._worklet);
    const gather = new AudioWorkletNode(context, "gather", MONO);
    const silent = new GainNode(context, { gain: 0 });
    this._gain = new GainNode(context, MONO);
    this._tap = context.createMediaStreamDestination();
    // A node that leads nowhere is not run at all.
    this._gain.connect(gather).connect(silent).connect(context.destination);
    this._gain.connect(this._tap);
    if (encode) this._encoder = this._newEncoder();
    gather.port.onmessage = ({ data }) => this._block(data);
    this.mute(this.muted);
    this._source?.connect(this._gain);
    await context.resume();
  }

  get track() {
    return this._tap?.stream.getAudioTracks()[0] ?? null;
  }

  /** @param {MediaStreamTrack | null} track null: a quiet tone, for trying it out */
  use(track) {
    const context = this._context;
    this._source?.disconnect();
    if (this._track !== track) this._track?.stop();
    this._track = track;
    if (context === null || this._gain === null) return;
    this._source = track === null ? tone(context) : context.createMediaStreamSource(new MediaStream([track]));
    this._source.connect(this._gain);
  }

  /** @param {boolean} on */
  mute(on) {
    this.muted = on;
    if (this._gain && this._context) this._gain.gain.setTargetAtTime(on ? 0 : 1, this._context.currentTime, 0.01);
  }

  /** Lets go of the microphone; no more beats come. */
  close() {
    this._source?.disconnect();
    this._track?.stop();
    this._track = null;
    void this._context?.close();
    this._context = this._gain = this._tap = null;
    if (this._encoder !== null && this._encoder.state !== "closed") this._encoder.close();
    this._encoder = null;
  }

  /** @param {{ block: Float32Array<ArrayBuffer>, frame: number, peak: number }} heard */
  _block({ block, frame, peak }) {
    const at = this._steady.at((frame / RATE) * 1e6, performance.now() * 1000);
    this._out.level(peak);
    if (this._encoder?.state === "configured") {
      const data = new AudioData({ format: "f32-planar", sampleRate: RATE, numberOfFrames: block.length, numberOfChannels: 1, timestamp: at, data: block });
      this._encoder.encode(data);
      data.close();
    }
    this._out.beat();
  }

  _newEncoder() {
    const encoder = new AudioEncoder({
      output: (chunk) => {
        const body = new Uint8Array(chunk.byteLength);
        chunk.copyTo(body);
        this._out.packet(chunk.timestamp, body);
      },
      error: () => (this._encoder = this._newEncoder()), // what broke it is gone with it
    });
    encoder.configure({ codec: "opus", sampleRate: RATE, numberOfChannels: 1, bitrate: BITS });
    return encoder;
  }
}

/** A short beep each second. @param {AudioContext} context */
function tone(context) {
  const length = RATE;
  const buffer = context.createBuffer(1, length, RATE);
  const samples = buffer.getChannelData(0);
  for (let index = 0; index < RATE / 10; index += 1) samples[index] = 0.2 * Math.sin((2 * Math.PI * 880 * index) / RATE);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.start();
  return source;
}
