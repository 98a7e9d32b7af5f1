// Orders that must not reload the page while a picture is running: <form data-order>. Each carries a command of its own,
// so that pressing again after a doubt is the same order; after a yes, or for another order, the form gets a fresh one.

/** @type {WeakMap<HTMLFormElement, string>} what a form's command stands for, from its first press on */
const ordered = new WeakMap();

/** @param {HTMLFormElement} form @param {HTMLElement | null} button @returns {Promise<string>} what to tell the host */
async function send(form, button) {
  const words = new FormData(form);
  if (button instanceof HTMLButtonElement && button.name) words.set(button.name, button.value);
  const command = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("command"));
  const order = meant(words);
  // Silence and its end are two orders: under one name the line would take the second for the first, told again.
  if (command && (ordered.get(form) ?? order) !== order) words.set("command", (command.value = freshCommand()));
  ordered.set(form, order);
  const answer = await fetch(form.action, { method: "POST", body: words, headers: { Accept: "application/json" } });
  const body = await answer.json();
  if (!answer.ok) return body.error.text;
  if (command && command.value === words.get("command")) command.value = freshCommand();
  return body.said;
}

/** What a form says, without the name of its saying. @param {FormData} words */
function meant(words) {
  const said = [...words].filter(([name]) => name !== "command" && name !== "csrfmiddlewaretoken");
  return JSON.stringify(said);
}

/** A version 4 UUID; plain http has no crypto.randomUUID. */
function freshCommand() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-order]"))) {
  const said = document.querySelector("[data-order-said]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const sentence = await send(form, event.submitter);
      if (said) said.textContent = sentence;
    } catch {
      if (said) said.textContent = form.dataset.lost ?? ""; // pressing again sends the same command: nothing happens twice
    }
  });
}
