// Words that others will read: while a telephone or identity number is in them, that is said beside the box; the first
// press says it once more, the second sends. The house asks the same of a browser without scripts.

const NUMBER = /(?<![0-9])(?:1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|[0-9]{17}[0-9Xx])(?![0-9])/;

/** @param {string} text */
export const holdsNumber = (text) => NUMBER.test(text.normalize("NFKC"));

/** @param {HTMLTextAreaElement} words @param {HTMLElement} warning */
function watch(words, warning) {
  const form = words.form;
  const anyway = /** @type {HTMLInputElement | null} */ (form?.querySelector("[data-anyway]") ?? null);
  const twice = /** @type {HTMLElement} */ (warning.querySelector("[data-twice]"));
  let asked = "";
  const look = () => {
    warning.hidden = !holdsNumber(words.value);
    if (words.value !== asked) twice.hidden = true;
  };
  words.after(warning);
  words.addEventListener("input", look);
  form?.addEventListener("submit", (event) => {
    if (!holdsNumber(words.value)) return;
    if (asked === words.value || anyway?.checked) {
      if (anyway?.type === "hidden") anyway.value = "on";
      return;
    }
    event.preventDefault();
    asked = words.value;
    warning.hidden = twice.hidden = false;
    warning.focus();
  });
  look();
}

if (typeof document !== "undefined") {
  const words = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("textarea[data-careful]"));
  const warning = document.getElementById("careful");
  if (words && warning) watch(words, warning);
}
