// Where a browser cannot encode piece by piece it can record: MediaRecorder's file goes to the server as it grows.

import { SIZES } from "./picture.js";

const SLICE_MS = 250;
const TYPES = [
  "video/x-matroska;codecs=avc1,opus",
  "video/webm;codecs=h264,opus",
  "video/mp4;codecs=avc1.42E01F,mp4a.40.2",
  "video/webm;codecs=vp8,opus",
];

/** The first form this browser can record; the server plays H.264 through and has to convert the last one. */
export function recordable() {
  if (typeof MediaRecorder === "undefined") return null;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

export class Recorder {
  /** @param {string} type @param {(body: Uint8Array) => void} out pieces in order */
  constructor(type, out) {
    this._type = type;
    this._out = out;
    /** @type {MediaRecorder | null} */
    this._recorder = null;
    this._order = Promise.resolve();
  }

  /** A new recording. @param {MediaStreamTrack[]} tracks */
  start(tracks) {
    this.stop();
    const options = { mimeType: this._type, videoBitsPerSecond: SIZES[0].bits, audioBitsPerSecond: 64_000, videoKeyFrameIntervalDuration: 2000 };
    const recorder = new MediaRecorder(new MediaStream(tracks), options);
    this._recorder = recorder;
    recorder.ondataavailable = ({ data }) => {
      // Each piece is read in its turn: a small one must not overtake a large one.
      this._order = this._order.then(async () => {
        const body = new Uint8Array(await data.arrayBuffer());
        if (this._recorder === recorder && body.byteLength > 0) this._out(body);
      });
    };
    recorder.start(SLICE_MS);
  }

  stop() {
    const recorder = this._recorder;
    this._recorder = null;
    if (recorder !== null && recorder.state !== "inactive") recorder.stop();
  }
}
