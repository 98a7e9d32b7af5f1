// Is the picture moving, and what to do when it is not. Plain decisions over time; knows no page.

const STALL_MS = 1200; // shorter hiccups are not worth a word
const JUMP_S = 12; // further behind than this, catching up at 1.5 times would take half a minute: jump
const NUDGE_MS = 2500; // a standstill that long with nothing to skip: the loader is asked to look again, once
const RELOAD_MS = 8000; // a picture that should move and has not for so long is loaded anew

/**
 * @typedef {object} Look what the player sees at one moment
 * @property {number} now milliseconds
 * @property {number} position seconds
 * @property {boolean} wanted it should be moving: neither paused nor at its end
 * @property {boolean} expected the encoder is sending, so a standstill is our own
 * @property {number} behind seconds behind the live edge; 0 in a replay
 * @property {number | null} ahead start of the next buffered stretch after a hole, in seconds
 *
 * @typedef {{moving: boolean, act: "none" | "skip" | "jump" | "nudge" | "reload"}} Verdict
 */

export class Watch {
  constructor() {
    this._position = -1;
    this._movedAt = -Infinity;
    this._actedAt = -Infinity;
    this._began = true;
    this._nudged = false; // since the picture moved last
    this._leapt = false; // the last change of position was our own doing, not the picture moving
  }

  /** A new source: it has the usual time to begin. */
  restart() {
    this._began = true;
    this._position = -1;
  }

  /**
   * @param {Look} look
   * @returns {Verdict}
   */
  judge({ now, position, wanted, expected, behind, ahead }) {
    if (this._began) {
      this._movedAt = this._actedAt = now;
      this._began = false;
    } else if (!wanted || (position !== this._position && !this._leapt)) {
      this._movedAt = now;
    }
    this._leapt = false;
    const started = this._position >= 0 && position > 0;
    this._position = position;
    const still = now - this._movedAt;
    const moving = wanted && still < STALL_MS && started;
    if (wanted && expected && behind > JUMP_S && now - this._actedAt > 2000) return this._act(now, moving, "jump");
    if (still > STALL_MS && ahead !== null && now - this._actedAt > STALL_MS) return this._act(now, moving, "skip");
    if (moving) this._nudged = false;
    if (still > NUDGE_MS && expected && ahead === null && !this._nudged) {
      this._nudged = true;
      return { moving, act: "nudge" }; // not counted as an act: it must not put off what helps for certain
    }
    if (still > RELOAD_MS && expected && now - this._actedAt > RELOAD_MS) return this._act(now, moving, "reload");
    return { moving, act: "none" };
  }

  /**
   * @param {number} now
   * @param {boolean} moving
   * @param {"skip" | "jump" | "reload"} act
   * @returns {Verdict}
   */
  _act(now, moving, act) {
    this._actedAt = now;
    this._leapt = act !== "reload";
    return { moving, act };
  }
}
