// The card in the middle of the room: what the lecture asks of everybody now. One at a time; it can be put aside.

import { make } from "./make.js";
import { box, button } from "../page/parts.js";
import { affair } from "./onstage.js";
import { pollCard, pollTitle } from "./pollcard.js";
import { orderOf, quiz, title } from "./quiz.js";
import { isRight, score } from "./reply.js";
import { bringInSight, makeRoom } from "./space.js";
import { tell } from "./told.js";
import { words } from "./words.js";
/** @import {Affair, Asked, Scenery} from "./onstage.js" */
/** @import {Deeds} from "./deeds.js" */
/** @import {Given} from "./reply.js" */
/** @import {Round} from "./quiz.js" */
/** @import {Store} from "../page/store.js" */

const SPOKEN = [10, 5]; // seconds left that a screen reader is told
const CHANGED = ".received, .under-way, .outcome.right, .answers strong"; // what a viewer waited for

export class Card {
  /**
   * @param {object} world
   * @param {Deeds} world.deeds
   * @param {Store} world.store of this lecture
   * @param {() => string} world.seed who this viewer is, for the order of options
   * @param {() => void} world.goToDraw
   * @param {() => void} world.changed look at once
   * @param {(wanted: boolean, line: string) => void} world.come the card has something new; wanted: and it is for everybody
   * @param {(draw: import("../line/wire.js").Draw) => string} world.prize what this viewer has won in a draw, "" for nothing
   */
  constructor({ deeds, store, seed, goToDraw, changed, come, prize }) {
    this._prize = prize;
    this._deeds = deeds;
    this._store = store;
    this._seed = seed;
    this._goToDraw = goToDraw;
    this._changed = changed;
    this._come = come;
    this._name = ""; // of what the card is about
    this._put = ""; // by which name it is put aside
    this._came = ""; // what the card was about when this viewer was last brought to it
    this._shown = "";
    this._spoken = "";
    this._editing = false;
    /** @type {Set<string>} put aside by this viewer */
    this._aside = new Set();
    /** @type {Map<number, number[]>} */
    this._orders = new Map();
    /** @type {{i: number, given: Given | null} | null} chosen, and not handed in */
    this._held = null;
    /** @type {HTMLElement | null} */
    this._time = null;
    button("card-back").addEventListener("click", () => this._fold(false));
    const fit = () => !box("card").hidden && makeRoom(box("card"));
    addEventListener("resize", fit);
    new ResizeObserver(fit).observe(box("card")); // another tab, another size of type, a notice
  }

  /**
   * @param {Scenery} scenery
   * @param {Asked[] | null} told in a replay, all questions as they ended: an answer is judged at once
   */
  show(scenery, told) {
    const now = affair(scenery);
    const name = now === null ? "" : `${now.kind}/${now.i}`;
    if (name !== this._name) this._editing = false;
    this._name = name;
    if (now?.kind === "item" && told === null) this._handIn(now.item);
    const round = now?.kind === "item" ? this._round(now.item, scenery, told) : null;
    // A question put aside after it was answered comes back with its answer; one that was not wanted does not.
    const isTold = round !== null ? round.item.stage === "revealed" && round.given !== null : now?.kind === "poll" && !now.open && this._deeds.voted(now.i) !== null;
    this._put = isTold && told === null ? `${name}/told` : name;
    const away = this._aside.has(this._put);
    const shown = now === null ? "" : JSON.stringify([name, away, this._editing, this._state(now, round)]);
    if (shown !== this._shown) {
      this._shown = shown;
      this._draw(now, away, round, told !== null);
    }
    if (round !== null && told === null) this._count(round);
    box("card").dataset.position ||= String(Math.round(scenery.position));
  }

  /** The time is over while an answer is chosen: it goes as it stands, there is still way for it. @param {Asked} item */
  _handIn(item) {
    const held = this._held;
    if (held === null || item.stage === "open") return;
    this._held = null;
    if (held.i === item.i && held.given !== null && item.stage === "closed") this._deeds.answer(item.i, held.given);
  }

  /** Whether this viewer reads of a draw on the card. @param {import("../line/wire.js").Draw} draw */
  tells({ i }) {
    return this._name === `draw/${i}` && box("card").checkVisibility();
  }

  /** A replay that nobody watches yet asks nothing. */
  rest() {
    if (this._shown === "rest") return;
    this._shown = "rest";
    this._draw(null, false, null, true);
  }

