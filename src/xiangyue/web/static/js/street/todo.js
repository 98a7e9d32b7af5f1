// What is to be done, as a list: what a unit mends, what somebody was drawn to judge, what is to be looked at again.

import { make } from "../room/make.js";
import { clock } from "./shelf.js";
import { words } from "./words.js";

/**
 * @typedef {{page: string, category: string, closing: string, until: number, unit: string, said: string, at: number | null,
 *   after: string, brought: number}} Check
 * @typedef {{id: string, number: string, title: string, spot: string, seq: number, state: string, due: number | null,
 *   deeds: [string, string][], before: string, check: Check | null}} Todo
 * @typedef {{page: string, number: string, title: string, spot: string, category: string, closing: string, until: number}} Again
 */

/** @param {HTMLElement} list @param {Todo[]} matters @param {Again[]} again @param {(one: Todo, verb: string, label: string) => void} begin */
export function show(list, matters, again, begin) {
  list.replaceChildren(...again.map(second), ...matters.map((one) => item(one, begin)));
}

/** @param {Todo} one @param {(one: Todo, verb: string, label: string) => void} begin */
function item(one, begin) {
  const deeds = one.deeds.map(([verb, label]) => make("button", { type: "button", class: "btn small", onclick: () => begin(one, verb, label) }, label));
  const until = one.check?.until ?? one.due;
  return make(
    "li",
    { class: "st-item" },
    head(one.title, one.state),
    line([one.number, one.spot, until ? words.due(clock(until)) : ""]),
    ...(one.check ? judged(one, one.check) : []),
    make("div", { class: "row" }, ...deeds, one.check ? whole(one.check.page) : null),
  );
}

/** What somebody needs who was drawn to judge. @param {Todo} one @param {Check} check */
function judged(one, check) {
  const photos = [photo(one.before, words.before), photo(check.after, words.after)].filter((each) => each !== null);
  return [
    make("p", { class: "small" }, make("b", {}, words.closing), ` ${check.closing}`),
    check.said ? make("p", { class: "small" }, make("b", {}, words.says(check.unit)), ` ${check.said}`) : null,
    photos.length ? make("div", { class: "st-pair" }, ...photos) : null,
    check.after ? null : make("p", { class: "small muted" }, check.brought ? words.afterSoon : words.noAfter),
  ].filter((each) => each !== null);
}

/** Only where to go: who looks a second time is told nothing of the first. @param {Again} one */
function second(one) {
  return make(
    "li",
    { class: "st-item" },
    head(one.title, words.again),
    line([one.number, one.spot, words.due(clock(one.until))]),
    make("p", { class: "small" }, make("b", {}, words.closing), ` ${one.closing}`),
    make("div", { class: "row" }, whole(one.page)),
  );
}

/** @param {string} title @param {string} state */
const head = (title, state) => make("p", { class: "st-item-head" }, make("b", {}, title), make("span", { class: "stamp sm ink" }, state));

/** @param {string[]} parts */
const line = (parts) => make("p", { class: "muted small" }, parts.filter(Boolean).join(" · "));

/** @param {string} page */
const whole = (page) => make("a", { class: "btn small", href: page }, words.whole);

/** @param {string} address @param {string} name */
const photo = (address, name) =>
  address ? make("figure", {}, make("a", { href: address }, make("img", { src: address, alt: name, loading: "lazy" })), make("figcaption", {}, name)) : null;
