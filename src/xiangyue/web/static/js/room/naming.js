// How one is called here: 观众 and four digits, or a name of one's own, chosen once.

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
    chip.disabled = tickets.named;
  };
  chip.addEventListener("click", () => dialog.showModal());
  button("naming-close").addEventListener("click", () => dialog.close());
  part("naming-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const name = input.value.trim();
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
