// The button that switches large type (适老化) on and off, and remembers it on this device only.

const KEY = "xiangyue.type";
const root = document.documentElement;

/** @returns {boolean} */
const large = () => root.dataset.type === "large";

/** @param {boolean} on */
function remember(on) {
  try {
    if (on) localStorage.setItem(KEY, "large");
    else localStorage.removeItem(KEY);
  } catch {
    // No storage: the choice lasts as long as the page.
  }
}

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-type-switch]"))) {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(large()));
  button.addEventListener("click", () => {
    if (large()) delete root.dataset.type;
    else root.dataset.type = "large";
    button.setAttribute("aria-pressed", String(large()));
    remember(large());
  });
}
