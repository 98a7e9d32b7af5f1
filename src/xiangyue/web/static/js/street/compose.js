// The form in hand: photo first, then category, place and one sentence, in any order; what is missing can wait.

import { newCommand } from "../page/post.js";
import { fresh, isFound, missing } from "./entry.js";
import { alike, choices, matching, named, nearest, remembered } from "./near.js";
import { Photos } from "./photo.js";
import { located, Sheet } from "./pick.js";
import { Recorder } from "./voice.js";
import { words } from "./words.js";
/** @import {Entry, Place} from "./entry.js" */
/** @import {Choice, Kind, Spot} from "./near.js" */
/** @import {Again, Todo} from "./todo.js" */

/**
 * @typedef {{me: {account: string, name: string}, as: {via: string, unit: string, name: string}[], kinds: Kind[],
 *   places: Spot[], more: boolean, matters: Todo[], again?: Again[]}} Lists
 * @typedef {{categories: string[], places: string[]}} Recent
 * @typedef {{name: string, wipeAt: number}} Plan a sealed plan that this phone holds
 */

const NEAREST = 12;
const RECENT = 8;
const MOST_PLACES = 60; // of thousands: more is found by typing
const SEALED = "sealed"; // the capacity of who is out with a sealed plan
const OF_INSPECTIONS = ["hazard", "street"]; // the kinds that a finding can become

