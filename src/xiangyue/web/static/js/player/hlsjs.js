// The engine for browsers with Media Source Extensions: hls.js.

import { LIVE, REPLAY } from "./settings.js";
/** @import {Engine, Source} from "./engine.js" */
/** @import Hls from "hls.js" */

/**
 * @typedef {typeof Hls} HlsClass
 */

/** @implements {Engine} */
export class HlsEngine {
  /**
   * @param {HTMLVideoElement} video
   * @param {HlsClass} Hls
   * @param {() => void} failed it has given up; the player decides when to load again
   */
  constructor(video, Hls, failed) {
    this._video = video;
    this._Hls = Hls;
    this._failed = failed;
    /** @type {Hls | null} */
    this._hls = null;
    this._mended = false;
    this.bytes = 0;
  }

  /** @param {Source} source */
  load({ address, live, startAt }) {
    this.unload();
    const { Events, ErrorTypes } = this._Hls;
    const hls = new this._Hls({ ...(live ? LIVE : REPLAY), startPosition: live ? -1 : startAt });
    this._hls = hls;
    this._mended = false;
    hls.on(Events.FRAG_LOADED, (_, { frag, part }) => void (this.bytes += (part ?? frag).stats.loaded));
    hls.on(Events.ERROR, (_, error) => {
      if (!error.fatal || hls !== this._hls) return;
      if (error.type !== ErrorTypes.MEDIA_ERROR || this._mended) return this._failed();
      this._mended = true; // a decoder's hiccup: once; the second time everything is built anew
      hls.recoverMediaError();
    });
    hls.loadSource(address);
    hls.attachMedia(this._video);
  }

  unload() {
    this._hls?.destroy();
    this._hls = null;
  }

  /** Program time of the picture in ms, null while unknown. */
  playhead() {
    return this._hls?.playingDate?.getTime() ?? null;
  }

  /** Over holes and after a restart of the encoder program time leaps, so the piece it falls into is looked up. @param {number} m */
  placeOf(m) {
    const fragments = this._hls?.latestLevelDetails?.fragments ?? [];
    const within = fragments.filter(({ programDateTime }) => (programDateTime ?? Infinity) <= m).pop() ?? fragments[0];
    if (within?.programDateTime === undefined || within.programDateTime === null) return null;
    return within.start + Math.min(Math.max(0, (m - within.programDateTime) / 1000), within.duration);
  }

  /** Seconds behind where a viewer should be; 0 while unknown. */
  behind() {
    const wanted = this._hls?.liveSyncPosition;
    return wanted === null || wanted === undefined ? 0 : wanted - this._video.currentTime;
  }

  jumpToLive() {
    const wanted = this._hls?.liveSyncPosition;
    if (wanted !== null && wanted !== undefined) this._video.currentTime = wanted;
  }

  nudge() {
    this._hls?.stopLoad();
    this._hls?.startLoad();
  }

  /** @param {number} position */
  beyond(position) {
    return beyond(this._hls?.latestLevelDetails?.fragments ?? [], position);
  }
}

const NEAR_S = 0.5; // what is buffered ends up to a frame or two before the hole

/**
 * Where the programme goes on after the hole (EXT-X-GAP) at or just after a position; null where there is none.
 * @param {{start: number, duration: number, gap?: boolean}[]} fragments
 * @param {number} position
 */
export function beyond(fragments, position) {
  const first = fragments.findIndex(({ start, duration }) => position + NEAR_S < start + duration);
  if (first < 0 || !fragments[first].gap) return null;
  return fragments.slice(first).find(({ gap }) => !gap)?.start ?? null;
}
