// Several handed down at once: to whom each goes, by its table or by the unit that is chosen for all of them.

const lead = /** @type {HTMLSelectElement | null} */ (document.querySelector("select[name=lead]"));
const said = /** @type {HTMLElement | null} */ (document.querySelector("script[data-chosen]"))?.dataset.chosen ?? "";
const rows = [...document.querySelectorAll("[data-to]")].map((row) => {
  const [label, unit] = [...row.children];
  return { label, unit, table: [label.textContent, unit.textContent] };
});

function show() {
  const chosen = lead?.value ? [said, lead.selectedOptions[0].textContent] : null;
  for (const { label, unit, table } of rows) [label.textContent, unit.textContent] = chosen ?? table;
}

lead?.addEventListener("change", show);
show();
