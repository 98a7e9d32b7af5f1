// 抽奖: five plain steps, whether one's own number is in, who has won. How it is proved stands on a page of its own.

import { make } from "./make.js";
import { box } from "../page/parts.js";
import { count, words } from "./words.js";
/** @import {Draw} from "../line/wire.js" */
/** @import {Lot, Lots} from "./lot.js" */

const SIGNS = { in: "✓", forged: "!", out: "—", unknown: "…", none: "…", asking: "…" };
const DAY_MS = 86_400_000;
const STEPS = /** @type {const} */ (["rules", "roster", "secret", "entropy", "result"]);

export class DrawPanel {
  /** @param {Lots} lots */
  constructor(lots) {
    this._lots = lots;
    this._shown = "";
  }

  /** @param {Draw[]} draws @param {boolean} visible somebody is looking @returns {boolean} whether there is something to show */
  show(draws, visible) {
    const latest = [...draws].reverse();
    for (const draw of draws) this._lots.follow(draw, visible);
    const shown = JSON.stringify([latest, latest.map((draw) => this._lots.of(draw))]);
    if (shown !== this._shown) {
      this._shown = shown;
      box("draws").replaceChildren(...latest.map((draw) => this._draw(draw, draws.length > 1)));
    }
    return draws.length > 0;
  }

  /** @param {Draw} draw @param {boolean} several one of several: which of them goes on now has to be said */
  _draw(draw, several) {
    const lot = this._lots.of(draw);
    const stands = { result: words.drawIsOver, void: words.drawIsVoid }[/** @type {string} */ (draw.step)] ?? words.drawIsOn;
    return make(
      "article",
      { class: "draw", "data-step": draw.step, "aria-label": draw.title },
      several && make("p", { class: "kicker" }, stands),
      make("h2", {}, draw.title),
      several && make("p", { class: "draw-who" }, words.eligible(draw.eligible)),
      draw.step === "void" && make("p", { class: "void" }, make("b", {}, words.drawVoid), draw.reason),
      draw.step === "result" && this._result(draw, lot),
      draw.step !== "void" && this._mine(draw, lot),
      make(
        "ul",
        { class: "prizes" },
        ...draw.prizes.map(({ name, count: many }) =>
          make("li", {}, make("span", {}, name), make("span", { class: "num" }, words.places(many))),
        ),
      ),
      draw.step !== "void" && steps(draw),
      make(
        "details",
        {},
        make("summary", {}, words.rulesInFull),
        !several && make("p", {}, words.eligible(draw.eligible)),
        draw.text !== "" && make("p", {}, draw.text),
      ),
      // The page that explains a draw stands where its roster does.
      draw.url !== "" && make("a", { class: "why-fair", href: draw.url.replace(/[^/]*$/, "") }, words.whyFair),
    );
  }

  /** @param {Draw} draw @param {Lot} lot */
  _mine(draw, lot) {
    if (draw.step === "rules") return false;
    const told = {
      none: words.lotAsking,
      asking: words.lotAsking,
      in: words.lotIn(lot.at, lot.of),
      out: words.lotOut,
      forged: words.lotForged,
      unknown: words.lotUnknown,
    }[lot.kind];
    return make(
      "div",
      { class: "lot", "data-lot": lot.kind, role: "status" },
      lot.label !== "" && make("p", { class: "kicker" }, words.myNumber),
      lot.label !== "" && make("p", { class: "number num" }, lot.label),
      make("p", { class: "lot-told" }, make("i", { "aria-hidden": "true" }, SIGNS[lot.kind]), told),
      lot.kind === "unknown" &&
        make("button", { type: "button", class: "plain", onclick: () => void this._lots.check(draw) }, words.lotAgain),
    );
  }

  /** @param {Draw} draw @param {Lot} lot */
  _result(draw, lot) {
    const { winners, prizes, substitutes } = draw;
    const mine = winners.find(({ label }) => label === lot.label);
    const spare = substitutes.indexOf(lot.label) + 1;
    // Who is not on the roster took no part: nothing was lost, and the line above says that the number is not on it.
    const missed = spare > 0 ? words.spare(spare) : lot.kind === "in" ? words.notWon : "";
    const checked = lot.recomputed ? words.recomputed : words.notRecomputed;
    return make(
      "div",
      { class: "result" },
      mine !== undefined && won(draw, prizes[mine.prize]?.name ?? "", lot),
      mine === undefined && missed !== "" && make("p", { class: "not-won" }, missed),
      ...prizes.map(({ name }, prize) => winnersOf(draw, name, prize, lot)),
      lot.recomputed !== null && make("p", { class: lot.recomputed ? "checked" : "checked bad" }, checked),
    );
  }
}

