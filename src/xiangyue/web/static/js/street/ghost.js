// Before and after from one standpoint: the earlier photo lies half transparent over the camera's picture.

import { words } from "./words.js";

export class Ghost {
  /** @param {HTMLElement} page @param {(file: File) => void} taken @param {(text: string) => void} say */
  constructor(page, taken, say) {
    this._dialog = /** @type {HTMLDialogElement} */ (page.querySelector("[data-ghost]"));
    this._video = /** @type {HTMLVideoElement} */ (this._dialog.querySelector("video"));
    this._before = /** @type {HTMLImageElement} */ (this._dialog.querySelector("img"));
    this._share = /** @type {HTMLInputElement} */ (this._dialog.querySelector("input[type=range]"));
    this._say = say;
    /** @type {MediaStream | null} */
    this._stream = null;
    this._share.addEventListener("input", () => this._fade());
    this._dialog.addEventListener("close", () => this._stop());
    this._dialog.querySelector("[data-close]")?.addEventListener("click", () => this._dialog.close());
    this._dialog.querySelector("[data-shutter]")?.addEventListener("click", () => void this._shoot(taken));
  }

  /** @param {string} before the earlier photo's address */
  async open(before) {
    try {
      const back = { video: { facingMode: { ideal: "environment" }, width: { ideal: 3840 }, height: { ideal: 2160 } } };
      this._stream = await navigator.mediaDevices.getUserMedia(back);
    } catch {
      return this._say(words.noCamera);
    }
    this._before.src = before;
    this._video.srcObject = this._stream;
    this._fade();
    this._dialog.showModal();
    await this._video.play();
  }

  _fade() {
    this._before.style.opacity = String(Number(this._share.value) / 100);
  }

  /** @param {(file: File) => void} taken */
  async _shoot(taken) {
    const canvas = document.createElement("canvas");
    canvas.width = this._video.videoWidth;
    canvas.height = this._video.videoHeight;
    canvas.getContext("2d")?.drawImage(this._video, 0, 0);
    const blob = await /** @type {Promise<Blob | null>} */ (new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92)));
    if (blob) taken(new File([blob], "recheck.jpg", { type: "image/jpeg", lastModified: Date.now() }));
    this._dialog.close();
  }

  _stop() {
    for (const track of this._stream?.getTracks() ?? []) track.stop();
    this._stream = null;
    this._video.srcObject = null;
  }
}
