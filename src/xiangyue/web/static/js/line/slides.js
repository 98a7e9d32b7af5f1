// Which page of the slides stands before everybody. One press goes on to the next part and never takes slides down by
// itself: they leave with the talk they belong to, for who watches now and in every replay. Pure.

/** @import {Part, Slide} from "./wire.js" */

const TALK = 3;

/**
 * @param {Slide[]} slides as far as they have been shown
 * @param {Part[]} parts as far as they have begun
 * @returns {Slide | null}
 */
export function standing(slides, parts) {
  const slide = slides.at(-1);
  const part = parts.at(-1);
  if (slide === undefined || slide.n === 0) return null;
  // What is shown on purpose in a later part stays.
  return part !== undefined && part.p > TALK && slide.i < part.i ? null : slide;
}
