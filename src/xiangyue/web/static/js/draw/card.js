// The card that fetches a prize: filled by the phone that won, or by the link it passed on. The code stands behind the #,
// which no browser sends.

import { storeOf } from "../page/store.js";
import { ownWords as words } from "./own.js";

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const kept = storeOf(`xiangyue.draw.${at("card").dataset.draw}.`).get("mine");
const [label = "", code = "", prize = ""] = location.hash.slice(1).split("~").map(decodeURIComponent);
const shown = code !== "" ? { label, code, prize, qr: "" } : kept?.code ? kept : null;

if (shown === null) at("empty").hidden = false;
else {
  at("filled").hidden = at("acts").hidden = false;
  at("label").textContent = shown.label;
  at("code").textContent = shown.code;
  at("prize").textContent = shown.prize;
  const qr = /** @type {HTMLImageElement} */ (at("qr"));
  if (/^data:image\/png;base64,/.test(shown.qr)) {
    qr.src = shown.qr;
    qr.hidden = false;
  }
  at("print").addEventListener("click", () => print());
  at("pass").addEventListener("click", () => void pass(shown));
}

/** @param {{label: string, code: string, prize: string}} card */
async function pass(card) {
  location.hash = [card.label, card.code, card.prize].map(encodeURIComponent).join("~");
  try {
    if (navigator.share) await navigator.share({ url: location.href });
    else await navigator.clipboard.writeText(location.href);
    at("passed").textContent = words.passed;
  } catch {
    at("passed").textContent = words.copyByHand;
  }
}