  /** @param {Affair} now @param {Round | null} round */
  _state(now, round) {
    if (round !== null) return { ...round, item: { ...round.item, left: 0 } };
    if (now.kind === "poll") {
      const voted = this._deeds.voted(now.i);
      // A running result must not build the form anew under somebody's finger.
      const poll = now.open && (voted === null || this._editing) ? { ...now.poll, counts: [], voters: 0 } : now.poll;
      return [poll, voted, this._deeds.standing("vote", now.i).kind];
    }
    return now.kind === "draw" ? [now.draw.step, this._prize(now.draw)] : "";
  }

  /** @param {Asked} item @param {Scenery} scenery @param {Asked[] | null} told @returns {Round} */
  _round(item, { items }, told) {
    const again = told !== null;
    if (again) {
      const answers = this._store.get("again") ?? {};
      const given = answers[item.i] ?? null;
      const known = given === null ? item : (told.find(({ i }) => i === item.i) ?? item);
      return {
        item: known,
        given,
        standing: { kind: "none", code: "", text: "" },
        receipt: 0,
        score: sentence(items, answers),
        again,
      };
    }
    const { own } = this._deeds;
    return {
      item,
      given: this._deeds.answered(item.i),
      standing: this._deeds.standing("answer", item.i),
      receipt: own.receipts[item.i] ?? 0,
      score: sentence(items, own.answers),
      again,
    };
  }

  /** @param {Affair | null} now @param {boolean} away @param {Round | null} round @param {boolean} replay */
  _draw(now, away, round, replay) {
    const card = box("card");
    const asked = now !== null && !away && !replay && this._isAsked(now, round);
    document.body.dataset.act = asked ? now.kind : "none";
    card.hidden = now === null || away;
    document.body.dataset.card = card.hidden ? "off" : "on";
    const back = button("card-back");
    back.hidden = now === null || !away || !now.open;
    box("card-skip").hidden = card.hidden;
    if (now === null) return;
    back.textContent = words.cardBack(now.kind === "poll" ? words.poll : words.quizName);
    if (card.dataset.about !== this._name) delete card.dataset.position;
    card.dataset.about = this._name;
    card.dataset.stage = round?.item.stage ?? "";
    const [kicker, heading] = this._heads(now, round);
    const aside = make("button", { type: "button", class: "plain", onclick: () => this._fold(true) }, words.putAside);
    this._time = round !== null && round.item.stage === "open" && !replay ? timer() : null;
    const kept = document.activeElement !== null && card.contains(document.activeElement);
    card.replaceChildren(
      make("div", { class: "card-top" }, make("p", { class: "kicker" }, kicker), aside),
      make("h2", { id: "card-heading", tabindex: "-1" }, heading),
      ...(this._time === null ? [] : [this._time]),
      ...this._body(now, round, replay),
    );
    // The button just pressed is gone: who uses a keyboard goes on from the heading of the same card.
    if (kept) box("card-heading").focus();
    if (!card.hidden && !kept && now.kind !== "draw") this._come(asked || this._came !== this._name, line(now));
    this._came = card.hidden ? this._came : this._name;
    if (!card.hidden) {
      makeRoom(card);
      bringInSight(card, card.querySelector(CHANGED));
    }
    this._say(now, round, replay);
  }

  /** @param {Affair} now @param {Round | null} round */
  _heads(now, round) {
    if (now.kind === "poll") return [pollTitle(now.poll), now.poll.text];
    if (now.kind === "draw") return [words.draw, now.draw.title];
    return [round === null ? "" : title(round), now.item.text];
  }

  /** Something is wanted of this viewer, and time runs. @param {Affair} now @param {Round | null} round */
  _isAsked(now, round) {
    if (round !== null) return round.given === null && now.open;
    return now.open && (this._deeds.voted(now.i) === null || this._editing);
  }

  /** @param {Affair} now @param {Round | null} round @param {boolean} replay */
  _body(now, round, replay) {
    if (round !== null) return this._asking(round, replay);
    if (now.kind === "poll") {
      return pollCard(this._ballot(now.poll, replay), this._editing, {
        vote: (choice) => ((this._editing = false), this._deeds.vote(now.i, choice)),
        edit: () => {
          this._editing = true;
          this._changed();
          box("card").querySelector("input")?.focus();
        },
      });
    }
    return now.kind === "draw" ? this._drawn(now.draw) : [];
  }

  /** How far a draw is, and for who has won, that she has. @param {import("../line/wire.js").Draw} draw */
  _drawn(draw) {
    const prize = this._prize(draw);
    const see = prize === "" ? words.seeDraw : words.seeClaim;
    const told = prize === "" ? [words.drawNews[draw.step]] : [make("span", { class: "stamp pressed" }, words.won), make("strong", {}, prize)];
    return [make("p", { class: "draw-news" }, ...told), make("button", { type: "button", class: "confirm", onclick: this._goToDraw }, see)];
  }

