// The host's own picture, before air and on air: the preview rendition, muted.

import Hls from "../../vendor/hls.light.mjs";

const AGAIN_MS = 3_000; // no encoder yet: ask again this often
const QUIET = { lowLatencyMode: true, maxBufferLength: 8, backBufferLength: 0, maxLiveSyncPlaybackRate: 1.5, liveSyncDurationCount: 2 };

/** @param {HTMLElement} room */
function monitor(room) {
  const video = /** @type {HTMLVideoElement} */ (room.querySelector("[data-picture]"));
  const none = /** @type {HTMLElement} */ (room.querySelector("[data-picture-none]"));
  const address = room.dataset.preview ?? "";
  video.addEventListener("playing", () => (none.hidden = true));
  if (Hls.isSupported()) byHls(video, address);
  else byItself(video, address);
}

/** @param {HTMLVideoElement} video @param {string} address */
function byHls(video, address) {
  const hls = new Hls(QUIET);
  hls.on(Hls.Events.MANIFEST_PARSED, () => void video.play().catch(() => undefined));
  hls.on(Hls.Events.ERROR, (_name, error) => {
    if (!error.fatal) return;
    // Whatever it was (no picture yet, encoder changed, server restarted), a fresh player is the cure.
    hls.destroy();
    setTimeout(() => byHls(video, address), AGAIN_MS);
  });
  hls.loadSource(address);
  hls.attachMedia(video);
}

/** Safari plays HLS by itself. @param {HTMLVideoElement} video @param {string} address */
function byItself(video, address) {
  video.addEventListener("error", () => setTimeout(() => ((video.src = address), video.load()), AGAIN_MS));
  video.src = address;
  void video.play().catch(() => undefined);
}

const room = /** @type {HTMLElement | null} */ (document.querySelector("[data-console]"));
if (room?.dataset.preview) monitor(room);
