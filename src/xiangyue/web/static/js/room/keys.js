// The row of keys under the picture, and the same on a keyboard.

import { box, button, dress } from "../page/parts.js";
import { words } from "./words.js";
/** @import {Player} from "../player/player.js" */

const MEGABYTE = 1_000_000;

/**
 * @typedef {HTMLVideoElement & {webkitEnterFullscreen?: () => void}} AppleVideo
 */

export class Keys {
  /**
   * @param {Player} player
   * @param {{toggleDanmaku: () => void}} comfort
   * @param {{step: (direction: number) => void}} bar
   */
  constructor(player, comfort, bar) {
    this._player = player;
    this._pause = button("pause-key");
    this._mute = button("mute-key");
    this._sound = button("sound-key");
    this._full = button("full-key");
    this._pause.addEventListener("click", () => this._togglePause());
    this._mute.addEventListener("click", () => this._toggleMute());
    this._sound.addEventListener("click", () => void player.listenOnly(!player.soundOnly));
    this._full.addEventListener("click", () => void this._toggleFull());
    document.addEventListener("fullscreenchange", () => this.show());
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      /** @type {Record<string, () => void>} */
      const acts = {
        k: () => this._togglePause(),
        m: () => this._toggleMute(),
        f: () => void this._toggleFull(),
        d: () => comfort.toggleDanmaku(),
        ArrowLeft: () => bar.step(-1),
        ArrowRight: () => bar.step(1),
      };
      acts[event.key]?.();
    });
  }

  /** Labels and pressed states as they are now. */
  show() {
    const { condition, soundOnly, muted, bytes } = this._player;
    const on = condition === "playing" || condition === "waiting" || condition === "starting";
    box("keys").hidden = condition === "idle" || condition === "unable";
    dress(this._pause, on ? words.pause : words.start, on ? "i-pause" : "i-play");
    dress(this._mute, muted ? words.unmute : words.mute, muted ? "i-muted" : "i-sound");
    dress(this._sound, soundOnly ? words.picture : words.soundOnly, soundOnly ? "i-picture" : "i-ear");
    this._sound.setAttribute("aria-pressed", String(soundOnly));
    dress(this._full, document.fullscreenElement ? words.leaveFullscreen : words.fullscreen, "i-full");
    const used = box("used");
    used.hidden = !bytes;
    if (bytes) used.textContent = words.used((bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0));
  }

  _togglePause() {
    const { condition } = this._player;
    if (condition === "playing" || condition === "waiting") this._player.pause();
    else if (condition !== "idle") void this._player.press();
  }

  _toggleMute() {
    this._player.toggleMuted();
  }

  async _toggleFull() {
    /** @type {AppleVideo} */
    const video = this._player.video;
    if (document.fullscreenElement) return document.exitFullscreen();
    const frame = box("frame");
    // The frame, so that danmaku come along; an iPhone lets only the video itself fill the screen.
    if (frame.requestFullscreen) await frame.requestFullscreen().catch(() => undefined);
    else video.webkitEnterFullscreen?.();
  }
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