  /** @param {Round} round @param {boolean} replay */
  _asking(round, replay) {
    const { item } = round;
    const hold = (/** @type {Given | null} */ given) => (this._held = { i: item.i, given });
    return quiz(round, this._order(item), (given) => this._answer(item, given, replay), hold);
  }

  /** @param {import("../line/wire.js").Poll} poll @param {boolean} replay */
  _ballot(poll, replay) {
    return {
      poll,
      voted: this._deeds.voted(poll.i),
      standing: this._deeds.standing("vote", poll.i),
      over: !poll.open || replay,
    };
  }

  /** @param {Asked} item @param {Given} given @param {boolean} replay */
  _answer(item, given, replay) {
    if (!replay) return this._deeds.answer(item.i, given);
    this._store.set("again", { ...this._store.get("again"), [item.i]: given });
    this._changed();
  }

  /** The order stays as it was first shown, also when this viewer's name comes later. @param {Asked} item */
  _order(item) {
    const order = this._orders.get(item.i) ?? orderOf(item, this._seed());
    this._orders.set(item.i, order);
    return order;
  }

  /** @param {boolean} away */
  _fold(away) {
    if (away) this._aside.add(this._put);
    else this._aside.delete(this._put);
    this._changed();
    (away ? button("card-back") : box("card-heading")).focus();
  }

  /** The seconds, on the page each, aloud few. @param {Round} round */
  _count({ item, given }) {
    if (this._time === null) return;
    const [text, bar] = /** @type {HTMLElement[]} */ ([...this._time.children]);
    const told = words.secondsLeft(item.left);
    if (text.textContent === told) return;
    text.textContent = told;
    /** @type {HTMLElement} */ (bar.firstElementChild).style.setProperty(
      "width",
      `${Math.round((item.left / item.s) * 100)}%`,
    );
    this._time.classList.toggle("soon", item.left <= 5);
    if (given === null && SPOKEN.includes(item.left) && item.left < item.s) tell(words.secondsLeft(item.left));
  }

  /** @param {Affair} now @param {Round | null} round @param {boolean} replay */
  _say(now, round, replay) {
    const standing = now.kind === "poll" ? this._deeds.standing("vote", now.i) : round?.standing;
    const key = JSON.stringify([
      this._name,
      round?.item.stage,
      round?.given ?? null,
      standing?.kind,
      now.kind === "poll" && now.open,
    ]);
    if (key === this._spoken) return;
    this._spoken = key;
    if (round !== null) tell(aloud(round, replay));
    if (now.kind !== "poll") return;
    const { text } = now.poll;
    if (!now.open || replay) tell(words.pollOverAloud(text));
    else tell(standing?.kind === "received" ? words.voteReceived : words.pollOpens(text));
  }
}

/** Seconds in words, and as a bar that a screen reader passes over. */
function timer() {
  const bar = make("i", { class: "bar-of", "aria-hidden": "true" }, make("i", {}));
  return make("p", { class: "time", role: "timer" }, make("span", {}), bar);
}

/** @param {Round} round @param {boolean} replay */
function aloud({ item, given, standing, score: sum }, replay) {
  if (item.stage === "revealed" && (given !== null || !replay)) {
    const verdict = given === null ? words.notAnswered : isRight(item, given) ? words.youWereRight : words.youWereWrong;
    // Who wrote the reason ended it with a stop already, or did not.
    return [verdict, item.why.replace(/[。.]$/, ""), sum].filter(Boolean).join(words.stop);
  }
  if (given !== null && standing.kind === "kept") return words.answerKept;
  if (given !== null) return standing.kind === "sending" ? words.sending : words.received;
  if (item.stage === "open") return replay ? item.text : words.opens(item.no, item.left, item.text);
  return item.behind ? words.tooFarBehind : words.timeIsUp;
}

/** What the card has to tell, for who is in another tab. @param {Affair} now */
function line(now) {
  if (now.kind === "item") return now.item.stage === "revealed" ? words.answerOut(now.item.no) : words.itemIn(now.item.no);
  if (now.kind === "poll") return now.open ? words.pollIn : words.pollOut;
  return "";
}

/** @param {Asked[]} items @param {Record<string, Given>} answers */
function sentence(items, answers) {
  const { asked, answered, right } = score(items, answers);
  return asked > 0 && answered > 0 ? words.score(asked, right) : "";
}
