// Which face the stage shows: poster, picture, a word of patience, a button. Plain decision; knows no page.

/** @import {Condition} from "../player/player.js" */

/**
 * @typedef {object} Situation
 * @property {"lobby" | "on_air" | "ended"} phase as the line says it
 * @property {boolean} calledOff it ended before it was on air
 * @property {boolean} replay the finished lecture is in the player
 * @property {string} media what the line says of the encoder: none, live, away, ended
 * @property {Condition} condition
 * @property {boolean} silenced
 * @property {boolean} recorded there is something to watch again
 * @property {boolean} kept it is recorded, and the studio keeps it back
 * @property {boolean} covered the director hides picture and sound from everybody
 *
 * @typedef {"lobby" | "soon" | "away" | "connecting" | "ended" | "endedEmpty" | "endedKept" | "calledOff" | "unable" | "play" | "cover" | "none"} Slate
 * @typedef {{slate: Slate, press: "none" | "play" | "resume" | "fromStart" | "again" | "unmute",
 *   stamp: "lobby" | "live" | "replay" | "none"}} Scene
 */

/**
 * @param {Situation} situation
 * @returns {Scene}
 */
export function scene(situation) {
  if (situation.phase === "lobby") return { slate: "lobby", press: "none", stamp: "lobby" };
  if (situation.calledOff) return { slate: "calledOff", press: "none", stamp: "none" };
  const shown = situation.replay ? replay(situation) : onAir(situation);
  // Only what would show a picture is covered: a viewer who has not begun yet still sees where to press. Under a cover
  // the line says that the picture is away, which it is by the director's will: the cover's own words stand there.
  if (!situation.covered || !["none", "connecting", "away"].includes(shown.slate)) return shown;
  return { ...shown, slate: "cover", press: shown.press === "unmute" ? "none" : shown.press };
}

/** @param {Situation} situation @returns {Scene} */
function onAir({ media, condition, silenced, phase, recorded, kept }) {
  const stamp = phase === "ended" ? "none" : "live";
  // The last words are heard out, also where nothing comes after them.
  if (phase === "ended" && !recorded && condition !== "playing") return over(kept, stamp);
  if (condition === "unable") return { slate: "unable", press: "none", stamp };
  if (media === "none") return { slate: "soon", press: "none", stamp };
  if (condition === "idle" || condition === "blocked") return { slate: "play", press: "play", stamp };
  if (condition === "paused") return { slate: "none", press: "resume", stamp };
  if (condition === "playing") return { slate: "none", press: silenced ? "unmute" : "none", stamp };
  return { slate: media === "away" ? "away" : "connecting", press: "none", stamp };
}

/** @param {Situation} situation @returns {Scene} */
function replay({ condition, recorded, kept }) {
  if (!recorded) return over(kept, "none");
  const stamp = "replay";
  if (condition === "unable") return { slate: "unable", press: "none", stamp };
  if (condition === "idle" || condition === "blocked") return { slate: "ended", press: "fromStart", stamp };
  if (condition === "ended") return { slate: "ended", press: "again", stamp };
  if (condition === "paused") return { slate: "none", press: "resume", stamp };
  return { slate: condition === "playing" ? "none" : "connecting", press: "none", stamp };
}

/** Nothing to watch, and whether that may change. @param {boolean} kept @param {Scene["stamp"]} stamp @returns {Scene} */
function over(kept, stamp) {
  return { slate: kept ? "endedKept" : "endedEmpty", press: "none", stamp };
}
