// On the page of a lecture's answers: the questions this phone asked that went to departments, and whether the answers answer.

import { held as voucher } from "./voucher.js";
import { box } from "../page/parts.js";
import { post } from "../page/post.js";
import { storeOf } from "../page/store.js";

/** @typedef {{i: number, text: string, number: string, unit: string, due: string, word: string, said: string, answer: string, source: string}} Own */

const own = box("own");
const lecture = own.dataset.lecture ?? "";
const asked = own.dataset.asked ?? "";
const judging = own.dataset.judge ?? "";

/** Who this phone is here: its ticket of the lecture, or what verification left on it. */
function who() {
  const kept = storeOf(`xiangyue.room.${lecture}.`).get("ticket");
  return { lecture, ticket: kept?.ticket ?? "", voucher: voucher() };
}

/** @param {Own[]} questions */
function show(questions) {
  own.hidden = questions.length === 0;
  box("own-list").replaceChildren(...questions.map(item));
}

/** @param {Own} one */
function item(one) {
  const made = /** @type {HTMLElement} */ (
    /** @type {HTMLTemplateElement} */ (box("own-item")).content.cloneNode(true)
  );
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (made.querySelector(`[data-${name}]`));
  part("number").textContent = one.number;
  part("unit").textContent = one.unit === "" ? "" : `${one.unit} · `;
  part("word").textContent = one.said;
  part("text").textContent = one.text;
  part("answered").hidden = one.answer === "";
  part("answer").textContent = one.source === "" ? one.answer : `${one.answer}\n${one.source}`;
  part("judging").hidden = one.word !== "awaited";
  const said = part("said");
  const missing = /** @type {HTMLTextAreaElement} */ (part("missing"));
  part("yes").addEventListener("click", () => void judge(one.i, true, said));
  part("no").addEventListener("click", () => void judge(one.i, false, said, missing.value));
  return made;
}

/** @param {number} i @param {boolean} satisfied @param {HTMLElement} said @param {string} [missing] what the unit is to add */
async function judge(i, satisfied, said, missing = "") {
  try {
    const answer = await post(fetch, judging, { ...who(), i, satisfied, missing });
    if (answer.status === 200) show(answer.body.questions);
    else said.textContent = answer.text;
  } catch {
    said.textContent = navigator.onLine ? "…" : "✕";
  }
}

async function look() {
  const { ticket, voucher: held } = who();
  if (ticket === "" && held === "") return;
  try {
    const answer = await post(fetch, asked, who());
    if (answer.status === 200) show(answer.body.questions);
  } catch {
    // no network: the page says what it says
  }
}

void look();
