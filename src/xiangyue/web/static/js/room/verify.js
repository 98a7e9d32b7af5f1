// 核验身份: a small dialog, there only where the house asks for a proof. Afterwards the next ticket is a verified one.

import { redeem, told } from "../residents/redeem.js";
import { held } from "../residents/voucher.js";
import { words } from "../residents/words.js";
import { box, button, part } from "../page/parts.js";
/** @import {Fetch} from "../line/wire.js" */
/** @import {Tickets} from "./ticket.js" */

/** Said by whoever was refused for want of a proof: opens the dialog. */
export const WANTED = "xiangyue:verify";

/**
 * @param {Tickets} tickets
 * @param {Fetch} fetch
 */
export function verifying(tickets, fetch) {
  if (document.getElementById("verifying") === null) return;
  const dialog = part("verifying", HTMLDialogElement);
  const code = part("verify-code", HTMLInputElement);
  const note = box("verify-note");
  const opener = document.createElement("button");
  opener.type = "button";
  opener.id = "verify";
  opener.className = "plain";
  button("who").after(opener);
  let name = "";

  /** @param {string} text @param {"" | "bad"} [kind] */
  const tell = (text, kind = "") => {
    note.textContent = text;
    note.dataset.kind = kind;
  };
  const show = () => {
    opener.textContent = held() === "" ? words.verify : words.verified;
    opener.disabled = held() !== "";
  };
  const open = () => {
    if (!dialog.open) dialog.showModal();
    (document.getElementById("verify-phone") ?? code).focus();
  };
  opener.addEventListener("click", open);
  document.addEventListener(WANTED, open);
  button("verify-close").addEventListener("click", () => dialog.close());
  texting(fetch, tell, (sent) => {
    name = sent;
    code.focus();
  });
  part("verify-form", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    if (code.value.trim() === "") return tell(words.code, "bad");
    tell(words.checking);
    const wrong = await redeem(fetch, code.value, name);
    if (wrong !== "") return tell(wrong, "bad");
    tell("");
    dialog.close();
    show();
    box("said").textContent = words.done;
    box("said").dataset.kind = "good";
    await tickets.valid().catch(() => null); // asked for again when it is needed
  });
  show();
}

/**
 * The button that sends a code, where there is one.
 * @param {Fetch} fetch
 * @param {(text: string, kind?: "" | "bad") => void} tell
 * @param {(name: string) => void} sent
 */
function texting(fetch, tell, sent) {
  const send = document.getElementById("verify-send");
  if (!(send instanceof HTMLButtonElement)) return;
  const phone = part("verify-phone", HTMLInputElement);
  /** @param {number} seconds */
  const count = (seconds) => {
    send.disabled = seconds > 0;
    send.textContent = seconds > 0 ? words.again(seconds) : words.send;
    if (seconds > 0) setTimeout(() => count(seconds - 1), 1000);
  };
  send.addEventListener("click", async () => {
    if (phone.value.trim() === "") return tell(words.phone, "bad");
    tell(words.sending);
    send.disabled = true;
    const wrong = await told(fetch, "/verify/text/", { phone: phone.value }, (body) => {
      tell(words.sent);
      count(body.again_s);
      sent(body.name);
    });
    if (wrong === "") return;
    send.disabled = false;
    tell(wrong, "bad");
  });
}
