// Puts a scene on the page: stamp, slate, the one big button.

import { words } from "./words.js";
/** @import {Scene} from "./stage.js" */

const STAMPS = { lobby: words.stampLobby, live: words.stampLive, replay: words.stampReplay, none: "" };
const rehearsed = typeof document !== "undefined" && document.body.dataset.rehearsal !== undefined;
const SENTENCES = {
  soon: words.soon,
  away: words.away,
  ended: words.ended,
  endedEmpty: rehearsed ? words.endedRehearsal : words.endedEmpty,
  endedKept: rehearsed ? words.endedRehearsal : words.endedKept,
  calledOff: rehearsed ? words.endedRehearsal : words.calledOff,
  unable: words.unable,
  cover: words.covered,
  lobby: "",
  connecting: "",
  play: "",
  none: "",
};

export class Face {
  /**
   * @param {HTMLElement} stage carries data-slate and data-press, which the style sheet reads
   * @param {{stamp: HTMLElement, sentence: HTMLElement, press: HTMLButtonElement, pressLabel: HTMLElement, patience: HTMLElement}} parts
   */
  constructor(stage, parts) {
    this._stage = stage;
    this._parts = parts;
    this._shown = "";
  }

  /**
   * @param {Scene} scene
   * @param {boolean} soundOnly
   * @param {string} [cover] what the director has to say meanwhile
   */
  show(scene, soundOnly, cover = "") {
    const shown = JSON.stringify([scene, soundOnly, cover]);
    if (shown === this._shown) return;
    this._shown = shown;
    const { slate, press, stamp } = scene;
    const { dataset } = this._stage;
    // The poster stands behind the sound as well: a black square looks broken.
    dataset.slate = slate === "none" && soundOnly ? "listening" : slate;
    dataset.press = press;
    this._parts.stamp.dataset.stamp = stamp;
    this._parts.stamp.textContent = STAMPS[stamp];
    this._parts.stamp.hidden = stamp === "none";
    this._parts.sentence.textContent =
      slate === "none" && soundOnly ? words.listening : (slate === "cover" && cover) || SENTENCES[slate];
    this._parts.patience.hidden = slate !== "connecting";
    this._parts.press.hidden = press === "none";
    if (press === "play") this._parts.pressLabel.textContent = soundOnly ? words.listen : words.play;
    else if (press !== "none") this._parts.pressLabel.textContent = words[press === "unmute" ? "unmute" : press];
  }
}
