// What is going on in the rooms on the front page: how many are watching and what was said last.
// Reads what every viewer's cache already holds: the head and the newest snapshot. Asks every ten seconds, only while seen.

import { fold } from "../line/fold.js";

const EVERY_MS = 10_000;

/** @typedef {{ viewers?: { now: number }, recent?: { name: string, text: string }[], phase?: string }} Picture */

/**
 * The room's state: the newest snapshot, and what was sealed since.
 * @param {string} lecture
 * @returns {Promise<Picture>}
 */
async function look(lecture) {
  const head = await (await fetch(`/live/${lecture}/head`)).json();
  /** @type {any} */
  let state = null;
  if (head.snapshot !== null) {
    state = (await (await fetch(`/live/${lecture}/${head.epoch}/s/${head.snapshot}`)).json()).state;
  }
  for (const segment of head.since) state = fold(state, segment);
  return state ?? {};
}

/** @param {HTMLElement} room @param {Picture} picture */
function show(room, picture) {
  const count = room.querySelector("[data-watching]");
  if (count && picture.viewers) count.textContent = (count.getAttribute("data-watching") ?? "{n}").replace("{n}", picture.viewers.now.toLocaleString());
  const last = picture.recent?.at(-1);
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
  setTimeout(follow, EVERY_MS + Math.random() * 2_000, room);
}

for (const room of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-lecture]"))) follow(room);
