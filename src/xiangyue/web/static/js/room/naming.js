// How one is called here: 乡亲 and four letters, or a name of one's own, chosen once; and the number by which the office
// finds what one left here, for whoever asks to read it or to have it erased.

import { box, button, part } from "../page/parts.js";
import { Unreachable } from "../page/post.js";
import { words } from "./words.js";
/** @import {Tickets} from "./ticket.js" */

/** @param {Tickets} tickets */
export function naming(tickets) {
  const chip = button("who");
  const dialog = part("naming", HTMLDialogElement);
  const input = part("nickname", HTMLInputElement);
  const note = box("naming-note");
  const show = () => {
    const held = tickets.held;
    chip.textContent = held === null ? words.iAmNobody : words.iAm(held.name);
    box("naming-choice").hidden = button("naming-take").hidden = tickets.named;
    box("naming-heading").textContent = tickets.named && held !== null ? words.iAm(held.name) : words.whoAreYou;
    button("naming-close").textContent = tickets.named ? words.shut : words.notYet;
    box("naming-number").hidden = held === null;
    box("number").textContent = held?.pseudonym ?? "";
  };
  chip.addEventListener("click", () => {
    show(); // the number may have come since
    dialog.showModal();
  });
  button("naming-close").addEventListener("click", () => dialog.close());
  part("naming-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const name = input.value.trim();
    if (tickets.named) return dialog.close();
    if (name === "") return input.focus();
    tickets.take(name).then(
      (answer) => {
        if (answer.status === 200) dialog.close();
        else note.textContent = answer.text || words.refused;
        show();
      },
      (error) => {
        if (!(error instanceof Unreachable)) throw error;
        note.textContent = words.offline;
      },
    );
  });
  show();
  return show;
}
