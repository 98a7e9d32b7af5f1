// The host's own picture, muted: the preview before air, what everybody sees on air.

import { fitting } from "../player/engine.js";

const AGAIN_MS = 3_000; // no encoder yet: ask again this often

/** @param {HTMLElement} room */
async function monitor(room) {
  const video = /** @type {HTMLVideoElement} */ (room.querySelector("[data-picture]"));
  const none = /** @type {HTMLElement} */ (room.querySelector("[data-picture-none]"));
  const source = { address: room.dataset.preview ?? "", live: true, startAt: 0 };
  video.addEventListener("playing", () => (none.hidden = true));
  video.addEventListener("loadeddata", () => void video.play().catch(() => undefined));
  // Whatever went wrong (no picture yet, encoder changed, server restarted), loading again is the cure.
  const engine = await fitting(video, room.dataset.hls ?? "", () => setTimeout(() => engine?.load(source), AGAIN_MS));
  engine?.load(source);
}

const room = /** @type {HTMLElement | null} */ (document.querySelector("[data-console]"));
if (room) void monitor(room);
