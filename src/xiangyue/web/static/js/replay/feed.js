// In a replay: what was said, in step with the picture at any speed; after a jump the list is filled and nothing floods.

/** @import {Shown} from "../danmaku/queue.js" */
/** @import {ReplayIndex} from "./index.js" */
/** @import {BlockLoader} from "./loader.js" */

const LEAP_MS = 3000; // program time between two looks beyond which somebody jumped, or a hole was crossed
const FILL = 50; // sentences in the list after a jump, as many as a late joiner of the live lecture sees

export class ReplayFeed {
  /**
   * @param {ReplayIndex} index
   * @param {BlockLoader} loader
   * @param {Shown} shown
   */
  constructor(index, loader, shown) {
    this._index = index;
    this._loader = loader;
    this._shown = shown;
    /** @type {number | null} */
    this._at = null;
  }

  /**
   * @param {number | null} playhead program time in ms
   * @param {number} rate of playing
   */
  tick(playhead, rate) {
    if (playhead === null) return;
    const moved = this._at === null ? Infinity : playhead - this._at;
    this._at = playhead;
    if (moved < 0 || moved > LEAP_MS * rate) return this._jump(playhead);
    for (const due of this._index.between(playhead - moved, playhead)) this._shown.say(due);
    void this._loader.around(playhead);
  }

  /** @param {number} playhead */
  _jump(playhead) {
    this._shown.fill(this._index.before(playhead, FILL));
    void this._loader.around(playhead).then(() => {
      // What came meanwhile belongs in the list, unless another jump has begun a new one.
      if (this._at !== null && Math.abs(this._at - playhead) < LEAP_MS * 4) {
        this._shown.fill(this._index.before(this._at, FILL));
      }
    });
  }
}
