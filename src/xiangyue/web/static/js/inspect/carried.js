// The page a phone keeps: shows the plans it carries, open or locked; wipes what is over or revoked. Works without a net.

import { make } from "../room/make.js";
import { ask } from "./house.js";
import { Keeper, verdict } from "./keeper.js";
import { Shelf } from "./shelf.js";
import { words } from "./words.js";

/** @import {Held} from "./shelf.js" */

const TICK_MS = 5_000;
const ASK_MS = 60_000;

const place = document.querySelector("#carried-plans");
const said = document.querySelector("#carried-said");
const frame = document.querySelector("#carried");

if (place && said && frame instanceof HTMLElement) {
  if (navigator.serviceWorker) void navigator.serviceWorker.register(frame.dataset.worker ?? "").catch(() => undefined);
  Shelf.open().then((shelf) => begin(new Keeper(shelf, Date.now)), () => (said.textContent = words.noShelf));
}

/** @param {Keeper} keeper */
async function begin(keeper) {
  for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => keeper.touch(), { passive: true });
  const { held } = await show(keeper);
  await askAll(keeper);
  for (const one of held) await unlock(keeper, one);
  await show(keeper);
  setInterval(() => void round(keeper), TICK_MS);
  setInterval(() => void askAll(keeper), ASK_MS);
  document.addEventListener("visibilitychange", () => void askAll(keeper));
}

/** @param {Keeper} keeper */
async function round(keeper) {
  const { wiped, locked, held } = await keeper.tick();
  if (wiped || locked) await draw(keeper, held, wiped ? words.wiped : "");
}

/** Asks whether each copy may stay. @param {Keeper} keeper */
async function askAll(keeper) {
  const { held } = await keeper.tick();
  for (const one of held) {
    const { status, body } = await ask(address(one, "alive.json"));
    if (verdict(status, body) !== "wipe") continue;
    await keeper.wipe(one.phone);
    await show(keeper, words.wiped);
  }
}

/** @param {Keeper} keeper @param {Held} one @returns {Promise<boolean>} */
async function unlock(keeper, one) {
  const { status, body } = await ask(address(one, "key.json"), "POST");
  if (status === 404 || status === 410) await keeper.wipe(one.phone);
  if (status !== 200) return false;
  await keeper.unlock(one.phone, body.key);
  return true;
}

/** @param {Held} one @param {string} what */
const address = (one, what) => `/inspections/${one.name}/phones/${one.phone}/${what}`;

/** @param {Keeper} keeper @param {string} [sentence] */
async function show(keeper, sentence = "") {
  const found = await keeper.tick();
  await draw(keeper, found.held, sentence || (found.wiped ? words.wiped : ""));
  return found;
}

/** @param {Keeper} keeper @param {Held[]} held @param {string} sentence */
async function draw(keeper, held, sentence) {
  const parts = [];
  for (const one of held) parts.push(card(keeper, one, await keeper.read(one)));
  place?.replaceChildren(...parts);
  if (said) said.textContent = sentence || (held.length ? words.some : words.none);
}

/** @param {Keeper} keeper @param {Held} one @param {any} plan null while it is locked */
function card(keeper, one, plan) {
  const time = new Date(one.wipeAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const press = (/** @type {string} */ label, /** @type {() => Promise<string>} */ act) =>
    make("button", { class: "btn", type: "button", onclick: () => void act().then((sentence) => show(keeper, sentence)) }, label);
  const open = press(words.unlock, async () => ((await unlock(keeper, one)) ? "" : words.noUnlock));
  const shut = press(words.lock, async () => (keeper.lock(one.phone), ""));
  const drop = press(words.drop, async () => (await keeper.wipe(one.phone), words.dropped));
  return make(
    "section", { class: "held" },
    make("h2", {}, plan ? plan.title : words.locked, make("span", { class: `stamp sm ${plan ? "moss" : "ink"}` }, plan ? words.open : words.locked)),
    make("p", { class: "small muted" }, words.until(time)),
    plan ? make("ol", {}, ...plan.stops.map((/** @type {any} */ each) => stop(each, one.name))) : null,
    make("p", { class: "row" }, plan ? shut : open, drop),
  );
}

/** @param {any} stop @param {string} inspection */
function stop({ subject, name, unit, address, away, why, at }, inspection) {
  const line = [unit, address, away, why.join("、")].filter(Boolean).join(" · ");
  const map = at && make("a", { href: `geo:${at[0] / 1e6},${at[1] / 1e6}` }, words.map);
  const capture = `${frame instanceof HTMLElement ? frame.dataset.capture : ""}?${new URLSearchParams({ inspection, place: subject })}`;
  const find = make("a", { class: "btn small", href: capture }, words.find);
  return make("li", {}, make("b", {}, name), make("span", { class: "sub" }, line, map ? " · " : "", map || ""), find);
}
