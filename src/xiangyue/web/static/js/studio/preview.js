// The host's own picture, muted: what the camera gives now. The signal's report (health.js) says where that is: in the
// preview before air, behind a broadcast delay and under a cover; else in what everybody sees; or nowhere yet.

import { fitting } from "../player/engine.js";

const AGAIN_MS = 3_000; // encoder changed, server restarted: ask again this often

/** @param {HTMLElement} room */
async function monitor(room) {
  const video = /** @type {HTMLVideoElement} */ (room.querySelector("[data-picture]"));
  const none = /** @type {HTMLElement} */ (room.querySelector("[data-picture-none]"));
  let shown = "none";
  const load = () => {
    const address = shown === "none" ? "" : (room.dataset[shown] ?? "");
    if (address) engine?.load({ address, live: true, startAt: 0 });
    else engine?.unload();
    none.hidden = address !== "" && none.hidden;
  };
  video.addEventListener("playing", () => (none.hidden = true));
  video.addEventListener("loadeddata", () => void video.play().catch(() => undefined));
  // Whatever went wrong, loading again is the cure.
  const engine = await fitting(video, room.dataset.hls ?? "", () => setTimeout(load, AGAIN_MS));
  const follow = () => {
    const wanted = room.dataset.camera ?? "none";
    if (wanted === shown) return;
    shown = wanted;
    load();
  };
  new MutationObserver(follow).observe(room, { attributeFilter: ["data-camera"] });
  follow();
}

const room = /** @type {HTMLElement | null} */ (document.querySelector("[data-console]"));
if (room) void monitor(room);
