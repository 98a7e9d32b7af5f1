// Buttons that copy the text of another element: <button data-copy="#id" data-copied="已复制" hidden>.

/** @param {string} text */
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Plain http on a local network has no clipboard object; the old way still works there.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-copy]"))) {
  const label = button.textContent ?? "";
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy ?? "");
    if (!source) return;
    await copy(source instanceof HTMLInputElement ? source.value : (source.textContent ?? "").trim());
    button.textContent = button.dataset.copied ?? "✓";
    setTimeout(() => (button.textContent = label), 2000);
  });
}
