// The picture and the sound of a room: loads, starts as the browser allows, keeps to the live edge, mends itself.

import { Backoff } from "../line/backoff.js";
import { fitting } from "./engine.js";
import { Watch } from "./watch.js";
/** @import {Engine} from "./engine.js" */

/**
 * @typedef {"idle" | "starting" | "playing" | "waiting" | "paused" | "blocked" | "ended" | "unable"} Condition
 *   blocked: the browser wants a finger first; unable: it cannot play this at all
 */

const INTERRUPTIONS = 3; // of one start by its own load; one is usual on a busy phone
const SOURCE_MS = 1500; // for a source to come up before play is tried again
const LOOK_MS = 400;

export class Player {
  /**
   * @param {HTMLVideoElement} video
   * @param {string} library address of hls.js
   * @param {() => void} changed `condition`, `silenced` or the source is another
   */
  constructor(video, library, changed) {
    this.video = video;
    /** @type {Condition} */
    this.condition = "idle";
    this.live = false;
    this.soundOnly = false;
    this.sending = true; // what the line says of the encoder; a standstill while it is away is nobody's fault
    this._changed = changed;
    this._base = "";
    /** @type {number | null} where a replay will begin once somebody wants it */
    this._later = null;
    this._place = 0; // seconds into a replay where somebody is or wants to be; an element that loads says 0
    /** @type {number | null} program time in ms that a chapter asks for */
    this._wish = null;
    /** @type {boolean | null} whether it was muted before the cover fell; null while there is none */
    this._mutedBefore = null;
    this._turn = 0; // counts starts and what ends them, so that an interrupted start knows whether it is still wanted
    this._watch = new Watch();
    this._backoff = new Backoff(Math.random);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._again = undefined;
    /** @type {Engine | null} */
    this._engine = null;
    this._ready = fitting(video, library, () => this._failed()).then((engine) => {
      this._engine = engine;
      if (engine === null) this._be("unable");
    });
    video.addEventListener("ended", () => this._be("ended"));
    // A load pauses the element for a moment and says so too late: only what still holds counts.
    video.addEventListener("pause", () => video.paused && !video.ended && this._isOn() && this._be("paused"));
    video.addEventListener("play", () => !this._isOn() && this._be("starting"));
    for (const moved of ["timeupdate", "seeking"]) {
      video.addEventListener(moved, () => video.readyState > 0 && (this._place = video.currentTime));
    }
    video.addEventListener("volumechange", () => this._changed());
    setInterval(() => this.look(performance.now()), LOOK_MS);
  }

  /** Plays without sound because the browser allowed no more. */
  get silenced() {
    return (
      this._mutedBefore === null && this.video.muted && (this.condition === "playing" || this.condition === "waiting")
    );
  }

  /** Bytes loaded, null where nobody tells. */
  get bytes() {
    return this._engine?.bytes ?? null;
  }

  /** Program time of what is on the screen, in ms; null while there is no picture or its time is unknown. */
  get playhead() {
    const shown = this.condition === "playing" || this.condition === "paused" || this.condition === "waiting";
    return shown ? (this._engine?.playhead() ?? null) : null;
  }

  /**
   * Shows what is on air, or a finished lecture from `startAt` seconds.
   * @param {{base: string, live: boolean, startAt?: number}} source `base` as the head names it
   */
  async show({ base, live, startAt = 0 }) {
    this._base = base;
    this._place = startAt;
    this.live = live;
    // A replay costs no data before somebody wants to see it.
    if (live) await this._load(startAt);
    else this._later = startAt;
  }

  /** Starts with sound, else without, else waits for a finger. */
  async start() {
    await this._ready;
    if (this._engine === null || this._base === "") return;
    if (this._later !== null) await this._load(this._later);
    this._be("starting");
    this._watch.restart();
    const turn = (this._turn += 1);
    for (const muted of this.muted ? [true] : [false, true]) {
      for (let interrupted = 0; interrupted < INTERRUPTIONS; interrupted++) {
        try {
          this._setMuted(muted);
          await this.video.play();
          return;
        } catch (error) {
          if (error instanceof DOMException && error.name === "NotAllowedError") break;
          // The load this start began may interrupt its own play, or have no source yet. A newer start, or a finger on
          // pause, has its own say.
          if (turn === this._turn) await this._canPlay();
          if (turn !== this._turn) return;
        }
      }
    }
    this._setMuted(false);
    this._be("blocked");
  }

  /** There is something to play, or it is time to try all the same. */
  _canPlay() {
    return new Promise((resolve) => {
      this.video.addEventListener("canplay", resolve, { once: true });
      setTimeout(resolve, SOURCE_MS);
    });
  }

  /** The finger: with sound, and at the live edge. */
  async press() {
    this._setMuted(false);
    if (this._isOn()) return;
    if (this.live && this.condition === "paused") this._engine?.jumpToLive();
    await this.start();
  }

