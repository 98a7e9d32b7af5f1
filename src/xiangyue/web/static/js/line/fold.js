// What a late joiner needs to know: the fold of all segments so far. The twin of timeline/fold.py, held to the same
// vectors (tests/captures/line). Pure: a state is never changed, each step makes a new one.
// A kind that is not known here is passed over, so that an older page survives a newer server.

import { EMPTY, STEPS as SHOW } from "./show.js";
/** @import {Event, Segment, State} from "./wire.js" */

const RECENT = 50; // danmaku a newcomer sees in the list beside the picture
const REDACTED = 200; // redacted numbers kept

/** @type {Record<string, string>} what an encoder's event means to somebody who looks */
const MEDIA = { published: "live", back: "live", away: "away", ended: "ended" };

/** @type {State} before the first segment */
const FRESH = {
  phase: "lobby",
  title: "",
  studio: "",
  poster: "",
  lead: "",
  likes: 0,
  said: 0,
  viewers: { now: 0, total: 0 },
  notice: "",
  silence: false,
  slow: 0,
  media: { state: "none", since: 0 },
  recent: [],
  redacted: [],
  ...EMPTY,
};

/** @typedef {(state: State, data: Record<string, any>, event: Event, at: number) => Partial<State>} Step what changes */

/** @type {Map<string, Step>} a map, because an event could be called "constructor" */
const STEPS = new Map(
  /** @type {[string, Step][]} */ ([
    ["opened", (_, { title, studio, poster = "", lead = "" }) => ({ title, studio, poster, lead })],
    ["phase", (_, { phase }) => ({ phase })],
    ["like", ({ likes }, { n }) => ({ likes: likes + n })],
    ["viewers", (_, { now, total }) => ({ viewers: { now, total } })],
    ["notice", (_, { text }) => ({ notice: text })],
    ["silence", (_, { on }) => ({ silence: on })],
    ["slow", (_, { s }) => ({ slow: s })],
    ["media", (_, { state }, __, at) => ({ media: { state: MEDIA[state], since: at } })],
    ["say", said],
    ["redact", redacted],
  ]),
);

/** @type {Step} */
function said(state, data, event, at) {
  /** @type {Record<string, any>} */
  const item = { i: event.i, at, name: data.name, text: data.text };
  if (data.from) item.from = data.from;
  if (event.m !== undefined) item.m = event.m;
  return { said: state.said + 1, recent: [...state.recent, item].slice(-RECENT) };
}

/** @type {Step} */
function redacted(state, { i }) {
  return {
    recent: state.recent.filter((item) => item.i !== i),
    redacted: [...state.redacted, i].slice(-REDACTED),
  };
}

export const fold = {
  /**
   * Where to begin: a snapshot's state, or nothing has happened yet.
   * @param {State | null} state
   * @returns {State}
   */
  seeded(state) {
    return { ...FRESH, ...state };
  },

  /**
   * The state after a segment.
   * @param {State} state
   * @param {Pick<Segment, "at" | "ev">} segment
   * @returns {State}
   */
  segment(state, segment) {
    for (const event of segment.ev) {
      const step = STEPS.get(event.k);
      if (step) state = { ...state, ...step(state, event.d ?? {}, event, segment.at) };
      const shown = SHOW.get(event.k);
      if (shown) state = { ...state, [shown[0]]: shown[1](state[shown[0]], event.d ?? {}, event, segment.at) };
    }
    return state;
  },
};
