// All that is asked of the audience and shown to it beside the picture: one look at the state, spread over the page.

import { Answered } from "./answered.js";
import { AskedNews } from "./asked.js";
import { Card } from "./card.js";
import { Cover } from "./cover.js";
import { DrawPanel } from "./drawpanel.js";
import { Later } from "./later.js";
import { Lots } from "./lot.js";
import { onstage } from "./onstage.js";
import { box, part } from "../page/parts.js";
import { Questions } from "./questions.js";
import { Six } from "./six.js";
import { Slides } from "./slides.js";
import { Tabs } from "./tabs.js";
import { tell } from "./told.js";
import { words } from "./words.js";
/** @import {Draw, Event, Fetch, Question, Slide, State} from "../line/wire.js" */
/** @import {Answer} from "../page/post.js" */
/** @import {Asked, Moment} from "./onstage.js" */
/** @import {Deeds} from "./deeds.js" */
/** @import {Store} from "../page/store.js" */

const SPREAD_MS = 3_000; // over which the phones of an audience look their numbers up

/**
 * @typedef {object} Look
 * @property {State} state
 * @property {Moment} moment
 * @property {"lobby" | "on_air" | "ended"} phase
 * @property {State | null} final of a replay: how all ended
 */

export class Floor {
  /**
   * @param {object} world
   * @param {Deeds} world.deeds
   * @param {Store} world.store of this lecture
   * @param {string} world.lecture
   * @param {Fetch} world.fetch
   * @param {(verb: string, body: Record<string, any>) => Promise<Answer>} world.send
   * @param {() => string} world.seed
   * @param {() => boolean} world.holds a ticket: nobody else can be in a draw
   * @param {() => string} world.ticket in hand, "" for none
   * @param {(m: number) => void} world.go to a moment of a replay
   * @param {(before: number) => Promise<void>} world.earlier slides from before this viewer came
   */
  constructor({ deeds, store, lecture, fetch, send, seed, holds, ticket, go, earlier }) {
    /** @type {Look | null} */
    this._look = null;
    const changed = () => this._again();
    this._tabs = new Tabs();
    this._six = new Six(go);
    this._slides = new Slides((before) => earlier(before).then(changed));
    this._questions = new Questions(deeds);
    this._deeds = deeds;
    this._asked = new AskedNews(store);
    const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const spread = () => pause(Math.random() * SPREAD_MS);
    this._lots = new Lots({ send, fetch, changed, pause: () => pause(0), holds, ticket, spread });
    this._draws = new DrawPanel(this._lots);
    this._answered = new Answered({ lecture, fetch, changed });
    this._later = new Later({ lecture, fetch, changed, now: () => Date.now() });
    const come = (/** @type {boolean} */ wanted, /** @type {string} */ line) =>
      wanted ? this._tabs.bring("talk", line) : this._tabs.offer("talk", line);
    const prize = (/** @type {Draw} */ draw) => this._lots.prize(draw);
    this._card = new Card({ deeds, store, seed, changed, come, prize, goToDraw: () => this._tabs.open("draw") });
    this.cover = new Cover();
    /** @type {Map<number, Slide>} */
    this._album = new Map();
    this._lastSlide = 0;
    /** @type {Map<number, string>} by draw, how far this viewer was told of it */
    this._toldOf = new Map();
  }

  /** Events of a live lecture, before the state that holds them. @param {Event[]} events @param {number} at when they were sealed */
  heard(events, at) {
    for (const event of events) if (event.k === "cover") this.cover.heard(event, at);
  }

  /** @param {Slide[]} slides that this phone has heard of */
  keep(slides) {
    for (const slide of slides) this._album.set(slide.i, slide);
  }

