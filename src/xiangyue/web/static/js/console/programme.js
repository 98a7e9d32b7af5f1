// The show on the console: six parts against the clock, and a row with one button for each thing prepared.

import { face, spent } from "./clockwork.js";
import { button, keyed, make } from "./list.js";
import { standing } from "../line/slides.js";
import { drawOf, itemOf, partOf, pollOf, secondsLeft } from "./next.js";
import { drawResult, itemResult, percent, pollResult, readout } from "./results.js";
import { actWords, moment, words } from "./words.js";

/** @import {State} from "../line/wire.js" */
/** @import {Prepared, Press} from "./next.js" */
/** @import {Desk} from "./desk.js" */
/** @import {Result} from "./results.js" */

/** @typedef {(press: Press) => void} Presses */
/** @typedef {{key: string, title: string, note: string, tone: string, deed: string, press: Press | null, off?: boolean, link?: string, result?: Result | null}} Row `result`: to be read aloud */

export class Programme {
  /** @param {HTMLElement} room @param {Prepared} prepared @param {Presses} press @param {boolean} runs */
  constructor(room, prepared, press, runs) {
    this._room = room;
    this._prepared = prepared;
    this._press = press;
    this._runs = runs;
    this._planned = Number(room.dataset.planned) * 1000;
    this._began = Number(room.dataset.began ?? 0) * 1000; // on air since; 0 in the lobby
    for (const name of ["slides", "polls", "items", "draws"]) this._section(name, this._rowsOf(name).length > 0);
    this._section("questions", false);
    this._opened = false;
    /** @type {Map<string, boolean>} by row, whether it had a result when this page last looked */
    this._results = new Map();
    this._off = /** @type {HTMLElement | null} */ (room.querySelector("[data-slides-off]"));
    this._off?.addEventListener("click", () => press({ verb: "cue", kind: "slides", ref: "0", step: "show" }));
  }

  /** What is prepared may change while the lecture runs. @param {Prepared} prepared */
  prepare(prepared) {
    this._prepared = prepared;
    this._section("slides", prepared.slides.length > 0);
  }

  /** What a part is called. @param {number} p */
  title(p) {
    return this._prepared.parts.find((part) => part.p === p)?.title ?? "";
  }

  /** @param {State} state @param {Desk} desk @param {number} now the server's clock */
  show(state, desk, now) {
    this._parts(state, now);
    this._slides(state);
    this._list("polls", pollRows(state, this._prepared));
    this._list("items", itemRows(state, this._prepared, now));
    this._list("draws", drawRows(state, this._prepared));
    this._list("questions", questionRows(state, this._prepared));
    this._acts(desk);
    this._open();
    const nothing = /** @type {HTMLElement} */ (this._room.querySelector("[data-nothing]"));
    nothing.hidden = this._room.querySelector("[data-section]:not([hidden])") !== null;
  }

  /** @param {string} name */
  _rowsOf(name) {
    return /** @type {unknown[]} */ (this._prepared[/** @type {keyof Prepared} */ (name)]);
  }

  /** @param {string} name @param {boolean} on */
  _section(name, on) {
    /** @type {HTMLElement} */ (this._room.querySelector(`[data-section="${name}"]`)).hidden = !on;
  }

  /** @param {State} state @param {number} now */
  _parts(state, now) {
    const list = /** @type {HTMLElement} */ (this._room.querySelector("[data-parts]"));
    const running = state.phase === "lobby" ? 1 : partOf(state);
    const taken = spent(state.parts, now, this._began || now);
    keyed(
      list,
      this._prepared.parts,
      ({ p }) => String(p),
      ({ p }) => `${p} ${p === running} ${taken.has(p)}`,
      ({ p, title, minutes }) => this._part(p, title, minutes, p === running, taken.has(p)),
    );
    for (const { p, minutes } of this._prepared.parts) {
      const clock = list.querySelector(`[data-key="${p}"] .d-clock`);
      if (clock) clock.textContent = this._clock(p, minutes, taken.get(p), p === running, now);
      const late = p === running && p > 1 && (taken.get(p) ?? 0) > minutes * 60_000;
      list.querySelector(`[data-key="${p}"]`)?.classList.toggle("late", late);
    }
    const total = this._room.ownerDocument.querySelector("[data-total]");
    const minutes = this._prepared.parts.reduce((sum, part) => sum + (part.p > 1 ? part.minutes : 0), 0);
    if (total && this._began > 0) total.textContent = words.total(face(Math.max(0, now - this._began)), minutes);
  }

  /** @param {number} p @param {number} minutes @param {number | undefined} taken @param {boolean} running @param {number} now */
  _clock(p, minutes, taken, running, now) {
    if (p === 1) return running ? words.before(face(this._planned - now)) : "";
    if (taken === undefined) return words.planned(minutes);
    const over = taken - minutes * 60_000;
    return running && over > 0 ? `${face(taken)} · ${words.overtime(face(over))}` : words.total(face(taken), minutes);
  }

