// What people say, on the console: what waits for a moderator, the stream, who is muted. One tap each.

import { queue, seen, stream } from "./desk.js";
import { button, keyed, make } from "./list.js";
import { moment, words } from "./words.js";

/** @import {Press} from "./next.js" */
/** @import {Desk, Sentence} from "./desk.js" */

const SHOWN = 120; // sentences of the stream on the screen
const TEN = 10;
const WHOLE = 1440; // minutes: to the end

export class Moderation {
  /** @param {HTMLElement} room @param {(press: Press) => void} press @param {boolean} moderates */
  constructor(room, press, moderates) {
    this._room = room;
    this._press = press;
    this._moderates = moderates;
    this._stream = /** @type {HTMLElement} */ (room.querySelector("[data-stream]"));
    this._queue = /** @type {HTMLElement | null} */ (room.querySelector("[data-queue]"));
  }

  /** @param {Desk} desk */
  show(desk) {
    this._desk = desk;
    const waiting = queue(desk);
    const said = stream(desk).slice(-SHOWN);
    const atEnd = this._stream.scrollHeight - this._stream.scrollTop - this._stream.clientHeight < 40;
    this._fill(this._stream, said, words.nobodySpoke, (one) => this._sentence(one));
    if (atEnd) this._stream.scrollTop = this._stream.scrollHeight;
    if (!this._queue) return;
    this._fill(this._queue, waiting, words.nothingWaits, (one) => this._task(one));
    for (const badge of /** @type {NodeListOf<HTMLElement>} */ (this._room.querySelectorAll("[data-queue-count]"))) {
      badge.hidden = waiting.length === 0;
      if (badge.textContent !== String(waiting.length)) badge.textContent = String(waiting.length);
    }
    this._muted(desk);
  }

  /** @param {HTMLElement} list @param {Sentence[]} rows @param {string} none @param {(one: Sentence) => HTMLElement} build */
  _fill(list, rows, none, build) {
    const look = (/** @type {Sentence} */ one) => `${one.status} ${one.judge} ${this._desk?.names[one.judge] ?? ""}`;
    if (rows.length > 0) return keyed(list, rows, ({ i }) => String(i), look, build);
    if (!list.querySelector(".quiet")) list.replaceChildren(make("li", "quiet", none));
  }

  /** One that waits: what it is, who said it, two buttons. @param {Sentence} one */
  _task(one) {
    const label = one.kind === "held" && one.word ? words.hit(one.word) : one.kind === "say" ? words.status.waiting : words.kinds[one.kind];
    const item = make("li", `d-task ${one.kind}`, this._head(one, label), make("p", "d-text", make("b", "", one.name), " ", one.text));
    const row = make("p", "row d-acts");
    if (one.kind === "ask") {
      row.append(
        button(words.take, () => this._press({ verb: "ask", i: one.i, on: true }), "btn small primary"),
        button(words.decline, () => this._press({ verb: "ask", i: one.i })),
      );
    } else {
      const [yes, no] = one.kind === "held" ? [{ verb: "judge", on: true }, { verb: "judge" }] : [{ verb: "pass" }, { verb: "refuse" }];
      row.append(
        button(words.let, () => this._press({ ...yes, i: one.i }), "btn small primary"),
        button(words.refuse, () => this._press({ ...no, i: one.i })),
      );
    }
    item.append(row, this._more(one));
    return item;
  }

  /** @param {Sentence} one */
  _sentence(one) {
    const gone = ["refused", "redacted", "erased", "sampled", "held"].includes(one.status);
    const item = make("li", `d-said ${one.status}${gone ? " gone" : ""}`);
    const judge = one.judge ? this._desk?.names[one.judge] ?? one.judge : "";
    const status = one.status === "public" ? "" : [words.status[one.status], judge].filter(Boolean).join(" · ");
    const line = make("p", "d-text", make("b", "", one.name), one.who ? "" : make("span", "stamp ink sm", words.official), " ", one.text);
    item.append(this._head(one, status), line);
    if (!this._moderates) return item;
    const acts = make("div", "d-acts");
    if (one.status === "waiting") acts.append(button(words.refuse, () => this._press({ verb: "refuse", i: one.i })));
    if (["public", "released"].includes(one.status) && one.kind === "say") acts.append(button(words.redact, () => this._press({ verb: "redact", i: one.i })));
    if (one.who) acts.append(this._more(one));
    item.append(acts);
    return item;
  }

