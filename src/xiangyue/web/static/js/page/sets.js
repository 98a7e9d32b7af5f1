// What a choice would set, said beside it: the same page is asked with the choice in its address.

const choices = /** @type {NodeListOf<HTMLSelectElement>} */ (
  document.querySelectorAll("select[name=category], select[name=grade], select[name=lead]")
);
let asked = 0;

async function ask() {
  const number = ++asked;
  const address = new URL(location.href.replace("/act/", "/do/"));
  for (const choice of choices) address.searchParams.set(choice.name, choice.value);
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || number !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [told, here] = [page.getElementById("sets"), document.getElementById("sets")];
  // What is there stays when there is no answer: the core counts again when the button is pressed.
  if (told && here && number === asked) here.replaceChildren(...told.childNodes);
}

for (const choice of choices) choice.addEventListener("change", ask);
