// The plan's page: takes it along on this phone, locked, and goes to where the phone shows it.

import { ask } from "./house.js";
import { Keeper } from "./keeper.js";
import { Shelf } from "./shelf.js";
import { words } from "./words.js";

const box = document.querySelector("#carry");
const button = box?.querySelector("button");
const said = box?.querySelector('[role="status"]');

if (box instanceof HTMLElement && button && said) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = words.taking;
    said.textContent = await take(box.dataset).catch(() => words.noShelf);
    button.disabled = false;
  });
}

/** @param {DOMStringMap} about @returns {Promise<string>} what to say */
async function take({ name = "", pack = "", carried = "" }) {
  const shelf = await Shelf.open();
  const token = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"))?.value ?? "";
  const { status, body } = await ask(pack, "POST", token);
  if (status !== 200) return body?.error?.text ?? words.noTake;
  await new Keeper(shelf, Date.now).take(name, body, body.plan);
  location.assign(carried);
  return words.taken;
}
