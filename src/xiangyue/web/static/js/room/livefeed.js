// On air: sentences from the line, each when this viewer's own picture reaches the moment its writer saw.

import { Queue } from "../danmaku/queue.js";
/** @import {Saying, Shown} from "../danmaku/queue.js" */
/** @import {Event, Segment, State} from "../line/wire.js" */

export class LiveFeed {
  /** @param {Shown} shown */
  constructor(shown) {
    this._shown = shown;
    this._queue = new Queue();
  }

  /** @param {State} state a fresh picture: the list is filled, nothing flies */
  joined(state) {
    this._queue.clear();
    const gone = new Set(state.redacted);
    const recent = state.recent.map(({ i, m = null, name, text, from = "" }) => ({ i, m, name, text, from }));
    this._shown.fill(recent.filter(({ i }) => !gone.has(i)));
  }

  /** @param {Segment} segment */
  segment(segment) {
    for (const event of segment.ev) {
      if (event.k === "say" && event.d) this._queue.add(saying(event));
      if (event.k === "redact" && event.d) {
        this._queue.redact(event.d.i);
        this._shown.redact(event.d.i);
      }
    }
  }

  /** @param {number | null} playhead */
  tick(playhead) {
    for (const due of this._queue.due(playhead)) this._shown.say(due);
  }
}

/**
 * @param {Event} event
 * @returns {Saying}
 */
function saying(event) {
  const { name = "", text = "", from = "" } = event.d ?? {};
  return { i: event.i, m: event.m ?? null, name, text, from };
}
