// Passing the lecture on: the phone's own sheet where there is one; inside WeChat a word on where its menu is.

import { box, button, given, part } from "../page/parts.js";
import { words } from "./words.js";

export function sharing() {
  const dialog = part("sharing", HTMLDialogElement);
  const note = box("sharing-note");
  const link = part("sharing-link", HTMLInputElement);
  const wechat = /MicroMessenger/i.test(navigator.userAgent);
  const address = given("share");
  button("share").addEventListener("click", () => {
    if (!wechat && navigator.share) {
      const gone = () => undefined; // closed without sharing
      navigator.share({ title: document.title, url: address }).catch(gone);
      return;
    }
    note.textContent = wechat ? words.wechat : "";
    dialog.showModal();
  });
  button("sharing-close").addEventListener("click", () => dialog.close());
  button("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address);
      note.textContent = words.copied;
    } catch {
      // Plain HTTP or an old WebView: the finger copies.
      link.focus();
      link.select();
      note.textContent = words.copyByHand;
    }
  });
}