  /** @param {Sentence} one @param {string} status */
  _head(one, status) {
    const head = make("p", "d-head small", make("time", "num", moment(one.at)));
    if (status) head.append(" ", make("span", "d-status", status));
    return head;
  }

  /** Who it is, as far as the line knows, and what can be done about them. @param {Sentence} one */
  _more(one) {
    const details = /** @type {HTMLDetailsElement} */ (make("details", "d-fold d-who"));
    const summary = make("summary", "btn small", "⋯");
    summary.setAttribute("aria-label", `${words.more} ${one.name}`);
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(this._sheet(one, details));
    });
    return details;
  }

  /** @param {Sentence} one @param {HTMLDetailsElement} details */
  _sheet(one, details) {
    const times = this._desk ? seen(this._desk, one) : { who: 0, net: 0 };
    const level = one.level === "verified" ? words.verified : words.guest;
    const net = /** @type {HTMLInputElement} */ (make("input", ""));
    net.type = "checkbox";
    const mute = (/** @type {number} */ n) => () => {
      details.open = false;
      this._press({ verb: "mute", i: one.i, n, net: net.checked });
    };
    return make(
      "div", "d-sheet",
      make("p", "small", `${words.facts(one.who.slice(0, 6), times.who, times.net)} · ${level}`),
      make("p", "row", button(words.mute10, mute(TEN)), button(words.muteAll, mute(WHOLE))),
      make("label", "small d-net", net, " ", words.net),
      this._evidence(one.i),
      ...this._ban(one),
    );
  }

  /** Somebody who proved who they are can be kept from speaking anywhere: on a page of its own. @param {Sentence} one */
  _ban(one) {
    const { bans, lecture } = this._room.dataset;
    if (!bans || one.level !== "verified") return [];
    const link = /** @type {HTMLAnchorElement} */ (make("a", "btn small", words.ban));
    link.href = `${bans}?${new URLSearchParams({ lecture: lecture ?? "", who: one.who })}`;
    link.target = "_blank";
    return [link];
  }

  /** A file is a download, so this is a form. @param {number} i */
  _evidence(i) {
    const form = /** @type {HTMLFormElement} */ (make("form", "row"));
    Object.assign(form, { method: "post", action: this._room.dataset.evidence ?? "" });
    const token = /** @type {HTMLInputElement} */ (this._room.querySelector("[name=csrfmiddlewaretoken]"));
    for (const [name, value] of [["i", String(i)], ["csrfmiddlewaretoken", token.value]]) {
      const field = /** @type {HTMLInputElement} */ (make("input", ""));
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    const go = button(words.evidence, () => undefined);
    go.type = "submit";
    form.append(go);
    return form;
  }

  /** @param {Desk} desk */
  _muted({ facts, said }) {
    const list = /** @type {HTMLElement} */ (this._room.querySelector("[data-muted]"));
    const rows = Object.entries(facts?.muted ?? {});
    const count = /** @type {HTMLElement} */ (this._room.querySelector("[data-muted-count]"));
    const told = rows.length > 0 ? String(rows.length) : "";
    if (count.textContent !== told) count.textContent = told;
    if (rows.length === 0) {
      if (!list.querySelector(".quiet")) list.replaceChildren(make("li", "quiet small", words.nobodyMuted));
      return;
    }
    keyed(list, rows, ([who]) => who, ([, until]) => String(until), ([who, until]) => {
      const name = [...said.values()].filter((one) => one.who === who).at(-1)?.name ?? "";
      return make(
        "li", "row",
        make("span", "small", `${name} ${who.slice(0, 6)} · ${words.until(moment(until).slice(0, 5))}`),
        button(words.unmute, () => this._press({ verb: "unmute", ref: who })),
      );
    });
  }
}