  /** @param {number} p @param {string} title @param {number} minutes @param {boolean} running @param {boolean} past */
  _part(p, title, minutes, running, past) {
    const item = make("li", running ? "now" : past ? "past" : "");
    const name = make("span", "d-part", make("kbd", "", String(p)), " ", title);
    if (this._runs && p > 1) {
      const press = button("", () => this._press({ verb: "part", n: p }), "d-part-go");
      press.append(name);
      item.append(press);
    } else item.append(name);
    if (running) item.setAttribute("aria-current", "step");
    item.append(make("span", "d-clock num", words.planned(minutes)));
    return item;
  }

  /** @param {State} state */
  _slides(state) {
    const { slides } = this._prepared;
    if (slides.length === 0) return;
    const list = /** @type {HTMLElement} */ (this._room.querySelector("[data-slides]"));
    const on = standing(state.slides, state.parts)?.n ?? 0;
    const at = /** @type {HTMLElement} */ (this._room.querySelector("[data-slides-at]"));
    const told = `${on || "—"} / ${slides.length}`;
    if (at.textContent !== told) at.textContent = told;
    if (this._off) this._off.hidden = on === 0;
    keyed(
      list,
      slides,
      ({ ref }) => ref,
      (page) => `${page.small} ${page.n === on}`,
      (page) => {
        const item = make("li", page.n === on ? "now" : "");
        const press = button("", () => this._press({ verb: "cue", kind: "slides", ref: page.ref, step: "show" }), "d-slide");
        press.disabled = !this._runs;
        press.setAttribute("aria-label", `${page.n} ${page.alt ?? ""}`);
        if (page.n === on) press.setAttribute("aria-current", "true");
        if (page.small) {
          const picture = /** @type {HTMLImageElement} */ (make("img", ""));
          Object.assign(picture, { src: page.small, alt: "", loading: "lazy" });
          press.append(picture);
        }
        press.append(make("span", "num", String(page.n)));
        item.append(press);
        if (page.n === on) queueMicrotask(() => reveal(list, item));
        return item;
      },
    );
  }

  /** @param {string} name @param {Row[]} rows */
  _list(name, rows) {
    const list = /** @type {HTMLElement} */ (this._room.querySelector(`[data-${name}]`));
    this._section(name, rows.length > 0);
    keyed(list, rows, ({ key }) => key, (row) => JSON.stringify(row), (row) => this._row(row));
    for (const { key, result } of rows) this._bring(list, `${name} ${key}`, key, Boolean(result));
  }

  /** A result that comes while somebody is here is brought into sight, once: it wants to be read aloud. @param {HTMLElement} list @param {string} name @param {string} key @param {boolean} there */
  _bring(list, name, key, there) {
    const before = this._results.get(name);
    this._results.set(name, there);
    if (before !== false || !there) return;
    list.querySelector(`[data-key="${CSS.escape(key)}"]`)?.scrollIntoView({ block: "nearest" });
  }

  /** A console that is opened in the middle begins where the show is: at what is on, or at the last result. */
  _open() {
    if (this._opened) return;
    this._opened = true;
    const rows = [".d-rows > .now", ".d-rows > li:has(.d-result)"].map((wanted) => [...this._room.querySelectorAll(wanted)].at(-1));
    rows.find(Boolean)?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Row} row */
  _row({ title, note, tone, deed, press, off, link, result }) {
    const item = make("li", tone, make("p", "d-what", title));
    if (result) item.append(readout(result));
    const foot = make("p", "d-foot", make("span", "d-note small", note));
    if (link) {
      const away = /** @type {HTMLAnchorElement} */ (make("a", "btn small", deed));
      away.href = link;
      away.target = "_blank"; // the console goes on
      foot.append(away);
    } else if (press && this._runs) {
      const go = button(deed, () => this._press(press));
      go.disabled = off ?? false;
      foot.append(go);
    }
    if (foot.textContent !== "") item.append(foot);
    return item;
  }

  /** @param {Desk} desk */
  _acts({ acts, names }) {
    const list = /** @type {HTMLElement} */ (this._room.querySelector("[data-acts]"));
    const last = acts.slice(-40).reverse();
    const who = (/** @type {string} */ by) => (by ? names[by] ?? by : words.house);
    keyed(
      list,
      last,
      ({ i }) => String(i),
      () => "",
      (act) => make("li", "", make("time", "num", moment(act.at)), " ", make("b", "", who(act.by)), " ", actWords(act)),
    );
  }
}

/** @param {HTMLElement} list @param {HTMLElement} item what is on stays in sight, without moving the page */
function reveal(list, item) {
  list.scrollTo({ left: item.offsetLeft - list.offsetLeft - (list.clientWidth - item.clientWidth) / 2 });
}

