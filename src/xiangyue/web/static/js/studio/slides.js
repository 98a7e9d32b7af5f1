// The page of a lecture's slides: progress while a deck is made, pages dragged into order, descriptions kept as typed.

const POLL_MS = 1000;

/** @param {string} selector */
const one = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));

/** The form's own token goes with every order.
 * @param {string} address
 * @param {Record<string, string>} words */
async function order(address, words) {
  const token = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"));
  const body = new URLSearchParams({ ...words, csrfmiddlewaretoken: token?.value ?? "" });
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
}

/** @param {HTMLElement} making */
function follow(making) {
  const address = making.dataset["list"] ?? "";
  const bar = /** @type {HTMLProgressElement | null} */ (document.querySelector("#made"));
  const words = one("#made-words");
  const look = async () => {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const { latest } = await answer.json();
      if (!latest || latest.state !== "MAKING") return location.reload();
      if (bar && latest.pages) [bar.max, bar.value] = [latest.pages, latest.made];
      if (words) words.textContent = `${latest.made} / ${latest.pages ?? "…"}`;
    } catch {
      // The network is away; the next look may find it.
    }
    setTimeout(look, POLL_MS);
  };
  setTimeout(look, POLL_MS);
}

/** @param {HTMLFormElement} form */
function bring(form) {
  const field = /** @type {HTMLInputElement | null} */ (form.querySelector("input[type=file]"));
  const wrong = one("#wrong");
  form.addEventListener("submit", (event) => {
    const size = [...(field?.files ?? [])].reduce((sum, file) => sum + file.size, 0);
    if (size > Number(form.dataset["most"])) {
      event.preventDefault();
      if (wrong) [wrong.textContent, wrong.hidden] = [form.dataset["tooLarge"] ?? "", false];
      return;
    }
    const button = /** @type {HTMLButtonElement | null} */ (form.querySelector("button[type=submit]"));
    if (button) [button.disabled, button.textContent] = [true, form.dataset["sending"] ?? ""];
  });
}

/** @param {HTMLElement} list */
function drag(list) {
  /** @type {HTMLElement | null} */
  let lifted = null;
  /** @param {Event} event */
  const sheet = (event) => /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".sheet"));
  const lower = () => list.querySelectorAll(".over").forEach((each) => each.classList.remove("over"));
  list.addEventListener("dragstart", (event) => {
    lifted = sheet(event);
    lifted?.classList.add("lifted");
  });
  list.addEventListener("dragend", () => {
    lifted?.classList.remove("lifted");
    lifted = null;
    lower();
  });
  list.addEventListener("dragover", (event) => {
    if (!lifted) return;
    event.preventDefault();
    lower();
    sheet(event)?.classList.add("over");
  });
  list.addEventListener("drop", async (event) => {
    event.preventDefault();
    const place = sheet(event);
    if (!lifted || !place || place === lifted) return;
    await order(lifted.dataset["move"] ?? "", { to: place.dataset["n"] ?? "1" });
    location.reload();
  });
}

document.documentElement.classList.add("scripted");
const making = one("#making");
if (making) follow(making);
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#bring"));
if (form) bring(form);
const list = one("#sheets");
if (list) drag(list);
document.querySelectorAll(".sheet-alt").forEach((each) => {
  const words = /** @type {HTMLFormElement} */ (each);
  words.addEventListener("change", () => {
    const alt = /** @type {HTMLTextAreaElement | null} */ (words.querySelector("textarea"));
    void order(words.action, { alt: alt?.value ?? "" });
  });
});