export class Compose {
  /**
   * @param {HTMLElement} page
   * @param {object} world
   * @param {(entry: Entry, blobs: {id: string, blob: Blob}[]) => Promise<boolean>} world.keep whether it is on the disk
   * @param {(recent: Recent) => void} world.remember
   * @param {(text: string) => void} world.say
   */
  constructor(page, world) {
    /** @type {(name: string) => any} */
    this._part = (name) => (page.querySelector(`[data-${name.replace(/=(.*)/, '="$1"')}]`));
    this._world = world;
    /** @type {Lists | null} */
    this.lists = null;
    /** @type {Recent} */
    this.recent = { categories: [], places: [] };
    this.photos = new Photos(page, world.say);
    this._recorder = new Recorder(page, world.say);
    this._sentence = /** @type {HTMLTextAreaElement} */ (this._part("sentence"));
    this._as = /** @type {HTMLSelectElement} */ (this._part("as"));
    this.entry = fresh(newCommand(), "", 0);
    /** @type {{via: string, unit: string, name: string}[]} */
    this._capacities = [];
    this._categories = new Sheet(this._part("sheet=category"), (asked) => this._categoryRows(asked));
    this._places = new Sheet(this._part("sheet=place"), (asked) => this._placeRows(asked), MOST_PLACES);
    this._part("open=category").addEventListener("click", () => this._categories.open());
    this._part("open=place").addEventListener("click", () => this._openPlaces());
    this._part("locate").addEventListener("click", () => void this._locate());
    this._part("typed").addEventListener("click", () => this._place({ spot: this._places.asked }));
    this._as.addEventListener("change", () => this._show());
    this._part("later").addEventListener("click", () => void this.save("draft"));
    this._part("cancel").addEventListener("click", () => this.begin());
    this._part("compose").addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      void this.save("ready");
    });
  }

  /** An empty form. */
  begin() {
    this.entry = fresh(newCommand(), this.lists?.me.account ?? "", Date.now());
    this.photos.clear();
    this._recorder.set(null);
    this._sentence.value = "";
    this._show();
  }

  /** Begins at a place whose plate was scanned. @param {string} subject */
  start(subject) {
    const place = this.lists?.places.find((one) => one[0] === subject);
    if (place && this.entry.place === null) this._place({ subject: place[0], name: place[1], unit: place[4] });
  }

  /** A deed to a matter. @param {any} matter @param {string} verb @param {string} label */
  deed(matter, verb, label) {
    this.begin();
    const of = { verb, matter: matter.id, number: matter.number, expected: matter.seq, label };
    Object.assign(this.entry, of);
    this._show();
  }

  /** Goes on with one from the shelf. @param {Entry} entry @param {(id: string) => Promise<Blob | null>} blob */
  async edit(entry, blob) {
    this.begin();
    this.entry = { ...entry, asks: null };
    this._sentence.value = entry.sentence;
    this._recorder.set(entry.voice);
    for (const part of entry.photos) {
      const kept = await blob(part.id);
      if (kept) await this.photos.put(part, kept, false);
    }
    this._show();
  }

  /**
   * Who is here, and the sealed plans that go along: those come first, so that nothing sealed is filed by mistake.
   * @param {Lists} lists @param {Plan[]} [plans]
   */
  know(lists, plans = []) {
    const before = this._capacity();
    this.lists = lists;
    if (this.entry.owner === "") this.entry.owner = lists.me.account;
    const inspects = lists.as.some(({ via }) => via === "inspector");
    const sealed = inspects ? plans.map(({ name, wipeAt }) => ({ via: SEALED, unit: name, name: words.ofPlan(wipeAt) })) : [];
    this._capacities = [...sealed, ...lists.as];
    const called = (/** @type {{via: string, name: string}} */ { via, name }) => name || (via === "inspector" ? this._as.dataset.inspector : via);
    this._as.replaceChildren(...this._capacities.map((one, place) => new Option(called(one), String(place))));
    this._choose((one) => one.via === before?.via && one.unit === before.unit);
    this._show();
  }

  /** Begins under a sealed plan. @param {string} inspection */
  under(inspection) {
    this._choose((one) => one.via === SEALED && one.unit === inspection);
    this._show();
  }

  /** @param {(one: {via: string, unit: string}) => boolean} meant */
  _choose(meant) {
    const place = this._capacities.findIndex(meant);
    if (place >= 0) this._as.value = String(place);
  }

  _capacity() {
    return this._capacities[Number(this._as.value) || 0];
  }

  /** @param {"draft" | "ready"} status */
  async save(status) {
    const as = this._capacity();
    const { photos, blobs } = this.photos.given();
    Object.assign(this.entry, { photos, voice: this._recorder.voice, sentence: this._sentence.value });
    if (as && this.entry.verb === "report") Object.assign(this.entry, { via: this._via(), unit: as.via === SEALED ? "" : as.unit });
    const sealed = as?.via === SEALED && this.entry.verb === "report" ? { verb: "finding", inspection: as.unit } : {};
    const given = { ...this.entry, ...sealed };
    if (this.entry.at === 0) this.entry.at = Date.now();
    const lacks = missing(given, this._choice()?.category[4] ?? false);
    if (status === "ready" && lacks) return this._lacks(lacks);
    if (lacks === "said" && isFound(given)) return this._lacks(lacks);
    const entry = { ...given, status };
    if (!(await this._world.keep(entry, [...blobs, ...this._recorder.given()]))) return;
    this._world.say(status === "draft" ? words.keptDraft : words.kept);
    this._recall(entry);
    this.begin();
  }

  /** @param {import("./entry.js").Missing} lacks */
  _lacks(lacks) {
    this._world.say(words.missing[lacks]);
    if (lacks === "category") this._categories.open();
    else if (lacks === "place") this._openPlaces();
    else this._part(lacks === "photo" ? "shoot" : "sentence").focus();
  }

  /** @param {Entry} entry */
  _recall(entry) {
    if (entry.verb !== "report") return; // of a sealed inspection nothing is remembered
    const { categories, places } = this.recent;
    const used = entry.category ? remembered(categories, `${entry.kind}/${entry.category}`, RECENT) : categories;
    const been = entry.place?.subject ? remembered(places, entry.place.subject, RECENT) : places;
    this.recent = { categories: used, places: been };
    this._world.remember(this.recent);
  }

  /** @returns {Choice | undefined} */
  _choice() {
    const { kind, category } = this.entry;
    return choices(this._kinds(), this._via(), []).find((one) => one.kind.code === kind && one.category[0] === category);
  }

  _via() {
    return this._isSealed() ? "inspector" : (this._capacity()?.via ?? "");
  }

  _isSealed() {
    return this.entry.verb === "finding" || (this.entry.verb === "report" && this._capacity()?.via === SEALED);
  }

  _kinds() {
    const all = this.lists?.kinds ?? [];
    return this._isSealed() ? all.filter(({ code }) => OF_INSPECTIONS.includes(code)) : all;
  }

  _show() {
    const report = isFound(this.entry);
    this._part("as-field").hidden = this.entry.verb === "finding" || this._capacities.length < 2;
    this._part("sealed").hidden = !this._isSealed();
    this._part("report-only").hidden = !report;
    this._part("deed-only").hidden = report;
    if (!report) this._part("deed").textContent = `${this.entry.label} · ${this.entry.number}`;
    const choice = this._choice();
    this._part("category").textContent = choice ? choice.category[1] : words.pickCategory;
    this._part("closing").textContent = choice ? choice.category[2] : "";
    const place = this.entry.place;
    this._part("place").textContent = place ? (place.name ?? words.typed(place.spot ?? "")) : words.pickPlace;
    this._part("save").textContent = report ? words.save : words.submit;
    this._part("later").hidden = !report;
  }

  // ---------------------------------------------------------------- categories
  /** @param {string} asked @returns {import("./pick.js").Row[]} */
  _categoryRows(asked) {
    const all = choices(this._kinds(), this._via(), this.recent.categories);
    // Who types a name means the name; the closing condition is a second guess.
    const exact = asked === "" ? all : matching(all, asked, ({ category }) => category[1]);
    const others = asked === "" ? [] : matching(all, asked, ({ kind, category }) => `${category[1]} ${kind.name} ${category[2]}`);
    let before = "";
    const found = [...new Set([...exact, ...others])];
    return (found.length > 0 ? found : alike(all, asked, ({ category }) => `${category[1]} ${category[2]}`)).map((one) => {
      const used = this.recent.categories.includes(named(one));
      const head = used ? words.recent : [one.kind.name, one.category[5]].filter(Boolean).join(" · ");
      const row = { label: one.category[1], note: one.category[2], head: head === before ? undefined : head, choose: () => this._category(one) };
      before = head;
      return row;
    });
  }

  /** @param {Choice} choice */
  _category({ kind, category }) {
    Object.assign(this.entry, { kind: kind.code, category: category[0], label: category[1] });
    this._categories.close();
    this._show();
  }

  // ---------------------------------------------------------------- places
  /** @param {string} asked @returns {import("./pick.js").Row[]} */
  _placeRows(asked) {
    this._part("typed-row").hidden = asked === "" || this._isSealed(); // a sealed finding stands at a known place
    this._part("typed").textContent = words.typed(asked);
    const all = this.lists?.places ?? [];
    const at = this.entry.position;
    const near = at && asked === "" ? nearest(all, at, NEAREST) : [];
    if (near.length > 0) {
      return near.map(({ place, away }, n) => this._placeRow(place, n === 0 ? words.nearby : "", words.metres(away)));
    }
    const rank = (/** @type {Spot} */ place) => this.recent.places.indexOf(place[0]);
    const known = all.filter((place) => rank(place) >= 0).sort((one, other) => rank(one) - rank(other));
    const others = asked === "" ? all.filter((place) => rank(place) < 0) : all;
    const first = asked === "" ? known : [];
    return matching([...first, ...others], asked, (place) => `${place[1]} ${place[2]}`).map((place, n) =>
      this._placeRow(place, n === 0 && first.length ? words.recent : "", ""),
    );
  }

  /** @param {Spot} place @param {string} head @param {string} aside */
  _placeRow(place, head, aside) {
    const choose = () => this._place({ subject: place[0], name: place[1], unit: place[4] });
    return { label: place[1], note: place[2], aside, head: head || undefined, choose };
  }

  _openPlaces() {
    this._near("");
    this._places.open();
  }

  /** @param {Place} place */
  _place(place) {
    this.entry.place = place;
    this._places.close();
    this._show();
  }

  async _locate() {
    this._near(words.locating);
    const at = await located();
    this.entry.position = at;
    const measured = at !== null && nearest(this.lists?.places ?? [], at, 1).length > 0;
    this._near(at === null ? words.notLocated : measured ? "" : words.noneMeasured);
    this._places.show();
  }

  /** Said in the sheet, where whoever asked looks. @param {string} text */
  _near(text) {
    const said = this._part("near");
    said.textContent = text;
    said.hidden = text === "";
  }
}