  /** What the viewer wants to hear, also under a cover. */
  get muted() {
    return this._mutedBefore ?? this.video.muted;
  }

  toggleMuted() {
    this._setMuted(!this.muted);
    this._changed();
  }

  /** @param {boolean} on no sound is heard, whatever is pressed; after it the viewer's own choice holds again */
  cover(on) {
    if (on === (this._mutedBefore !== null)) return;
    const before = this._mutedBefore;
    this._mutedBefore = on ? this.video.muted : null;
    this.video.muted = on || before === true;
    this._changed();
  }

  /** A chapter: on to a moment of the program, as soon as the picture is loaded. @param {number} m in ms */
  async goTo(m) {
    this._wish = m;
    if (!this._isOn()) await this.press();
    this._grant();
  }

  pause() {
    this._turn += 1;
    this.video.pause();
  }

  /** @param {boolean} on only the sound, for a weak network or a small data plan */
  async listenOnly(on) {
    if (on === this.soundOnly) return;
    this.soundOnly = on;
    const playing = this._isOn();
    if (this._base === "" || this._later !== null) return this._changed();
    await this._load(this._place);
    if (playing) await this.start();
  }

  /** The phone woke up, or the network is back. */
  wake() {
    if (this._again === undefined) return;
    clearTimeout(this._again);
    void this._reload();
  }

  /** Nothing is shown any more. */
  unload() {
    this._turn += 1;
    clearTimeout(this._again);
    this._wish = null;
    this._again = undefined; // or a phone that wakes up would load anew what is no longer shown
    this._base = "";
    this._engine?.unload();
    this._be("idle");
  }

  /** @param {number} now looks at the picture and mends what can be mended */
  look(now) {
    const { video } = this;
    if (this._base === "" || !this._isOn()) return;
    this._grant();
    const { moving, act } = this._watch.judge({
      now,
      position: video.currentTime,
      wanted: !video.paused && !video.ended,
      expected: this.sending && this._again === undefined,
      behind: this.live ? (this._engine?.behind() ?? 0) : 0,
      ahead: this._ahead(),
    });
    if (act === "jump") this._engine?.jumpToLive();
    if (act === "skip") video.currentTime = (this._ahead() ?? video.currentTime) + 0.05;
    if (act === "nudge") this._engine?.nudge();
    if (act === "reload") this._failed();
    if (moving) this._backoff.reset();
    if (moving) this._be("playing");
    else if (this.condition === "playing") this._be("waiting");
  }

  /**
   * Where the picture goes on after the hole it stands at. In a replay what is buffered ahead may be from before a jump
   * back, so only what the playlist marks as a hole is leapt over: at once, however long the encoder was away.
   */
  _ahead() {
    return this.live ? nextStretch(this.video) : (this._engine?.beyond(this.video.currentTime) ?? null);
  }

  _grant() {
    const place = this._wish === null ? null : (this._engine?.placeOf(this._wish) ?? null);
    if (place === null) return;
    this._wish = null;
    this.video.currentTime = place;
  }

  /** @param {boolean} muted */
  _setMuted(muted) {
    if (this._mutedBefore !== null) this._mutedBefore = muted;
    this.video.muted = muted || this._mutedBefore !== null;
  }

  /** @param {number} startAt */
  async _load(startAt) {
    await this._ready;
    clearTimeout(this._again);
    this._again = undefined;
    this._later = null;
    const address = this._base + (this.soundOnly ? "audio/live.m3u8" : "index.m3u8");
    this._watch.restart();
    this._engine?.load({ address, live: this.live, startAt });
    this._changed();
  }

  /** Gives the server some seconds, then loads anew; for as long as the page lives. */
  _failed() {
    if (this._again !== undefined || this._base === "") return;
    if (this.condition === "playing") this._be("waiting");
    this._again = setTimeout(() => void this._reload(), 500 + this._backoff.next());
  }

  async _reload() {
    const wanted = this._isOn();
    await this._load(this._place);
    if (wanted) await this.start();
  }

  /** It plays, or does its best to. */
  _isOn() {
    return this.condition === "starting" || this.condition === "playing" || this.condition === "waiting";
  }

  /** @param {Condition} condition */
  _be(condition) {
    if (condition === this.condition) return;
    this.condition = condition;
    this._changed();
  }
}

/**
 * Where the next buffered stretch begins, if the playhead stands in a hole.
 * @param {HTMLVideoElement} video
 */
function nextStretch(video) {
  const { buffered, currentTime } = video;
  for (let index = 0; index < buffered.length; index += 1) {
    if (buffered.start(index) <= currentTime && currentTime < buffered.end(index) - 0.15) return null;
    if (buffered.start(index) > currentTime) return buffered.start(index);
  }
  return null;
}
