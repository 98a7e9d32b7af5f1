// What the page says: one picture, one big button, one line of trouble. Knows no camera and no network.

import { rehearsed, words } from "./words.js";

/** @typedef {"open" | "begin" | "connecting" | "air" | "live" | "again" | "over"} Face */
/** @typedef {{ code: string, level: string, text: string, do: string }} Advice */

const STAMPS = /** @type {const} */ ({
  idle: ["idle", "ink"],
  sending: ["sending", "amber"],
  live: ["live", "full"],
  away: ["away", "amber"],
  over: ["over", "ink"],
});
const FLOOR_DB = -54;
const LOUD = 0.97;

export class Panel {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** What stands on the page: of a rehearsal, that it is one. */
    this.words = root.dataset.rehearsal === undefined ? words : rehearsed;
    this.video = /** @type {HTMLVideoElement} */ (this.part("picture"));
    this.go = /** @type {HTMLButtonElement} */ (this.part("go"));
    this.stop = /** @type {HTMLButtonElement} */ (this.part("stop"));
    this._bar = /** @type {HTMLElement} */ (this.part("meter").firstElementChild);
    this._shown = 0;
    this._said = "";
  }

  /** @param {string} name @returns {HTMLElement} */
  part(name) {
    const scope = this.root.ownerDocument;
    return /** @type {HTMLElement} */ (scope.querySelector(`[data-cap="${name}"]`));
  }

  /** @param {Face} face @param {{ test: boolean, onAir: boolean }} about */
  face(face, { test, onAir }) {
    const { words } = this;
    const faces = {
      open: [test ? words.openTest : words.open, words.hintOpen],
      begin: [words.begin, onAir ? words.hintBeginLive : words.hintBegin],
      connecting: [words.connecting, onAir ? words.hintBeginLive : words.hintBegin],
      air: [words.air, words.hintAir],
      live: [words.onAir, words.hintLive],
      again: [words.again, ""],
      over: [words.over, this.root.dataset.rehearsal === undefined ? words.ended : words.endedRehearsal],
    };
    const [word, hint] = faces[face];
    write(this.go, word);
    write(this.part("hint"), hint);
    this.go.dataset.face = face;
    this.go.disabled = face === "over" || face === "connecting" || face === "live";
    this.go.hidden = face === "over";
    this.part("after").hidden = face !== "over";
    this.part("tools").hidden = this.part("meter").hidden = face === "over";
    if (face === "over") write(this.part("none"), words.off);
    this.stop.hidden = face !== "air" && face !== "live" && face !== "connecting";
  }

  /** @param {keyof typeof STAMPS} state */
  stamp(state) {
    const [word, tone] = STAMPS[state];
    const stamp = this.part("stamp");
    write(stamp, this.words[word]);
    stamp.className = `stamp ${tone}`;
  }

  /** One sentence over the picture; "" for none. @param {string} sentence */
  line(sentence) {
    const line = this.part("line");
    line.hidden = sentence === "";
    write(line, sentence);
  }

  /** @param {MediaStreamTrack | null} track */
  show(track) {
    this.part("none").hidden = track !== null;
    this.video.srcObject = track === null ? null : new MediaStream([track]);
    if (track !== null) void this.video.play().catch(() => undefined);
  }

  /** Rises at once, falls slowly, in steps of loudness. @param {number} peak @param {boolean} muted */
  level(peak, muted) {
    const meter = this.part("meter");
    const height = peak > 0 ? Math.max(0, 1 - (20 * Math.log10(peak)) / FLOOR_DB) : 0;
    this._shown = Math.max(height, this._shown * 0.9);
    this._bar.style.transform = `scaleX(${this._shown.toFixed(3)})`;
    const percent = String(Math.round(this._shown * 10) * 10);
    if (percent !== this._said) meter.setAttribute("aria-valuenow", (this._said = percent));
    meter.dataset.level = peak > LOUD ? "loud" : "";
    meter.toggleAttribute("data-muted", muted);
  }

  /** @param {Advice[]} advice */
  advice(advice) {
    const items = advice.map((one) => {
      const item = document.createElement("li");
      const what = document.createElement("b");
      item.dataset.level = one.level;
      what.textContent = one.text;
      item.append(what, one.do);
      return item;
    });
    this.part("advice").replaceChildren(...items);
  }

  /** @param {string} text */
  facts(text) {
    write(this.part("facts"), text);
  }
}

/** A live region speaks at every write. @param {HTMLElement} place @param {string} text */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
