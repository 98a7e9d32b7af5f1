// What is going on in the rooms on the front page: how many are watching and what was said last.
// Reads what every viewer's cache already holds, the head and the newest snapshot; asks every ten seconds, only while seen.

import { fold } from "../line/fold.js";
import { read } from "../line/wire.js";

const EVERY_MS = 10_000;
const SPREAD_MS = 2_000; // front pages opened by the same announcement do not ask in the same second

/**
 * The room's state: the newest snapshot, and what was sealed since.
 * @param {string} lecture
 * @returns {Promise<import("../line/wire.js").State>}
 */
async function look(lecture) {
  const ask = (/** @type {string} */ path) => read((url, init) => fetch(url, init), `/live/${lecture}${path}`, AbortSignal.timeout(EVERY_MS));
  const head = await ask("/head");
  const snapshot = head.snapshot === null ? null : await ask(`/${head.epoch}/s/${head.snapshot}`);
  let state = fold.seeded(snapshot === null ? null : snapshot.state);
  for (const segment of head.since) if (snapshot === null || segment.n > snapshot.n) state = fold.segment(state, segment);
  return state;
}

/** @param {HTMLElement} room @param {import("../line/wire.js").State} state */
function show(room, state) {
  const count = /** @type {HTMLElement | null} */ (room.querySelector("[data-watching]"));
  if (count) count.textContent = (count.dataset.watching ?? "").replace("{n}", state.viewers.now.toLocaleString());
  const last = state.recent.at(-1);
  const saying = /** @type {HTMLElement | null} */ (room.querySelector("[data-saying]"));
  if (!saying || !last) return;
  const who = document.createElement("b");
  who.textContent = last.name;
  saying.querySelector("dd")?.replaceChildren(who, ` ${last.text}`);
  saying.hidden = false;
}

/** @param {HTMLElement} room */
async function follow(room) {
  if (document.visibilityState === "visible") {
    try {
      show(room, await look(room.dataset.lecture ?? ""));
    } catch {
      // The live part does not answer: the page stands as printed, and asks again later.
    }
  }
  setTimeout(() => void follow(room), EVERY_MS + Math.random() * SPREAD_MS);
}

for (const room of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-lecture]"))) void follow(room);
