// Who decodes: hls.js where a page may feed the decoder, the system itself on Apple's phones.

import { HlsEngine } from "./hlsjs.js";
import { NativeEngine } from "./native.js";
/** @import {HlsClass} from "./hlsjs.js" */

/**
 * @typedef {{address: string, live: boolean, startAt: number}} Source `startAt` in seconds, for a replay
 *
 * @typedef {object} Engine
 * @property {(source: Source) => void} load
 * @property {() => void} unload
 * @property {() => number | null} playhead
 * @property {(m: number) => number | null} placeOf seconds at which a moment of the program stands; null while unknown
 * @property {() => number} behind
 * @property {() => void} jumpToLive
 * @property {() => void} nudge looks for what to load next from the beginning, without giving up what is buffered
 * @property {(position: number) => number | null} beyond where the programme goes on, if `position` (s) stands at a hole of it
 * @property {number | null} bytes loaded so far; null where nobody tells
 */

const HLS_TYPE = "application/vnd.apple.mpegurl";

/**
 * The engine that fits this browser, null when it can play nothing at all.
 * @param {HTMLVideoElement} video
 * @param {string} library address of hls.js; fetched only where it is needed
 * @param {() => void} failed
 * @returns {Promise<Engine | null>}
 */
export async function fitting(video, library, failed) {
  const native = video.canPlayType(HLS_TYPE) !== "";
  // iPads have Media Source Extensions that fail inside WeChat's WebView: Apple's touch devices always play natively.
  if (native && isAppleTouch()) return new NativeEngine(video, failed);
  /** @type {{default: HlsClass}} */
  const { default: Hls } = await import(library);
  if (Hls.isSupported()) return new HlsEngine(video, Hls, failed);
  return native ? new NativeEngine(video, failed) : null;
}

function isAppleTouch() {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes("Macintosh") && maxTouchPoints > 1);
}
