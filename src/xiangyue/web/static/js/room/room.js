// One lecture from poster to replay: follows the line, and tells the picture, the list and the stage what it says.

import { ReplayCourse } from "../replay/course.js";
import { ReplayFeed } from "../replay/feed.js";
import { ReplayIndex } from "../replay/index.js";
import { BlockLoader } from "../replay/loader.js";
import { LiveFeed } from "./livefeed.js";
import { Position } from "./position.js";
import { scene } from "./stage.js";
/** @import {Block, Head, Segment, State} from "../line/wire.js" */
/** @import {Player} from "../player/player.js" */
/** @import {Audience} from "./audience.js" */
/** @import {Face} from "./face.js" */
/** @import {Floor} from "./floor.js" */
/** @import {Kept} from "./kept.js" */

/**
 * @typedef {object} Surroundings
 * @property {Player} player
 * @property {Audience} audience
 * @property {Face} face
 * @property {Floor} floor
 * @property {() => number} now server time in ms
 * @property {(state: State, likes: number) => void} figures likes: how many came with this tick
 * @property {(phase: string, calledOff: boolean) => void} phase
 * @property {(recorded: boolean) => void} replaying the finished lecture has taken the stage
 * @property {Kept} kept whether the studio lets it be seen again
 * @property {string} [recording] where the studio itself finds a replay that it keeps back
 */

const TAIL_MS = 15_000; // the last words are still on their way when the line says it is over
const READING_MS = 2000; // who has no picture is told when most have it
const MINUTE_MS = 60_000;
const GENTLY_MS = 1500; // between two minutes of a replay that nobody waits for

export class Room {
  /** @param {Surroundings} parts */
  constructor(parts) {
    this._parts = parts;
    this._phase = /** @type {"lobby" | "on_air" | "ended"} */ ("lobby");
    this._waited = false; // this page was here before the air
    this._aired = false;
    this._media = "none";
    this._showing = ""; // what the player was last given
    /** @type {Head | null} */
    this._head = null;
    /** @type {State | null} */
    this._state = null;
    this._live = new LiveFeed(parts.audience);
    /** @type {ReplayFeed | null} */
    this._replay = null;
    this._finished = false; // the line has its last segment, and the head says what there is to watch again
    this._position = new Position();
    this._course = new ReplayCourse();
    /** @type {BlockLoader | null} of the replay */
    this._loader = null;
    /** @type {State | null} as the replay showed it last */
    this._then = null;
    this._fetching = false;
    this._tailUntil = 0;
    this._waitedSince = 0;
  }

  /** @param {State} state @param {Head} head */
  joined(state, head) {
    this._head = head;
    for (const segment of head.since) this._parts.floor.heard(segment.ev, segment.at);
    // Who was away for a while has not heard it go on air: what is left of the air tells.
    if (state.phase === "ended") this._aired ||= state.media.state !== "none" || state.parts.some(({ p }) => p > 1);
    this._took(state);
    this._parts.figures(state, 0);
    this._live.joined(state);
    this._follow();
  }

  /** @param {Segment} segment @param {State} state */
  segment(segment, state) {
    this._parts.floor.heard(segment.ev, segment.at);
    this._took(state);
    this._live.segment(segment);
    const likes = segment.ev.reduce((sum, { k, d }) => sum + (k === "like" ? (d?.n ?? 0) : 0), 0);
    this._parts.figures(state, likes);
    this._follow();
  }

  /** @param {Head} head the line is finished */
  ended(head) {
    this._head = head;
    this._phase = "ended";
    this._finished = true;
    this._tailUntil = this._parts.player.live ? performance.now() + TAIL_MS : 0;
    this._follow();
    if (this._state !== null) this._parts.figures(this._state, 0);
  }

  /** Four times a second: what is due now. */
  tick() {
    const { player, audience } = this._parts;
    audience.layer.run(player.condition !== "paused");
    if (this._replay !== null) this._replay.tick(player.playhead, player.video.playbackRate);
    else this._live.tick(player.condition === "playing" ? player.playhead : null);
    this._look();
    if (!this._finished) return;
    if (this._isRecorded()) void this._parts.kept.look(this._base());
    if (this._replay === null && this._tailIsOver()) this._beginReplay();
  }

  /** Something about the player changed. */
  show() {
    const { player, face, floor } = this._parts;
    face.show(
      scene({
        phase: this._phase,
        calledOff: this._isCalledOff(),
        replay: this._replay !== null,
        media: this._media,
        condition: player.condition,
        silenced: player.silenced,
        recorded: this._recorded(),
        kept: this._isRecorded() && this._parts.kept.open === false,
        covered: floor.cover.now.on,
      }),
      player.soundOnly,
      floor.cover.now.text,
    );
  }

  /** What is beside the picture, as this viewer's own playhead has it. */
  _look() {
    const { player, floor, now } = this._parts;
    if (this._state === null) return;
    const replay = this._replay !== null;
    const playhead = replay
      ? player.playhead
      : this._position.at(player.condition === "playing" ? player.playhead : null, now());
    const moment = { playhead, now: now(), delay: READING_MS, replay };
    if (replay) floor.show({ state: this._stateThen(playhead), moment, phase: "ended", final: this._state });
    else {
      if (playhead === null) this._position.saw(now() - READING_MS);
      floor.show({ state: this._state, moment, phase: this._phase, final: null });
    }
    player.cover(floor.cover.now.on);
    player.sending = this._media !== "away" && !floor.cover.now.on;
    this.show();
  }

