// 提问: what people want answered, how far each question has come, and the official answers, which stay.

import { make } from "./make.js";
import { box, button, part } from "../page/parts.js";
import { count, words } from "./words.js";
/** @import {Question} from "../line/wire.js" */
/** @import {Ask, Deeds} from "./deeds.js" */

const LONGEST = 140; // characters the edge accepts
const RANK = { live: 0, approved: 1, answered: 2 };

export class Questions {
  /**
   * @param {Deeds} deeds
   */
  constructor(deeds) {
    this._deeds = deeds;
    this._shown = "";
    this._open = true;
    this._command = "";
    this._told = ""; // the last of which was said here that it has come
    this._input = part("ask-words", HTMLTextAreaElement);
    part("ask", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this._submit();
    });
    this._input.addEventListener("input", () => this._tell(this._over > 0 ? words.over(this._over) : ""));
  }

  /** Characters too many. */
  get _over() {
    return [...this._input.value.trim()].length - LONGEST;
  }

  /** @param {boolean} on questions are taken */
  open(on) {
    this._open = on;
    box("ask").hidden = !on;
  }

  /** @param {Question[]} questions @returns {boolean} whether there is something to show */
  show(questions) {
    const { own } = this._deeds;
    // Of one that was asked on another device only the number is known here, until everybody sees its words.
    const mine = own.asks.filter(({ i, text }) => text !== "" && !questions.some((question) => question.i === i));
    this._refusal();
    this._come(questions);
    const shown = JSON.stringify([
      questions,
      mine,
      own.ups,
      this._open,
      mine.map(({ command }) => this._deeds.standing("ask", command).kind),
    ]);
    if (shown !== this._shown) {
      this._shown = shown;
      this._draw(questions, mine);
    }
    return questions.length > 0 || mine.length > 0;
  }

  /** @param {Question[]} questions @param {Ask[]} mine */
  _draw(questions, mine) {
    const held = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.up : undefined;
    const isOwn = (/** @type {Question} */ { i }) => this._deeds.own.asks.some((ask) => ask.i === i);
    const sorted = [...questions].sort(
      (a, b) => Number(isOwn(b)) - Number(isOwn(a)) || RANK[a.state] - RANK[b.state] || (a.state === "approved" ? b.up - a.up : 0) || a.i - b.i,
    );
    box("questions").replaceChildren(
      ...mine.map((ask) => this._mine(ask)),
      ...sorted.map((question) => this._line(question)),
    );
    box("no-questions").hidden = questions.length + mine.length > 0;
    if (held !== undefined)
      /** @type {HTMLElement | null} */ (box("questions").querySelector(`[data-up="${held}"]`))?.focus();
  }

  /** @param {Ask} ask */
  _mine({ command, text, state }) {
    const under = this._deeds.standing("ask", command).kind;
    const come = state === "declined" ? words.askDeclined : words.askReceived;
    const told = { sending: words.sending, kept: words.askKept, received: come, none: come, refused: come }[under];
    return make(
      "li",
      { class: "question mine", "data-state": "received" },
      make("p", { class: "state" }, told),
      make("p", { class: "asked" }, text),
      make("p", { class: "by" }, words.mine),
    );
  }

  /** @param {Question} question */
  _line({ i, name, text, state, up, answer, unit }) {
    const own = this._deeds.own.asks.some((ask) => ask.i === i);
    const wants = this._deeds.wants(i);
    const pressed = { "data-up": String(i), "aria-pressed": String(wants), onclick: () => this._deeds.up(i) };
    const many = make("span", { class: "num" }, up > 0 ? count(up) : "");
    const key = make(
      "button",
      { type: "button", class: "up", ...pressed },
      wants ? words.iWantItToo : words.wantItToo,
      many,
    );
    return make(
      "li",
      { class: own ? "question mine" : "question", "data-state": state },
      make(
        "p",
        { class: "state" },
        (own
          ? { approved: words.askTaken, live: words.askReading, answered: words.askDone }
          : { approved: words.askApproved, live: words.askLive, answered: words.askAnswered })[state],
      ),
      make("p", { class: "asked" }, text),
      make("p", { class: "by" }, own ? words.mine : name),
      answer !== "" &&
        make(
          "div",
          { class: "official" },
          make("p", { class: "kicker" }, unit === "" ? words.official : words.officialOf(unit)),
          make("p", {}, answer),
        ),
      !own && state !== "answered" && this._open && key,
      (own || state === "answered" || !this._open) && up > 0 && make("p", { class: "by num" }, words.wanted(count(up))),
    );
  }

  _submit() {
    const text = this._input.value.replace(/\s+/g, " ").trim();
    if (text === "" || this._over > 0) return this._input.focus();
    this._input.value = "";
    this._tell("");
    this._deeds.ask(text);
    this._command = this._deeds.own.asks.at(-1)?.command ?? "";
    this._text = text;
  }

  /** What the house does not take is given back to its writer. */
  _refusal() {
    const { kind, text } = this._deeds.standing("ask", this._command);
    if (this._command === "" || kind === "sending" || kind === "kept") return;
    if (kind !== "refused") this._told = this._command;
    this._command = "";
    this._tell(kind === "refused" ? (words.english || text === "" ? words.askRefused : text) : words.askTold);
    if (kind === "refused" && this._input.value === "") this._input.value = this._text ?? "";
  }

  /** What was promised to appear below has appeared, or was not taken up: nothing more to say here. @param {Question[]} questions */
  _come(questions) {
    const ask = this._deeds.own.asks.find(({ command }) => command === this._told);
    if (ask === undefined || (ask.state !== "declined" && !questions.some(({ i }) => i === ask.i))) return;
    this._told = "";
    if (box("ask-note").textContent === words.askTold) this._tell("");
  }

  /** @param {string} text */
  _tell(text) {
    box("ask-note").textContent = text;
    button("ask-send").disabled = this._over > 0;
  }
}
