// What one viewer sees of a lecture at one moment: the public state, cut at this viewer's own playhead. Live, for a late
// joiner and in a replay it is the same cut. Pure; knows no page and no clock.

/** @import {Draw, Item, Part, Poll, Question, Slide, State} from "../line/wire.js" */

import { standing } from "../line/slides.js";

const SLOWEST_MS = 25_000; // the twin of timeline/programme.py: answers wait for the slowest player
const GRACE_MS = 1000;
const WAY_MS = 3000; // before the house closes, nobody is invited any more: an answer needs its way, on a busy evening too

/**
 * @typedef {object} Moment where a viewer stands
 * @property {number | null} playhead program time of the picture in ms, null where there is none or nobody tells
 * @property {number} now server time in ms
 * @property {number} delay of viewers of this kind in ms, for those without a playhead
 * @property {boolean} [replay] nothing closes by the server's clock any more
 * @property {Slide[]} [album] slides this phone has heard of; the state keeps only the last three
 * @property {{at: number, text: string} | null} [lifted] when the last cover was taken off, by the server's clock
 *
 * @typedef {Item & {stage: "open" | "closed" | "revealed", left: number, behind?: boolean}} Asked `left` in seconds;
 *   `behind`: closed only because this picture is further behind than the slowest that is waited for
 * @typedef {{p: number, stage: "done" | "now" | "later", part: Part | null}} Step
 *
 * @typedef {object} Scenery
 * @property {number} position program time in ms
 * @property {boolean} approximate reckoned by the server's clock and a usual delay
 * @property {Step[]} steps the six parts; none while no part has begun
 * @property {Part | null} part
 * @property {{on: boolean, text: string}} cover
 * @property {Slide | null} slide the page that stands now, null after it was taken down
 * @property {Slide[]} slides this one and those before it, never a later one
 * @property {Question[]} questions
 * @property {Poll[]} polls
 * @property {Asked[]} items
 * @property {Draw[]} draws
 * @property {string} notice
 */

/**
 * @param {State} state
 * @param {Moment} moment
 * @returns {Scenery}
 */
export function onstage(state, moment) {
  const position = moment.playhead ?? moment.now - moment.delay;
  /** @param {{m: number | null}} entry */
  const reached = ({ m }) => m === null || m <= position;
  const parts = state.parts.filter(reached);
  const slides = (moment.album ?? state.slides).filter(reached);
  return {
    position,
    approximate: moment.playhead === null,
    steps: steps(parts),
    part: parts.at(-1) ?? null,
    cover: covered(state, moment, position),
    slide: standing(slides, parts),
    slides: pages(slides),
    questions: state.questions,
    polls: state.polls.filter(reached),
    items: state.items.filter(reached).map((item) => asked(item, moment, position)),
    draws: state.draws,
    notice: state.notice,
  };
}

/**
 * A cover falls at once for everybody. It rises when a viewer's own picture has come to where it was taken off: who is
 * far behind must not see what it hid.
 * @param {State} state
 * @param {Moment} moment
 * @param {number} position
 */
function covered({ cover }, { lifted = null, playhead }, position) {
  if (cover.on) return { on: true, text: cover.text };
  const still = lifted !== null && playhead !== null && position < lifted.at;
  return { on: still, text: still ? lifted.text : "" };
}

/** @param {Part[]} parts as far as they have begun @returns {Step[]} */
function steps(parts) {
  const now = parts.at(-1);
  if (now === undefined) return [];
  return [1, 2, 3, 4, 5, 6].map((p) => {
    const part = parts.find((one) => one.p === p) ?? null;
    return { p, stage: p === now.p ? "now" : part !== null || p < now.p ? "done" : "later", part };
  });
}

/** Each page once, in the order it was last shown. @param {Slide[]} slides */
function pages(slides) {
  /** @type {Map<string, Slide>} */
  const last = new Map();
  for (const slide of slides) {
    if (slide.n === 0) continue;
    const name = `${slide.deck}/${slide.n}`;
    last.delete(name);
    last.set(name, slide);
  }
  return [...last.values()];
}

/**
 * @param {Item} item
 * @param {Moment} moment
 * @param {number} position
 * @returns {Asked}
 */
function asked(item, { now, replay = false }, position) {
  if (item.answer !== null) return { ...item, stage: "revealed", left: 0 };
  const byPicture = began(item) + item.s * 1000 - position;
  const byServer = replay ? Infinity : item.until - WAY_MS - now;
  const left = Math.max(0, Math.ceil(Math.min(byPicture, byServer) / 1000));
  const behind = left === 0 && byPicture > GRACE_MS;
  return { ...item, stage: left > 0 ? "open" : "closed", left, ...(behind && { behind }) };
}

/** Program time at which an item opens. @param {Item} item */
function began(item) {
  return item.m ?? item.until - SLOWEST_MS - GRACE_MS - item.s * 1000;
}

/**
 * @typedef {{kind: "item", i: number, item: Asked, open: boolean} | {kind: "poll", i: number, poll: Poll, open: boolean}
 *   | {kind: "draw", i: number, draw: Draw, open: boolean}} Affair
 */

/**
 * What the card in the middle is about: what is open for an answer comes first, else the last thing that was. It leaves
 * when another part of the lecture begins.
 * @param {Scenery} scenery
 * @returns {Affair | null}
 */
export function affair({ items, polls, draws, part }) {
  /** @type {Affair[]} */
  const all = [
    ...polls.map((poll) => /** @type {Affair} */ ({ kind: "poll", i: poll.i, poll, open: poll.open })),
    ...items.map((item) => /** @type {Affair} */ ({ kind: "item", i: item.i, item, open: item.stage === "open" })),
    ...draws.map((draw) => /** @type {Affair} */ ({ kind: "draw", i: draw.i, draw, open: false })),
  ].sort((a, b) => a.i - b.i);
  const asking = all.filter(({ kind, open }) => kind === "item" && open);
  const open = asking.at(-1) ?? all.filter((one) => one.open).at(-1);
  if (open !== undefined) return open;
  const last = all.at(-1);
  return last === undefined || (part !== null && part.i > last.i) ? null : last;
}
