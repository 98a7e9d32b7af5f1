// Counts the numbers as they are typed: thirteen dice are easily twelve.

for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[data-count]"))) {
  const said = input.closest(".field")?.querySelector("[data-counted]");
  input.addEventListener("input", () => {
    const plain = input.value.normalize("NFKC");
    const found = plain.match(input.dataset.one === "yes" ? /[0-9]/g : /[0-9]+/g) ?? [];
    if (said) said.textContent = `${found.length} / ${input.dataset.count}`;
  });
}