/** Prepared polls, then those that were put without being prepared. @param {State} state @param {Prepared} prepared @returns {Row[]} */
export function pollRows(state, { polls, voted = {} }) {
  const known = new Set(polls.map((one) => pollOf(state, one)?.i));
  const others = state.polls.filter(({ i }) => !known.has(i)).map(({ i, text }) => ({ ref: "", i, text }));
  return [...polls, ...others].map((one) => {
    const on = pollOf(state, one);
    const key = one.ref || `i${on?.i}`;
    const cue = (/** @type {string} */ step) => ({ verb: "cue", kind: "polls", ref: one.ref, step, ...(on ? { i: on.i } : {}) });
    if (!on) return { key, title: one.text, note: "", tone: "", deed: words.open, press: cue("open") };
    const many = on.open ? Math.max(on.voters, voted[on.i] ?? 0) : on.voters;
    if (on.open) return { key, title: one.text, note: words.votes(many), tone: "now", deed: words.close, press: cue("close") };
    const result = pollResult(on);
    const note = [words.closed, result ? words.votes(many) : words.counting].join(" · ");
    return { key, title: one.text, note, tone: "past", deed: "", press: null, result };
  });
}

/** @param {State} state @param {Prepared} prepared @param {number} now @returns {Row[]} */
export function itemRows(state, { items, answered = {} }, now) {
  const known = new Set(items.map(({ no }) => no));
  const others = state.items.filter(({ no }) => !known.has(no)).map(({ i, no, text }) => ({ ref: `i${i}`, no, text }));
  return [...items, ...others]
    .sort((a, b) => a.no - b.no)
    .map((one) => {
      const on = itemOf(state, one);
      const title = `${one.no}. ${one.text}`;
      const cue = (/** @type {string} */ step) => ({ verb: "cue", kind: "items", ref: one.ref, step, ...(on ? { i: on.i } : {}) });
      if (!on) return { key: one.ref, title, note: "", tone: "", deed: words.put, press: cue("put") };
      if (on.answer === null) {
        const left = secondsLeft(on, now);
        const note = [words.answers(answered[on.i] ?? 0), left > 0 ? words.revealIn(left) : ""].filter(Boolean).join(" · ");
        return { key: one.ref, title, note, tone: "now", deed: words.revealButton, press: cue("reveal"), off: left > 0 };
      }
      const [many, right] = [on.answered ?? 0, on.right ?? 0];
      const note = on.answered === null ? words.counting : words.resultOf(right, many, percent(right, many));
      return { key: one.ref, title, note, tone: "past", deed: "", press: null, result: on.answered === null ? null : itemResult(on) };
    });
}

/** @param {State} state @param {Prepared} prepared @returns {Row[]} */
export function drawRows(state, { draws }) {
  return draws.map((one) => {
    const on = drawOf(state, one);
    const step = on?.step ?? "";
    const note = step === "result" ? words.drawDone : step === "void" ? words.drawVoid : words.drawNext(words.draw[/** @type {keyof typeof words.draw} */ (AFTER[step])]);
    const tone = step === "result" || step === "void" ? "past" : step ? "now" : "";
    const who = one.who && step !== "result" ? words.eligible(one.who) : "";
    return {
      key: one.ref, title: one.title, note: [note, who].filter(Boolean).join(" · "), tone, deed: words.drawPage, press: null, link: one.url,
      result: on ? drawResult(on, one.holders) : null,
    };
  });
}

/** @type {Record<string, string>} the step that comes after each */
const AFTER = { "": "rules", rules: "roster", roster: "secret", secret: "entropy", entropy: "result" };

/** What residents asked, then what the house brought along and has not put. @param {State} state @param {Prepared} prepared @returns {Row[]} */
export function questionRows({ questions }, prepared) {
  const order = { live: 0, approved: 1, answered: 2 };
  const brought = (prepared.questions ?? []).map(({ ref, text }) => ({
    key: ref, title: text, note: words.brought, tone: "", deed: words.putQuestion, press: { verb: "cue", kind: "questions", ref, step: "put" },
  }));
  const asked = [...questions]
    .sort((a, b) => order[a.state] - order[b.state] || b.up - a.up || a.i - b.i)
    .slice(0, 30)
    .map((one) => {
      const key = String(one.i);
      const title = one.name ? `${one.name}：${one.text}` : one.text;
      const note = one.up > 0 ? words.supported(one.up) : "";
      const to = (/** @type {string} */ step) => ({ verb: "question", i: one.i, step });
      if (one.state === "live") return { key, title, note: words.live, tone: "now", deed: words.answeredNow, press: to("answered") };
      if (one.state === "answered") return { key, title, note: words.answeredNow, tone: "past", deed: "", press: null };
      return { key, title, note, tone: "", deed: words.answerNow, press: to("live") };
    });
  return [...asked, ...brought];
}
