// The line at the bottom: 说一句. What is written there is safe from the moment the button is pressed.

import { english } from "../page/language.js";
import { box, button, part } from "../page/parts.js";
import { WANTED } from "./verify.js";
import { words } from "./words.js";
/** @import {Fate, Letter} from "./outbox.js" */

const LONGEST = 140; // characters the edge accepts
const COUNT_FROM = 110; // below this nobody needs a counter
const STAYS_MS = 5000; // how long a good word stays

export class SpeakForm {
  /**
   * @param {object} room
   * @param {(text: string) => void} room.say
   */
  constructor({ say }) {
    this._say = say;
    this._form = part("speak", HTMLFormElement);
    this._input = part("words", HTMLInputElement);
    this._send = button("send");
    this._note = box("said");
    this._waitUntil = 0;
    this.silence = false; // the host wants quiet: what is said appears later
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._timer = undefined;
    this._input.addEventListener("input", () => this._counted());
    this._form.addEventListener("submit", (event) => {
      event.preventDefault();
      this._submit();
    });
  }

  /** @param {boolean} on after the end nothing can be said */
  open(on) {
    this._form.hidden = !on;
    if (!on) this._tell("");
  }

  /**
   * What became of a sentence.
   * @param {Letter} letter
   * @param {Fate} fate
   */
  told(letter, fate) {
    if (fate.kind === "accepted") return this._tell(this.silence ? words.silence : words.held, "good");
    if (fate.kind === "kept") return this._tell(words.kept, "bad");
    if (this._input.value === "") this._input.value = letter.text;
    if (fate.code === "verify-first" || fate.code === "verify-here") document.dispatchEvent(new Event(WANTED));
    if (fate.wait > 0) return this._count(Date.now() + fate.wait * 1000);
    this._tell(sentence(fate.code, fate.text), "bad");
  }

  _submit() {
    const text = this._input.value.trim();
    if (text === "" || Date.now() < this._waitUntil) return this._input.focus();
    if (length(text) > LONGEST) return this._counted();
    this._input.value = "";
    this._tell(words.sending);
    this._say(text);
  }

  _counted() {
    if (Date.now() < this._waitUntil) return;
    const left = LONGEST - length(this._input.value.trim());
    this._input.setAttribute("aria-invalid", String(left < 0));
    if (left < 0) this._tell(words.over(-left), "bad");
    else this._tell(left < LONGEST - COUNT_FROM ? words.left(left) : "");
  }

  /** @param {number} until counts the seconds down, then opens again */
  _count(until) {
    this._waitUntil = until;
    const left = Math.ceil((until - Date.now()) / 1000);
    this._send.disabled = left > 0;
    if (left <= 0) return this._tell("");
    this._tell(words.wait(left), "bad");
    this._timer = setTimeout(() => this._count(until), 500);
  }

  /**
   * @param {string} text
   * @param {"" | "good" | "bad"} kind
   */
  _tell(text, kind = "") {
    clearTimeout(this._timer);
    this._note.textContent = text;
    this._note.dataset.kind = kind;
    if (kind === "good") this._timer = setTimeout(() => this._tell(""), STAYS_MS);
  }
}

/** @param {string} text in characters as people count them, as the server does */
function length(text) {
  return [...text].length;
}

/**
 * @param {string} code
 * @param {string} text the server's own sentence, Chinese
 */
function sentence(code, text) {
  if (code === "lecture-over") return words.closed;
  if (code === "verify-first") return words.verify;
  return english || text === "" ? words.refused : text;
}
