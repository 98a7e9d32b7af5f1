// The engine for Apple's phones and tablets, whose video element speaks HLS itself, and better than any script.

/** @import {Engine, Source} from "./engine.js" */

/**
 * @typedef {HTMLVideoElement & {getStartDate?: () => Date}} AppleVideo
 */

const EDGE_S = 3; // how far from the end of what can be played a jump to live lands

/** @implements {Engine} */
export class NativeEngine {
  /**
   * @param {AppleVideo} video
   * @param {() => void} failed
   */
  constructor(video, failed) {
    this._video = video;
    this._startAt = 0;
    this._loaded = false;
    /** @type {number | null} */
    this.bytes = null; // the system fetches; a page is not told how much
    video.addEventListener("error", () => this._loaded && failed());
    video.addEventListener("loadedmetadata", () => {
      if (this._startAt > 0) video.currentTime = this._startAt;
    });
  }

  /** @param {Source} source */
  load({ address, live, startAt }) {
    this._loaded = true;
    this._startAt = live ? 0 : startAt;
    this._video.src = address;
    this._video.load();
  }

  unload() {
    this._loaded = false;
    this._video.removeAttribute("src");
    this._video.load();
  }

  /** Program time of the picture in ms, null while unknown. */
  playhead() {
    const start = this._video.getStartDate?.().getTime();
    return start === undefined || Number.isNaN(start) ? null : start + this._video.currentTime * 1000;
  }

  /** @param {number} m */
  placeOf(m) {
    const start = this._video.getStartDate?.().getTime();
    return start === undefined || Number.isNaN(start) ? null : Math.max(0, (m - start) / 1000);
  }

  /** Seconds behind where a viewer should be; 0 while unknown. */
  behind() {
    const { seekable } = this._video;
    return seekable.length === 0 ? 0 : seekable.end(seekable.length - 1) - EDGE_S - this._video.currentTime;
  }

  jumpToLive() {
    const { seekable } = this._video;
    if (seekable.length > 0) this._video.currentTime = seekable.end(seekable.length - 1) - EDGE_S;
  }

  nudge() {} // the system looks after itself

  beyond() {
    return null; // and steps over holes by itself
  }
}