  /** The state at a moment of a replay. While a piece of it is under way, as it was; before it begins, as all ended. @param {number | null} playhead */
  _stateThen(playhead) {
    const final = /** @type {State} */ (this._state);
    if (playhead === null) return this._then ?? final;
    const state = this._course.at(playhead);
    if (state !== null) this._then = state;
    else void this._fetchBase(playhead);
    this._parts.floor.keep(this._course.album);
    return state ?? this._then ?? final;
  }

  /**
   * Slides that were shown before this viewer came: read back minute by minute, until there is one more.
   * @param {number} before program time in ms
   */
  async earlier(before) {
    const head = this._head;
    if (head === null) return;
    const known = this._course.album.length;
    const loader = this._loaderOf(head, null, (block) => this._course.add(block.segments));
    for (
      let minute = Math.floor((before - head.started_ms) / MINUTE_MS);
      minute >= 0 && this._course.album.length === known;
      minute -= 1
    ) {
      await loader.minute(minute);
    }
    this._parts.floor.keep(this._course.album);
  }

  /** @param {Head} head @param {number | null} lastMs @param {(block: Block) => void} loaded */
  _loaderOf(head, lastMs, loaded) {
    const span = { startedMs: head.started_ms, lastMs };
    return new BlockLoader(`/live/${head.lecture}/${head.epoch}`, span, (url, init) => fetch(url, init), loaded);
  }

  /** After a jump into what was not read yet: the snapshot next to it. @param {number} playhead */
  async _fetchBase(playhead) {
    const k = this._course.wanted(playhead);
    if (k === null || this._fetching) return;
    this._fetching = true;
    const snapshot = await this._loader?.snapshot(k);
    if (snapshot) this._course.base(snapshot);
    this._fetching = false;
  }

  /** @param {State} state */
  _took(state) {
    this._state = state;
    this._media = state.media.state;
    this._phase = /** @type {"lobby" | "on_air" | "ended"} */ (state.phase || "lobby");
    this._waited ||= this._phase === "lobby";
    this._aired ||= this._phase === "on_air";
  }

  /** Gives the player what belongs on the stage now. */
  _follow() {
    const { player, phase } = this._parts;
    const wanted = this._phase === "on_air" && this._media !== "none" ? this._base() : "";
    phase(this._phase, this._isCalledOff());
    if (wanted !== "" && wanted !== this._showing) {
      this._showing = wanted;
      void player.show({ base: wanted, live: true }).then(() => player.start());
    }
    this.show();
  }

  /** It ended in its lobby, in front of this page. */
  _isCalledOff() {
    return this._phase === "ended" && this._waited && !this._aired;
  }

  /** Picture or sound was received. */
  _isRecorded() {
    return this._head !== null && this._head.media.state !== "none" && this._media !== "none";
  }

  /** There is something to watch again. Until the studio's word is known, the last of the live picture may play out. */
  _recorded() {
    const { open } = this._parts.kept;
    return this._isRecorded() && (this._phase !== "ended" || (this._replay === null ? open !== false : open === true));
  }

  _base() {
    return (this._finished && this._parts.recording) || (this._head?.media.base ?? "");
  }

  /** The studio shows the replay, or keeps it back from now on. */
  decided() {
    if (this._replay !== null) this._stage();
    this.show();
  }

  /** The replay is given to the player, or taken from it. */
  _stage() {
    const { player, replaying } = this._parts;
    const wanted = this._recorded() ? this._base() : "";
    if (wanted === this._showing) return;
    this._showing = wanted;
    player.unload();
    if (wanted !== "") void player.show({ base: wanted, live: false });
    replaying(wanted !== "");
  }

  /** The live picture has shown its last frame, or will not any more. */
  _tailIsOver() {
    const { condition } = this._parts.player;
    const now = performance.now();
    if (condition !== "waiting") this._waitedSince = now;
    if (["playing", "starting"].includes(condition)) return now > this._tailUntil;
    return condition !== "waiting" || now - this._waitedSince > 3000;
  }

  /** The finished lecture takes the place of the live one, without a reload. */
  _beginReplay() {
    const head = this._head;
    if (head === null) return;
    const { audience } = this._parts;
    const index = new ReplayIndex();
    const lastMs = head.since.length > 0 ? head.since[head.since.length - 1].at : null;
    const loader = this._loaderOf(head, lastMs, ({ segments }) => (index.add(segments), this._course.add(segments)));
    this._loader = loader;
    this._replay = new ReplayFeed(index, loader, audience);
    this._showing = "live"; // of the replay, nothing yet
    this._stage();
    if (!this._recorded()) void this._fillWithout(index, loader);
    void this._readGently(loader, index);
    this.show();
  }

  /** Nothing to watch, or not yet: the list alone tells what was said. @param {ReplayIndex} index @param {BlockLoader} loader */
  async _fillWithout(index, loader) {
    while (await loader.more()) if (loader.failed) await gently();
    this._parts.audience.fill(index.before(Infinity, 200));
  }

  /**
   * Removals may stand minutes after what they remove: the whole line is read, without haste.
   * @param {BlockLoader} loader
   * @param {ReplayIndex} index
   */
  async _readGently(loader, index) {
    while (await loader.more()) {
      for (const i of index.redacted) this._parts.audience.redact(i);
      await gently();
    }
    this._course.complete = true;
  }
}

function gently() {
  return new Promise((resolve) => setTimeout(resolve, GENTLY_MS));
}
