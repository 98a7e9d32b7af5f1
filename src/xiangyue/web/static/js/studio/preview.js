// The host's own picture, muted: the preview before air, what everybody sees on air.

import Light from "../../vendor/hls.light.mjs";
import { HlsEngine } from "../player/hlsjs.js";

const Hls = /** @type {import("../player/hlsjs.js").HlsClass} */ (/** @type {unknown} */ (Light));

const AGAIN_MS = 3_000; // no encoder yet: ask again this often

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
  // Whatever went wrong (no picture yet, encoder changed, server restarted), loading again is the cure.
  const engine = new HlsEngine(video, Hls, () => setTimeout(load, AGAIN_MS));
  const load = () => engine.load({ address, live: true, startAt: 0 });
  video.addEventListener("loadeddata", () => void video.play().catch(() => undefined));
  load();
}

/** Safari plays HLS by itself. @param {HTMLVideoElement} video @param {string} address */
function byItself(video, address) {
  video.addEventListener("error", () => setTimeout(() => ((video.src = address), video.load()), AGAIN_MS));
  video.src = address;
  void video.play().catch(() => undefined);
}

const room = /** @type {HTMLElement | null} */ (document.querySelector("[data-console]"));
if (room?.dataset.preview) monitor(room);
