// What lies on the phone, as a list: to be completed, not delivered, delivered, and what waits for a person - with both
// sides beside each other.

import { make } from "../room/make.js";
import { isFound, without } from "./entry.js";
import { words } from "./words.js";
/** @import {Entry} from "./entry.js" */

const TONE = { draft: "amber", ready: "ink", sent: "moss", asks: "" };

/**
 * @typedef {{put: (entry: Entry) => void, drop: (entry: Entry) => void, edit: (entry: Entry) => void,
 *   address: (matter: string) => string}} Acts
 */

/** @param {HTMLElement} list @param {Entry[]} entries @param {Acts} acts */
export function show(list, entries, acts) {
  const rank = { asks: 0, draft: 1, ready: 2, sent: 3 };
  const sorted = [...entries].sort((one, other) => rank[one.status] - rank[other.status] || other.at - one.at);
  list.replaceChildren(...sorted.map((entry) => item(entry, acts)));
}

/** @param {Entry} entry @param {Acts} acts */
function item(entry, acts) {
  const where = entry.place?.name ?? entry.place?.spot ?? entry.number;
  const title = (entry.verb === "finding" ? words.sealed : "") + (entry.label || words.untitled);
  const said = [where, entry.sentence, entry.photos.length ? words.photos(entry.photos.length) : "", entry.voice ? words.recorded(entry.voice.seconds) : ""];
  return make(
    "li",
    { class: "st-item", "data-status": entry.status },
    make("p", { class: "st-item-head" }, make("b", {}, title), make("span", { class: `stamp sm ${TONE[entry.status]}` }, words.status[entry.status])),
    make("p", { class: "muted small" }, make("span", { class: "num" }, clock(entry.at)), " ", said.filter(Boolean).join(" · ")),
    entry.reply?.number ? make("p", { class: "small" }, entry.reply.number) : null,
    entry.asks ? asked(entry, acts) : null,
    entry.status === "draft" ? make("div", { class: "row" }, button(words.edit, () => acts.edit(entry), true), removal(entry, acts)) : null,
  );
}

/** @param {Entry} entry @param {Acts} acts */
function asked(entry, acts) {
  const asks = /** @type {NonNullable<Entry["asks"]>} */ (entry.asks);
  const box = make("div", { class: "st-asks", role: "group" }, make("p", {}, asks.text));
  const theirs = asks.theirs;
  if (theirs?.lines) {
    const lines = theirs.lines.map(({ at, label, name, text }) => make("li", {}, make("span", { class: "num" }, clock(at)), ` ${label} ${name}`, text ? make("q", {}, text) : null));
    box.append(
      make(
        "div",
        { class: "st-sides" },
        make("div", {}, make("h4", {}, words.mine), make("p", {}, entry.label), make("p", {}, entry.sentence || words.voiceOnly)),
        make("div", {}, make("h4", {}, words.theirs), make("p", {}, words.now(theirs.state ?? "")), make("ul", { class: "plain" }, ...lines)),
      ),
    );
  }
  box.append(make("div", { class: "row" }, ...answers(entry, acts), removal(entry, acts)));
  return box;
}

/** What a person can say to it. @param {Entry} entry @param {Acts} acts */
function answers(entry, acts) {
  const asks = /** @type {NonNullable<Entry["asks"]>} */ (entry.asks);
  const again = (/** @type {Partial<Entry>} */ change) => () => acts.put({ ...entry, ...change, asks: null, status: "ready" });
  const part = asks.part;
  if (part) return [button(words.withoutPhoto, () => acts.put(without(entry, part)), true), button(words.change, () => acts.edit(entry))];
  if (asks.code === "was-mended" && asks.theirs) {
    const same = { verb: "find-again", matter: asks.theirs.matter, number: asks.theirs.number };
    return [button(words.same, again(same), true), button(words.another, again({ anew: true }))];
  }
  if (asks.code === "stale" && asks.theirs) return [button(words.anyway, again({ expected: asks.theirs.seq ?? null }), true)];
  return [button(words.change, () => acts.edit(entry), true)];
}

/** Two presses, since nothing brings it back. @param {Entry} entry @param {Acts} acts */
function removal(entry, acts) {
  const word = isFound(entry) ? words.remove : words.giveUp;
  const press = button(word, () => {
    if (press.dataset.sure) acts.drop(entry);
    press.dataset.sure = "1";
    press.textContent = words.removeSure;
  });
  return press;
}

/** @param {string} label @param {() => void} act @param {boolean} [first] */
const button = (label, act, first = false) => make("button", { type: "button", class: first ? "btn small primary" : "btn small", onclick: act }, label);

/** @param {number} at */
export const clock = (at) =>
  new Date(at).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
