// The director's console: follows the public line and the directors' own feed, works out the next step, sends presses.

import { LineClient, page } from "../line/client.js";
import { newCommand } from "../page/post.js";
import { storeOf } from "../page/store.js";
import { folded, fresh, inStep, meanwhile } from "./desk.js";
import { deed, focusOf } from "./keys.js";
import { button, keyed, make } from "./list.js";
import { Moderation } from "./moderation.js";
import { nextStep } from "./next.js";
import { COLLISIONS, send } from "./press.js";
import { Programme } from "./programme.js";
import { Speech } from "./speech.js";
import { Twice } from "./twice.js";
import { actWords, stepWords, warning, words } from "./words.js";

/** @import {State, Segment, Head} from "../line/wire.js" */
/** @import {Prepared, Press, Step} from "./next.js" */
/** @import {Feed} from "./desk.js" */

const FOLLOW_MS = 1_000;
const REFRESH_MS = 3_000; // what is prepared: a question is written while the lecture runs, and put at once
const LOOK_MS = 250; // clocks on the page
const END_NOW = "end-now";
const REST_MS = 600; // a new step can be read this long before it can be pressed: a finger that hits twice is one press

/** Presses that change what everybody watches: one at a time, and not against another director who was first. */
const SHOW = new Set(["air", "end", "part", "cue", "question"]);

/** The same, and what holds for everybody who speaks: sent with the version that was seen. */
const AGAINST_ONE_ANOTHER = new Set(["part", "cue", "question", "notice", "slow", "delay", "review"]);

class Director {
  /** @param {HTMLElement} room @param {Prepared} prepared */
  constructor(room, prepared) {
    this._room = room;
    this._prepared = prepared;
    this._token = /** @type {HTMLInputElement} */ (room.querySelector("[name=csrfmiddlewaretoken]")).value;
    const may = room.dataset.may ?? "";
    this._runs = may.includes("run");
    this._moderates = may.includes("moderate");
    const press = (/** @type {Press} */ one) => void this.press(one);
    this.programme = new Programme(room, prepared, press, this._runs);
    this._moderation = new Moderation(room, press, this._moderates);
    this._told = /** @type {HTMLElement} */ (room.querySelector("[data-told]"));
    this._next = /** @type {HTMLButtonElement | null} */ (room.querySelector("[data-next]"));
    this._desk = fresh();
    /** @type {State | null} */
    this._state = null;
    this._line = { seen: 0, at: 0 };
    this._me = "";
    /** @type {Map<string, {what: string, over: Promise<void>}>} presses on their way */
    this._flying = new Map();
    this.speech = new Speech({
      store: storeOf(`xiangyue.console.${room.dataset.lecture}.`),
      newCommand,
      send: (one) => this._speak(one),
      why: (no) => this._why(no, { verb: "speak" }, this._desk.last),
      changed: () => this._unsaid(),
    });
    this._rested = 0;
    this._twice = new Twice(() => Date.now());
    this._away = false;
    this._left = false;
    this.client = new LineClient(
      room.dataset.lecture ?? "",
      {
        joined: (state, head) => this._joined(state, head),
        segment: (segment, state) => this._segment(segment, state),
        connected: (on) => this._connected(on),
        ended: () => this._over(),
      },
      page(),
    );
    this._unsaid();
  }

  // ------------------------------------------------ what happened
  /** @param {State} state @param {Head} head */
  _joined(state, head) {
    this._state = state;
    this._line = { seen: this._line.seen, at: head.since.at(-1)?.at ?? head.server_ms };
    for (const segment of head.since) this._read(segment);
    this._moved();
  }

  /** @param {Segment} segment @param {State} state */
  _segment(segment, state) {
    this._state = state;
    this._read(segment);
    this._moved();
  }

  /** @param {Segment} segment */
  _read(segment) {
    for (const { i } of segment.ev) this._line.seen = Math.max(this._line.seen, i);
    this._line.at = segment.at;
  }