  /** @param {Look} look */
  show(look) {
    this._look = look;
    const { state, moment, phase, final } = look;
    this.keep(state.slides);
    this.cover.saw(state.cover);
    const album = [...this._album.values()].sort((a, b) => a.i - b.i);
    const scenery = onstage(state, { ...moment, album, lifted: final === null ? this.cover.lifted : null });
    this.cover.now = scenery.cover;
    this._six.show(scenery, final?.parts ?? null);
    const resting = final !== null && moment.playhead === null; // a replay that nobody watches yet shows nothing of its end
    this._tabs.fill("slides", this._slides.show(scenery));
    this._tabs.stand(scenery.slide !== null && !resting, this._slides.leafing);
    this._questions.open(phase !== "ended");
    const questions = phase === "ended" ? this._answered.told(scenery.questions) : scenery.questions;
    this._tabs.fill("questions", this._questions.show(questions) || phase !== "ended");
    const draws = phase === "ended" ? this._later.told(scenery.draws, (final ?? state).draws) : scenery.draws;
    this._tabs.fill("draw", this._draws.show(draws, this._tabs.shows("draw")));
    if (resting) this._card.rest();
    else this._card.show(scenery, told(final));
    box("notice").hidden = scenery.notice === "";
    if (box("notice-text").textContent !== scenery.notice) box("notice-text").textContent = scenery.notice;
    if (box("card").hidden) this._tabs.hush("talk");
    if (!resting) this._offer(scenery.slide);
    for (const draw of draws) this._tell(draw, final === null, draws.length > 1);
    if (final === null) this._tellAsked(questions);
    if (phase === "lobby") poster(state);
    box("lead").hidden = phase !== "lobby" || state.lead === "";
  }

  /** Somebody pressed something, or the house answered: look at once. */
  _again() {
    if (this._look !== null) this.show(this._look);
  }

  /** The first page of a row opens its tab, unless something is asked or told just then. @param {Slide | null} slide */
  _offer(slide) {
    const i = slide?.i ?? 0;
    if (i !== 0 && i !== this._lastSlide) {
      if (this._lastSlide === 0 && box("card").hidden) this._tabs.offer("slides");
      else this._tabs.mark("slides");
    }
    this._lastSlide = i;
  }

  /** Whoever asked hears on every tab, and by a screen reader, that it is her turn; once. @param {Question[]} questions */
  _tellAsked(questions) {
    const news = this._asked.since(this._deeds.own.asks, questions);
    if (news === "") return;
    this._tabs.mark("questions", news);
    tell(news);
  }

  /** A step of a draw is told on every tab; who has won is led to it. @param {Draw} draw @param {boolean} live @param {boolean} several */
  _tell(draw, live, several) {
    const prize = this._lots.prize(draw);
    const news = `${draw.step}/${prize}`;
    if (news === this._toldOf.get(draw.i)) return;
    const isNew = this._toldOf.has(draw.i) || (live && draw.step === "result");
    this._toldOf.set(draw.i, news);
    const step = words.drawNews[draw.step];
    const line = several ? words.drawToldOf(draw.title, step) : words.drawTold(step);
    if (this._lots.of(draw).outcome !== "") this._tabs.mark("draw", ""); // it was fetched: nothing is left to do
    else if (prize === "") this._tabs.mark("draw", isNew && !this._card.tells(draw) ? line : "");
    else if (!live) this._tabs.mark("draw", words.wonNews(prize));
    else {
      this._tabs.bring("draw", words.wonNews(prize));
      if (document.fullscreenElement !== null) void document.exitFullscreen();
    }
    if (draw.step === "result") box("panel-draw").scrollTop = 0;
  }
}

/** All questions of the quiz as they ended. @param {State | null} final @returns {Asked[] | null} */
function told(final) {
  return (
    final?.items.map((item) => ({ ...item, stage: item.answer === null ? "closed" : "revealed", left: 0 })) ?? null
  );
}

/** What one reads while one waits: the opening lead, and the poster where the studio made one. @param {State} state */
function poster({ lead, poster: address }) {
  document.body.dataset.lead = lead === "" ? "off" : "on";
  if (box("lead-text").textContent !== lead) box("lead-text").textContent = lead;
  const image = part("poster-image", HTMLImageElement);
  image.hidden = address === "";
  if (address !== "" && image.getAttribute("src") !== address) image.src = address;
}
