// How hls.js is set, with the reason for each number.

/** @import {HlsConfig, LoadPolicy} from "hls.js" */

/** @type {Partial<HlsConfig>} */
const COMMON = {
  enableWorker: false, // fMP4 passes through as it is; a worker would copy every byte for nothing
  enableInterstitialPlayback: false,
  enableID3MetadataCues: false,
  enableEmsgMetadataCues: false,
  enableDateRangeMetadataCues: false,
  nudgeMaxRetry: 12, // a phone that was asleep needs more pushes than a desk
  maxBufferLength: 30,
  // A server that restarts is away for some seconds: ask again soon, and for long, before starting over.
  playlistLoadPolicy: { default: patience(8000) },
  manifestLoadPolicy: { default: patience(10_000) },
  fragLoadPolicy: { default: patience(10_000) },
};

/** On air. The distance to the edge is the server's PART-HOLD-BACK, so no liveSyncDuration here. @type {Partial<HlsConfig>} */
export const LIVE = {
  ...COMMON,
  lowLatencyMode: true,
  maxLiveSyncPlaybackRate: 1.5, // at its default of 1 hls.js never drifts back to its target
  liveSyncOnStallIncrease: 0.25, // one hiccup must not cost a whole segment of delay for the rest of the evening
  liveDurationInfinity: true,
  // What is behind the playhead is left to the browser, which drops it when memory is short. A flush of ours between a
  // part's loading and its buffering made hls.js forget parts it had, and stand still for ten seconds.
  backBufferLength: Infinity,
};

/** A finished lecture. @type {Partial<HlsConfig>} */
export const REPLAY = {
  ...COMMON,
  lowLatencyMode: false,
  backBufferLength: 60,
  maxMaxBufferLength: 60, // seconds ahead; at its default a whole short lecture is fetched before anybody watched it
};

/**
 * @param {number} maxTimeToFirstByteMs longer than any hold of the server
 * @returns {LoadPolicy["default"]}
 */
function patience(maxTimeToFirstByteMs) {
  const again = { maxNumRetry: 4, retryDelayMs: 700, maxRetryDelayMs: 4000 };
  return { maxTimeToFirstByteMs, maxLoadTimeMs: 60_000, timeoutRetry: again, errorRetry: again };
}
