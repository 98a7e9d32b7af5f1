// One sentence said instead of typed: at most a minute, recorded by the browser, kept beside the photos.

import { newCommand } from "../page/post.js";
import { words } from "./words.js";
/** @import {Voice} from "./entry.js" */

const LONGEST_S = 60;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export class Recorder {
  /** @param {HTMLElement} box @param {(text: string) => void} say */
  constructor(box, say) {
    this._button = /** @type {HTMLButtonElement} */ (box.querySelector("[data-voice]"));
    this._drop = /** @type {HTMLButtonElement} */ (box.querySelector("[data-drop-voice]"));
    this._say = say;
    /** @type {Voice | null} */
    this.voice = null;
    /** @type {Blob | null} */
    this._blob = null;
    /** @type {MediaRecorder | null} */
    this._recorder = null;
    this._button.hidden = typeof MediaRecorder === "undefined";
    this._button.addEventListener("click", () => void (this._recorder ? this._recorder.stop() : this._start()));
    this._drop.addEventListener("click", () => this.set(null));
    this.set(null);
  }

  /** @param {Voice | null} voice one from the shelf, or none */
  set(voice) {
    this.voice = voice;
    this._blob = null;
    this._show();
  }

  /** What is not on the shelf yet. */
  given() {
    return this.voice && this._blob ? [{ id: this.voice.id, blob: this._blob }] : [];
  }

  async _start() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return this._say(words.noMicrophone);
    }
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    const recorder = new MediaRecorder(stream, { ...(type ? { mimeType: type } : {}), audioBitsPerSecond: 24_000 });
    const since = Date.now();
    const seconds = () => Math.min(LONGEST_S, Math.round((Date.now() - since) / 1000));
    const ticking = setInterval(() => {
      this._button.textContent = words.recording(seconds());
      if (seconds() >= LONGEST_S) recorder.stop();
    }, 500);
    recorder.ondataavailable = ({ data }) => {
      if (data.size === 0) return;
      const name = `voice.${data.type.includes("mp4") ? "m4a" : data.type.includes("ogg") ? "ogg" : "webm"}`;
      this.voice = { id: newCommand(), name, type: data.type, size: data.size, seconds: seconds(), sent: false };
      this._blob = data;
    };
    recorder.onstop = () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      this._recorder = null;
      this._show();
    };
    this._recorder = recorder;
    recorder.start();
    this._button.textContent = words.recording(0);
    this._button.setAttribute("aria-pressed", "true");
  }

  _show() {
    this._button.setAttribute("aria-pressed", "false");
    this._button.textContent = this.voice ? words.recorded(this.voice.seconds) : words.record;
    this._drop.hidden = this.voice === null;
  }
}