/** @param {Draw} draw @param {string} prize @param {Lot} lot */
function won(draw, prize, { label, code, drawnAt, outcome, settledAt }) {
  if (outcome !== "") return over(prize, label, outcome === "GIVEN" ? words.fetched(day(settledAt)) : words.handedOn(day(settledAt)));
  const { where, days } = claimOf(draw.text);
  const until = drawnAt > 0 && days > 0 ? words.claimUntil(moment(drawnAt + days * DAY_MS)) : days > 0 && words.claimDays(days);
  return make(
    "div",
    { class: "won" },
    make("span", { class: "stamp pressed" }, words.won),
    make("p", {}, prize),
    make("p", { class: "number num" }, label),
    code !== "" && make("p", { class: "number num" }, words.claimCode(code)),
    make(
      "p",
      { class: "fetch" },
      where !== "" && make("span", {}, make("b", {}, words.claimWhere), where),
      until && make("span", {}, make("b", {}, words.claimWhen), until),
    ),
    make("p", { class: "claim" }, words.claim),
    code !== "" && draw.url !== "" && make("a", { class: "claim-card", href: cardOf(draw, label, code, prize) }, words.claimCard),
  );
}

/** A prize that waits no longer. @param {string} prize @param {string} label @param {string} told */
function over(prize, label, told) {
  return make(
    "div",
    { class: "won" },
    make("span", { class: "stamp pressed" }, words.won),
    make("p", {}, prize),
    make("p", { class: "number num" }, label),
    make("p", { class: "claim" }, told),
  );
}

/** The card with the code as a picture stands beside the draw's page. @param {Draw} draw @param {string[]} said */
function cardOf({ url }, ...said) {
  return `${url.replace(/[^/]*$/, "card/")}#${said.map(encodeURIComponent).join("~")}`;
}

/**
 * Where and for how many days prizes wait, out of the published rules (hall/draws/rules.py `words`); rules that say it in
 * another way are given as they stand.
 * @param {string} rules
 */
export function claimOf(rules) {
  const found = /领奖：(.+?)。(\d+) 天内没有来领的/s.exec(rules);
  return { where: found?.[1] ?? rules, days: Number(found?.[2] ?? 0) };
}

/** @param {number} at */
const day = (at) => new Intl.DateTimeFormat(words.english ? "en" : "zh-CN", { month: "long", day: "numeric", timeZone: "Asia/Shanghai" }).format(at);

/** @param {number} at */
const moment = (at) =>
  new Intl.DateTimeFormat(words.english ? "en" : "zh-CN", { month: "long", day: "numeric", weekday: "long", hour: "numeric", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" }).format(at);

/** @param {Draw} draw @param {string} name @param {number} prize @param {Lot} lot */
function winnersOf({ winners }, name, prize, lot) {
  const labels = winners.filter((winner) => winner.prize === prize).map(({ label }) => label);
  if (labels.length === 0) return false;
  const rows = labels.map((label) => {
    const mine = label === lot.label;
    return make("li", { class: mine ? "num mine" : "num" }, label, mine && make("em", {}, words.thatIsMe));
  });
  return make("div", { class: "winners" }, make("h3", {}, name), make("ul", {}, ...rows));
}

/** @param {Draw} draw */
function steps({ step, count: many, entropy, by }) {
  const reached = STEPS.indexOf(/** @type {any} */ (step));
  const roster = many > 0 ? words.stepRosterOf(count(many)) : words.stepRoster;
  const numbers = entropy !== "" ? words.stepNumbersAre(plainly(entropy), by.join(words.comma)) : words.stepNumbers;
  const told = [words.stepRules, roster, words.stepSecret, numbers, words.stepResult];
  const rows = told.map((text, n) => {
    const stage = n <= reached ? "done" : n === reached + 1 ? "now" : "later";
    const state = { done: words.partDone, now: words.stepNext, later: words.partLater }[stage];
    const sign = make("b", { "aria-hidden": "true" }, stage === "done" ? "✓" : String(n + 1));
    return make("li", { "data-stage": stage }, sign, make("span", {}, text, make("span", { class: "sr" }, state)));
  });
  return make("ol", { class: "draw-steps" }, ...rows);
}

/** Public numbers as people say them: groups apart, without the marks of the standard's spelling. @param {string} entropy */
function plainly(entropy) {
  const groups = entropy.split("/").map((group) => group.split(".").filter(Boolean).join(" "));
  return groups.filter(Boolean).join(" ｜ ");
}
