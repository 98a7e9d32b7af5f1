// The page of a draw: computes it again on this phone, says whether one's own number is in, and shows a winner the code.

import { LineClient, page as world } from "../line/client.js";
import { storeOf } from "../page/store.js";
import { english } from "../page/language.js";
import { Desk } from "./desk.js";
import { ownWords as words } from "./own.js";
import { againstLine, againstMemory } from "./witness.js";

const FIRST_WAIT_MS = 2_000; // between two looks at a draw that is on its way
const LONGEST_WAIT_MS = 15_000;

/** @template {HTMLElement} T @param {string} id @param {new () => T} kind @returns {T} */
function part(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
}

const here = part("draw", HTMLElement).dataset;
const room = storeOf(`xiangyue.room.${here.lecture}.`);
const kept = storeOf(`xiangyue.draw.${here.draw}.`);
const places = { report: part("report", HTMLElement), cheats: part("cheats", HTMLElement), cheated: part("cheated", HTMLElement) };
/** @type {any[]} what the lecture's line says of its draws; nothing while it was not heard */
let told = [];

const desk = new Desk(places, [english ? "en" : "zh"], ({ steps }) => {
  const { checks } = againstMemory(kept.get("seen"), steps);
  return [...againstLine(told, steps), ...checks];
});

const LINE_MS = 4_000; // a line that does not answer does not keep the reader waiting

/** The lecture's own word about it: asked once, for what the page shows was said before. */
function hearLine() {
  return new Promise((resolve) => {
    const heard = (/** @type {any} */ state) => {
      told = state.draws ?? [];
      client.close();
      resolve(undefined);
    };
    const nothing = () => undefined;
    const client = new LineClient(here.lecture ?? "", { joined: heard, segment: nothing, connected: nothing, ended: nothing }, world());
    setTimeout(() => (client.close(), resolve(undefined)), LINE_MS);
    void client.run();
  });
}

/** The file as it is now. @returns {Promise<any>} */
async function file() {
  const answer = await fetch(here.file ?? "", { credentials: "omit" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** @typedef {{label: string, listed: boolean, prize: string, outcome: string, substitute: boolean, code: string, qr: string}} Mine */

/** What this phone's ticket says; what it was told before when the network is away. @returns {Promise<Mine | null>} */
async function ask() {
  const ticket = room.get("ticket")?.ticket;
  if (typeof ticket !== "string") return kept.get("mine");
  try {
    const answer = await fetch(here.mine ?? "", { headers: { Accept: "application/json", "X-Ticket": ticket }, credentials: "omit" });
    if (!answer.ok) return kept.get("mine");
    const mine = await answer.json();
    kept.set("mine", mine);
    return mine;
  } catch {
    return kept.get("mine");
  }
}

/** @param {Mine | null} mine */
function show(mine) {
  if (mine === null) return;
  part("me", HTMLElement).hidden = false;
  part("me", HTMLElement).classList.toggle("won", mine.code !== "");
  part("my-label", HTMLElement).textContent = mine.label;
  part("my-fate", HTMLElement).textContent = fate(mine);
  part("my-code", HTMLElement).textContent = mine.code;
  part("my-code", HTMLElement).hidden = part("my-card", HTMLElement).hidden = mine.code === "";
}

/** @param {Mine} mine */
function fate(mine) {
  if (mine.code !== "") return words.won(mine.prize, mine.substitute);
  if (mine.outcome === "GIVEN") return words.given(mine.prize);
  if (mine.outcome === "FORFEITED") return words.late(mine.prize);
  if (!mine.listed) return here.final === "yes" ? words.notIn : words.notYet;
  return here.final === "yes" ? words.notWon : words.listed;
}

async function follow() {
  show(kept.get("mine"));
  await hearLine();
  try {
    const stated = await file();
    await desk.lay(stated);
    const { seen, checks } = againstMemory(kept.get("seen"), stated.steps);
    if (checks.every(({ ok }) => ok)) kept.set("seen", seen);
  } catch {
    part("report", HTMLElement).hidden = true;
    part("report-failed", HTMLElement).hidden = false;
  }
  show(await ask());
  if (here.final === "yes") return;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (document.hidden) continue;
    const stated = await file().catch(() => null);
    // One step further than the page knows: it says so in words.
    if (stated !== null && String(stated.steps.length) !== here.steps) return location.reload();
  }
}

void follow();
