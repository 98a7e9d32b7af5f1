// A poll on the card: what one may choose, what one has chosen, and how all have.

import { bars } from "./bars.js";
import { choices } from "./choices.js";
import { make } from "./make.js";
import { words } from "./words.js";
/** @import {Poll} from "../line/wire.js" */
/** @import {Standing} from "./deeds.js" */

/**
 * @typedef {{poll: Poll, voted: number[] | null, standing: Standing, over: boolean}} Ballot `over`: nobody can vote any more
 */

/** @param {Poll} poll */
export function pollTitle(poll) {
  const kind = poll.multi ? words.upTo(poll.most) : words.single;
  return [words.poll, kind, !poll.open && words.pollOver].filter(Boolean).join(" · ");
}

/**
 * @param {Ballot} ballot
 * @param {boolean} editing the viewer chooses, for the first time or anew
 * @param {{vote: (choice: number[]) => void, edit: () => void}} acts
 * @returns {Node[]}
 */
export function pollCard(ballot, editing, acts) {
  const { poll, voted, over } = ballot;
  if (!over && (voted === null || editing)) return form(ballot, acts.vote);
  const order = poll.options.map((_, option) => option);
  const known = poll.counts.length > 0;
  const mine = make("p", { class: "received" }, standing(ballot));
  return [
    ...(over
      ? []
      : [
          make(
            "div",
            { class: "row" },
            mine,
            make("button", { type: "button", class: "plain", onclick: acts.edit }, words.changeVote),
          ),
        ]),
    bars({ options: poll.options, order, counts: poll.counts, voters: poll.voters, mine: voted ?? [] }),
    make(
      "p",
      { class: "note" },
      known ? words.voters(poll.voters) : poll.open ? words.resultLater : words.pollCounting,
    ),
  ];
}

/** @param {Ballot} ballot @param {(choice: number[]) => void} vote */
function form({ poll, voted, standing: { kind, text } }, vote) {
  const confirm = make("button", { type: "submit", class: "confirm" });
  const order = poll.options.map((_, option) => option);
  const put = {
    i: poll.i,
    kind: /** @type {"single" | "multiple"} */ (poll.multi ? "multiple" : "single"),
    options: poll.options,
    order,
    most: poll.most,
    chosen: voted,
  };
  const chosen = choices(put, () => show());
  const show = () => {
    confirm.disabled = chosen.given() === null;
    confirm.textContent = chosen.given() === null ? words.chooseFirst : words.castVote;
  };
  const element = make(
    "form",
    { class: "answering", autocomplete: "off" },
    make(
      "fieldset",
      { "aria-labelledby": "card-heading" },
      poll.multi && make("p", { class: "hint" }, words.upTo(poll.most)),
      chosen.element,
    ),
    confirm,
    make("p", { class: "note" }, kind === "refused" && !words.english && text !== "" ? text : words.voteNote),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = chosen.given();
    if (Array.isArray(given)) vote(given);
  });
  show();
  return [element];
}

/** @param {Ballot} ballot */
function standing({ standing: { kind } }) {
  if (kind === "sending") return words.sending;
  return kind === "kept" ? words.answerKept : words.voteReceived;
}