  _moved() {
    const phase = this._state?.phase;
    if (this._left) return;
    if (phase === "ended") return this._over();
    // Picture and buttons of a lecture on air are another page's than those of a lobby.
    if (phase === "on_air" && this._room.dataset.state === "LOBBY" && !this._flying.has("show")) {
      this._leave();
      return location.reload();
    }
    this.look();
  }

  /** To what comes after, once: a second order to go there would break off the first. */
  _over() {
    if (this._left) return;
    this._leave();
    location.assign(this._room.dataset.after ?? "/");
  }

  /** The page is on its way elsewhere: nobody else on it sends it anywhere. */
  _leave() {
    this._left = true;
    this._room.dataset.leaving = "";
  }

  /** @param {boolean} on */
  _connected(on) {
    this._away = !on;
    if (!on) this.say(words.away);
    else if (this._told.textContent === words.away) this.say("");
  }

  /** Ask what was said and done since; at once again when there is more. */
  async follow() {
    try {
      const answer = await fetch(`${this._room.dataset.follow}?after=${this._desk.last}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const feed = /** @type {Feed} */ (await answer.json());
      if (feed.last < this._desk.last) return; // an answer that was overtaken
      this._me = feed.me;
      this._desk = folded(this._desk, feed);
      this.look();
      if (feed.more) await this.follow();
    } catch {
      // Said by the line's own client; asked again in a second.
    }
  }

  /** What is prepared, asked again now and then, and at once by who comes back from the page where it is written. */
  async refresh() {
    if (document.hidden) return;
    try {
      const answer = await fetch(this._room.dataset.prepared ?? "", { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      this._prepared = await answer.json();
      this.programme.prepare(this._prepared);
      this.look();
    } catch {
      // What was prepared before stands; asked again in a while.
    }
  }

  // ------------------------------------------------ what is shown
  look() {
    const state = this._state;
    if (!state || this._desk.facts === null) return;
    this.programme.show(state, this._desk, this.client.clock.now());
    this._moderation.show(this._desk);
    this._figures(state);
    this._levers(state);
    this._button(this._step());
  }

  /** @param {State} state */
  _figures(state) {
    text("[data-viewers]", state.viewers.now.toLocaleString());
    text("[data-count]", state.said.toLocaleString());
  }

  /** @param {State} state */
  _levers(state) {
    const facts = this._desk.facts;
    this._lever("[data-cover]", state.cover.on, words.coverOn, words.coverOff);
    this._lever("[data-silence]", state.silence, words.silenceOn, words.silenceOff);
    this._lever("[data-review]", state.review, words.reviewOn, words.reviewOff);
    /** @type {HTMLElement} */ (this._room.querySelector("[data-covered]")).hidden = !state.cover.on;
    this._choose("[data-slow]", state.slow);
    this._choose("[data-delay]", facts?.delay_s ?? 0);
    this._choose("[data-replay]", this._prepared.replay === "later" ? 0 : 1);
    const notice = /** @type {HTMLInputElement | null} */ (this._room.querySelector("[data-notice]"));
    if (notice && notice.dataset.pinned !== state.notice && document.activeElement !== notice) {
      notice.dataset.pinned = notice.value = state.notice;
    }
  }

  /** @param {string} place @param {boolean} on @param {string} off @param {string} undo */
  _lever(place, on, off, undo) {
    const lever = this._room.querySelector(place);
    if (!lever || lever.getAttribute("aria-pressed") === String(on)) return;
    lever.setAttribute("aria-pressed", String(on));
    /** @type {ChildNode} */ (lever.firstChild).textContent = `${on ? undo : off} `;
  }

  /** What is chosen follows the line, unless a hand is on it. @param {string} place @param {number} value */
  _choose(place, value) {
    const select = /** @type {HTMLSelectElement | null} */ (this._room.querySelector(place));
    if (!select || document.activeElement === select) return;
    if (![...select.options].some((option) => option.value === String(value))) select.add(new Option(`${value} s`, String(value)));
    if (select.value !== String(value)) select.value = String(value);
  }

  // ------------------------------------------------ the one button
  /** @returns {Step | null} nothing while the public state does not show what was done */
  _step() {
    if (!this._state || !inStep(this._desk, this._line)) return null;
    return nextStep(this._state, this._prepared, this.client.clock.now(), this._room.dataset.publishing === "true");
  }

  /** @param {Step | null} step */
  _button(step) {
    if (!this._next) return;
    const asked = step !== null && this._twice.asked(step.id);
    const what = this._flying.has("show") ? words.busy : step === null ? words.syncing : asked ? warning(step) : stepWords(step, (p) => this.programme.title(p));
    text("[data-next-what]", what);
    const waits = step !== null && step.wait > 0 && !this._flying.has("show");
    text("[data-next-kicker]", waits ? words.waiting : words.next);
    this._next.toggleAttribute("data-waits", waits);
    if (waits) this._next.style.setProperty("--left", String(left(this._state, step.wait)));
    const rests = Date.now() < this._rested || this._flying.has("show");
    const cannot = rests || step === null || (step.press === null && !step.link) || step.wait > 0;
    this._next.setAttribute("aria-disabled", String(cannot)); // not `disabled`: the keyboard stays where it is
    this._next.toggleAttribute("data-asked", asked);
    this._next.dataset.step = step?.id ?? "";
    this._next.setAttribute("aria-busy", String(this._flying.has("show")));
    this._endButton(step);
  }

  /** Whatever still stands open, a draw of which nobody is the winner or a poll, a lecture can be ended. @param {Step | null} step */
  _endButton(step) {
    const end = /** @type {HTMLButtonElement | null} */ (this._room.querySelector("[data-end]"));
    if (!end) return;
    const asked = this._twice.asked(END_NOW);
    end.hidden = this._state?.phase !== "on_air" || step?.id === "end";
    end.disabled = this._flying.has("show");
    end.toggleAttribute("data-asked", asked);
    const label = asked ? words.endNowSure : this._prepared.replay ? words.endNow : words.endNowRehearsal;
    if (end.textContent !== label) end.textContent = label;
  }

  /** End before everything prepared was held: in two presses. */
  async endNow() {
    if (this._flying.has("show")) return;
    if (!this._twice.press(END_NOW)) return this.look();
    await this.press({ verb: "end" });
  }

  /** Carry out the next step: once, however often the finger hits. */
  async next() {
    const step = this._step();
    if (!this._next || step === null || this._flying.has("show") || step.wait > 0 || Date.now() < this._rested) return;
    // A page of its own beside the console, which goes on; where the browser forbids that, in its place.
    if (step.press === null) return void (step.link && !open(step.link, "_blank") && location.assign(step.link));
    this._rested = Date.now() + REST_MS;
    if (step.sure && !this._twice.press(step.id)) return this.look();
    if (!step.sure) this._twice.forget();
    await this.press(step.press, () => this._same(step));
    this._rested = Date.now() + REST_MS;
    this.look();
  }

  /** Whether the next step is still this one. @param {Step} step */
  _same(step) {
    const now = this._step();
    return now !== null && JSON.stringify(now.press) === JSON.stringify(step.press);
  }

  /**
   * @param {Press} press
   * @param {() => boolean} [still] whether it still makes sense after others did something that is no part of the show
   * @returns {Promise<boolean>} whether it was done
   */
  async press(press, still) {
    // The show goes one step at a time; what is done about sentences never waits for it.
    const name = SHOW.has(String(press.verb)) ? "show" : `${press.verb} ${press.i ?? press.ref ?? ""}`;
    const what = JSON.stringify(press);
    for (let ahead; (ahead = this._flying.get(name)); await ahead.over) {
      // The next step, and a finger that hits twice, is one press; what was chosen by its name, a slide or a part, waits its turn.
      if ((name === "show" && still) || ahead.what === what) return false;
    }
    let land = () => {};
    this._flying.set(name, { what, over: new Promise((resolve) => (land = resolve)) });
    if (!this._away) this.say(""); // what stood there was said of the press before
    this.look();
    try {
      const versioned = AGAINST_ONE_ANOTHER.has(String(press.verb));
      for (let tries = 0; tries < 3; tries += 1) {
        const seen = this._desk.last;
        const expected = versioned ? this._desk.facts?.version ?? null : null;
        const outcome = await send(fetch, this._room.dataset.press ?? "", this._token, press, expected);
        await this.follow();
        if (outcome.ok) {
          await this._did(outcome.seq);
          return true;
        }
        if (outcome.code !== "stale-command") return this._no(outcome, press, seen);
        if (tries === 2 || meanwhile(this._desk, seen, this._me) || (still && !(await this._settled(still)))) return this._no(outcome, press, seen);
      }
      return false;
    } finally {
      this._flying.delete(name);
      land();
      this._moved();
    }
  }

  /** Wait until the public state shows what was done, so that the next step is worked out from it. @param {number} seq */
  async _did(seq) {
    if (this._flying.size === 1) this.say(words.done); // of all that was pressed: the last to land says it
    const acted = this._desk.acts.some(({ i }) => i === seq);
    for (let tries = 0; acted && tries < 40 && !inStep(this._desk, this._line); tries += 1) await pause(50);
  }

  /** @param {() => boolean} still */
  async _settled(still) {
    for (let tries = 0; tries < 40 && !inStep(this._desk, this._line); tries += 1) await pause(50);
    return still();
  }

  /** @param {{code: string, text: string}} outcome @param {Press} press @param {number} seen */
  _no(outcome, press, seen) {
    this.say(this._why(outcome, press, seen));
    return false;
  }

  /** @param {{code: string, text: string}} outcome @param {Press} press @param {number} seen */
  _why(outcome, press, seen) {
    if (outcome.code === "lost") return words.lost;
    const act = COLLISIONS.has(outcome.code) ? meanwhile(this._desk, seen, this._me) : null;
    if (act) return words.collided(this._desk.names[act.by] ?? words.somebody, actWords(act));
    const judged = COLLISIONS.has(outcome.code) && press.i ? this._desk.said.get(Number(press.i)) : undefined;
    if (judged?.judge) return words.collided(this._desk.names[judged.judge] ?? words.somebody, words.status[judged.status]);
    return outcome.code === "stale-command" ? words.moved : outcome.text;
  }

  /** @param {string} sentence */
  say(sentence) {
    this._told.textContent = sentence;
  }

  // ------------------------------------------------ keys and hands
  /** @param {KeyboardEvent} event */
  key(event) {
    const keys = /** @type {HTMLDialogElement} */ (document.querySelector("[data-keys]"));
    const what = keys.open ? null : deed(event, focusOf(event.target));
    if (what === null) return;
    event.preventDefault();
    if (what === "next") return void this.next();
    if (what === "keys") return keys.showModal();
    if (what === "back" || what === "forward") return this._turn(what === "back" ? -1 : 1);
    if (what === "cover" || what === "silence") return this.toggle(what);
    if (this._runs) void this.press({ verb: "part", n: Number(what.slice("part-".length)) });
  }

  /** @param {import("./speech.js").Sentence} one */
  async _speak({ command, voice, text }) {
    const press = { verb: "speak", kind: voice, text };
    const outcome = await send(fetch, this._room.dataset.press ?? "", this._token, press, null, command);
    if (outcome.ok) this.say(words.done);
    await this.follow();
    return outcome;
  }

  /** What was typed and is not said yet. */
  _unsaid() {
    const list = /** @type {HTMLElement | null} */ (this._room.querySelector("[data-unsaid]"));
    if (!list) return;
    const { waiting } = this.speech;
    list.hidden = waiting.length === 0;
    const said = (/** @type {string} */ text) => make("p", "d-text", text);
    keyed(list, waiting, (one) => one.command, (one) => one.no, (one) => {
      if (one.no === "") return make("li", "", said(one.text), make("p", "d-status small", words.speaking));
      const again = button(words.sayAgain, () => void this.speech.again(one.command));
      const drop = button(words.putAway, () => this.speech.drop(one.command));
      return make("li", "", said(one.text), make("p", "d-status small", one.no), make("p", "d-acts", again, drop));
    });
  }

  /** What becomes of the replay at the end; the button says it too. @param {boolean} on */
  async wantReplay(on) {
    await this.press({ verb: "replay", on });
    await this.refresh();
  }

  /** @param {number} by pages */
  _turn(by) {
    const n = (this._state?.slides.at(-1)?.n ?? 0) + by;
    const wanted = this._prepared.slides.find((one) => one.n === n);
    if (wanted && this._runs) void this.press({ verb: "cue", kind: "slides", ref: wanted.ref, step: "show" });
  }

  /** @param {"cover" | "silence" | "review"} what */
  toggle(what) {
    if (!this._room.querySelector(`[data-${what}]`) || !this._state) return;
    const on = what === "cover" ? this._state.cover.on : this._state[what];
    void this.press({ verb: what, on: !on });
  }
}

/** How much of the time to answer is left, 0 to 1. @param {State | null} state @param {number} seconds */
function left(state, seconds) {
  const open = state?.items.find(({ answer }) => answer === null);
  const whole = open ? (open.until - (open.m ?? open.until)) / 1000 : 0;
  return whole > 0 ? Math.min(1, seconds / whole) : 0;
}

/** @param {string} place @param {string} what */
function text(place, what) {
  const element = document.querySelector(place);
  if (element && element.textContent !== what) element.textContent = what;
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Buttons and forms of the page. @param {HTMLElement} room @param {Director} director */
function wire(room, director) {
  const on = (/** @type {string} */ place, /** @type {string} */ event, /** @type {(event: Event) => void} */ act) =>
    room.querySelector(place)?.addEventListener(event, act);
  const value = (/** @type {string} */ place) => /** @type {HTMLInputElement} */ (room.querySelector(place)).value;
  on("[data-next]", "click", () => void director.next());
  on("[data-end]", "click", () => void director.endNow());
  for (const what of /** @type {const} */ (["cover", "silence", "review"])) on(`[data-${what}]`, "click", () => director.toggle(what));
  on("[data-delay]", "change", () => void director.press({ verb: "delay", n: Number(value("[data-delay]")) }));
  on("[data-slow]", "change", () => void director.press({ verb: "slow", n: Number(value("[data-slow]")) }));
  on("[data-replay]", "change", () => void director.wantReplay(value("[data-replay]") === "1"));
  on("[data-notice-form]", "submit", (event) => {
    event.preventDefault();
    void director.press({ verb: "notice", text: value("[data-notice]") });
  });
  on("[data-unpin]", "click", () => void director.press({ verb: "notice", text: "" }));
  on("[data-speak]", "submit", (event) => {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (room.querySelector("[data-speak-text]"));
    if (field.value.trim() === "") return;
    void director.speech.say(value("[data-voice]"), field.value);
    field.value = ""; // the next one can be typed; this one stands above until it is said
  });
  const tabs = /** @type {NodeListOf<HTMLButtonElement>} */ (room.querySelectorAll("[data-tab]"));
  for (const tab of tabs) {
    tab.addEventListener("click", () => {
      room.dataset.pane = tab.dataset.tab;
      for (const each of tabs) each.setAttribute("aria-pressed", String(each === tab));
    });
  }
  document.addEventListener("click", (event) => {
    // One sheet at a time; a press beside it puts it away.
    for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (room.querySelectorAll("details.d-fold[open]"))) {
      if (!fold.contains(/** @type {Node} */ (event.target))) fold.open = false;
    }
  });
  const keys = /** @type {HTMLDialogElement} */ (document.querySelector("[data-keys]"));
  document.querySelector("[data-keys-button]")?.addEventListener("click", () => keys.showModal());
  document.addEventListener("keydown", (event) => director.key(event));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    director.client.wake();
    void director.refresh();
  });
}

/** @param {HTMLElement} room */
async function begin(room) {
  const answer = await fetch(room.dataset.prepared ?? "", { headers: { Accept: "application/json" } });
  const director = new Director(room, await answer.json());
  wire(room, director);
  void director.speech.run(); // what a reload left
  void director.client.run();
  setInterval(() => director.look(), LOOK_MS);
  setInterval(() => void director.refresh(), REFRESH_MS);
  for (;;) {
    await director.follow();
    await pause(FOLLOW_MS);
  }
}

const room = /** @type {HTMLElement | null} */ (document.querySelector("[data-director]"));
if (room) void begin(room);
