// The bar below a replay: where we are, and how fast.

import { words } from "./words.js";

const RATES = ["1", "1.25", "1.5", "2"];
const STEP_S = 10;

export class ReplayBar {
  /**
   * @param {HTMLVideoElement} video
   * @param {{bar: HTMLElement, seek: HTMLInputElement, at: HTMLElement, of: HTMLElement, rates: HTMLElement}} parts
   */
  constructor(video, parts) {
    this._video = video;
    this._parts = parts;
    this._held = false;
    const { seek, rates } = parts;
    seek.addEventListener("input", () => {
      this._held = true;
      this._show(Number(seek.value));
    });
    seek.addEventListener("change", () => {
      this._held = false;
      video.currentTime = Number(seek.value);
    });
    for (const rate of RATES) rates.append(this._button(rate));
    video.addEventListener("timeupdate", () => this._follow());
    video.addEventListener("durationchange", () => this._follow());
  }

  /** @param {boolean} on */
  show(on) {
    this._parts.bar.hidden = !on;
    if (!on) this._rate("1");
  }

  /** @param {number} direction -1 or 1: ten seconds back or on */
  step(direction) {
    if (!this._parts.bar.hidden) this._video.currentTime += direction * STEP_S;
  }

  /** @param {string} rate */
  _button(rate) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.rate = rate;
    button.textContent = rate === "1" ? words.normalSpeed : words.speed(rate);
    button.setAttribute("aria-pressed", String(rate === "1"));
    button.addEventListener("click", () => this._rate(rate));
    return button;
  }

  /** @param {string} rate */
  _rate(rate) {
    this._video.defaultPlaybackRate = this._video.playbackRate = Number(rate);
    for (const button of this._parts.rates.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.rate === rate));
    }
  }

  _follow() {
    const { duration, currentTime } = this._video;
    if (this._held || this._parts.bar.hidden || !Number.isFinite(duration)) return;
    this._parts.seek.max = String(Math.floor(duration));
    this._parts.seek.value = String(Math.floor(currentTime));
    this._show(currentTime);
  }

  /** @param {number} position */
  _show(position) {
    const { seek, at, of } = this._parts;
    const whole = Number(seek.max);
    at.textContent = clockFace(position);
    of.textContent = clockFace(whole);
    seek.style.setProperty("--done", `${whole > 0 ? (position / whole) * 100 : 0}%`);
    seek.setAttribute("aria-valuetext", words.position(clockFace(position), clockFace(whole)));
  }
}

/**
 * 75 s as 1:15, an hour and a bit as 1:02:03.
 * @param {number} seconds
 */
export function clockFace(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${parts.join(":")}` : parts.join(":").replace(/^0/, "");
}
