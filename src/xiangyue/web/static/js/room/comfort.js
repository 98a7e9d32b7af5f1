// What a viewer likes best, remembered on this phone: danmaku over the picture or not, and the calm mode (large, still).

import { box, button, dress } from "../page/parts.js";
import { storeOf } from "../page/store.js";
import { words } from "./words.js";

export class Comfort {
  /** @param {(danmaku: boolean) => void} changed whether danmaku fly now */
  constructor(changed) {
    this._store = storeOf("xiangyue.room.");
    this._changed = changed;
    this._still = matchMedia("(prefers-reduced-motion: reduce)");
    this._calmKey = button("calm");
    this._danmakuKey = button("danmaku-key");
    this._calmKey.addEventListener("click", () => this._set("calm", !this._calm));
    this._danmakuKey.addEventListener("click", () => this.toggleDanmaku());
    this._still.addEventListener("change", () => this._apply());
    this._apply();
  }

  get _calm() {
    return this._store.get("calm") === true;
  }

  /** Danmaku fly over the picture. The list below holds them in any case. */
  get danmaku() {
    return this._store.get("danmaku") !== false && !this._calm && !this._still.matches;
  }

  toggleDanmaku() {
    if (!this._danmakuKey.hidden) this._set("danmaku", this._store.get("danmaku") === false);
  }

  /**
   * @param {string} name
   * @param {boolean} value
   */
  _set(name, value) {
    this._store.set(name, value);
    this._apply();
  }

  _apply() {
    if (this._calm) document.documentElement.dataset.calm = "";
    else delete document.documentElement.dataset.calm;
    this._calmKey.setAttribute("aria-pressed", String(this._calm));
    this._danmakuKey.hidden = this._calm || this._still.matches;
    box("danmaku").hidden = !this.danmaku;
    dress(this._danmakuKey, this.danmaku ? words.danmakuOff : words.danmakuOn, this.danmaku ? "i-danmaku-off" : "i-danmaku");
    this._changed(this.danmaku);
  }
}
