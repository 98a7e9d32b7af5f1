// All that is asked of the audience and shown to it beside the picture: one look at the state, spread over the page.

import { Answered } from "./answered.js";
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
/** @import {Event, Fetch, Slide, State} from "../line/wire.js" */
/** @import {Answer} from "../page/post.js" */
/** @import {Asked, Moment} from "./onstage.js" */
/** @import {Deeds} from "./deeds.js" */
/** @import {Store} from "../page/store.js" */

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
   * @param {(m: number) => void} world.go to a moment of a replay
   * @param {(before: number) => Promise<void>} world.earlier slides from before this viewer came
   */
  constructor({ deeds, store, lecture, fetch, send, seed, go, earlier }) {
    /** @type {Look | null} */
    this._look = null;
    const changed = () => this._again();
    this._tabs = new Tabs();
    this._six = new Six(go);
    this._slides = new Slides((before) => earlier(before).then(changed));
    this._questions = new Questions(deeds);
    this._draws = new DrawPanel(
      new Lots({ send, fetch, changed, pause: () => new Promise((resolve) => setTimeout(resolve)) }),
    );
    this._answered = new Answered({ lecture, fetch, changed });
    this._later = new Later({ lecture, fetch, changed, now: () => Date.now() });
    const come = (/** @type {boolean} */ wanted) => (wanted ? this._tabs.bring("talk") : this._tabs.mark("talk"));
    this._card = new Card({ deeds, store, seed, changed, come, goToDraw: () => this._tabs.open("draw") });
    this.cover = new Cover();
    /** @type {Map<number, Slide>} */
    this._album = new Map();
    this._lastSlide = 0;
    this._lastDraw = "";
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
    this._tabs.fill("slides", this._slides.show(scenery));
    this._questions.open(phase !== "ended");
    const questions = phase === "ended" ? this._answered.told(scenery.questions) : scenery.questions;
    this._tabs.fill("questions", this._questions.show(questions) || phase !== "ended");
    const draws = phase === "ended" ? this._later.told(scenery.draws, (final ?? state).draws) : scenery.draws;
    this._tabs.fill("draw", this._draws.show(draws, this._tabs.shows("draw")));
    if (final === null || moment.playhead !== null) this._card.show(scenery, told(final));
    else this._card.rest();
    box("notice").hidden = scenery.notice === "";
    if (box("notice-text").textContent !== scenery.notice) box("notice-text").textContent = scenery.notice;
    this._offer(scenery.slide, draws.map(({ i, step }) => `${i}/${step}`).join());
    if (phase === "lobby") poster(state);
    box("lead").hidden = phase !== "lobby" || state.lead === "";
  }

  /** Somebody pressed something, or the house answered: look at once. */
  _again() {
    if (this._look !== null) this.show(this._look);
  }

  /** @param {Slide | null} slide @param {string} draw */
  _offer(slide, draw) {
    if (slide !== null && slide.i !== this._lastSlide) {
      if (this._lastSlide === 0) this._tabs.offer("slides");
      else this._tabs.mark("slides");
      this._lastSlide = slide.i;
    }
    if (draw !== this._lastDraw && draw !== "") this._tabs.mark("draw");
    this._lastDraw = draw;
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
