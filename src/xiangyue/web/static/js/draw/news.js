// A director's page follows what the other director, or the second reader, does: it is loaded again when a step was taken.

const EVERY_MS = 2_000;

const here = /** @type {HTMLElement} */ (document.getElementById("steps"));

async function look() {
  const answer = await fetch(here.dataset.news ?? "", { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { state, readings } = await answer.json();
  const typing = document.activeElement instanceof HTMLInputElement;
  const moved = state !== here.dataset.state || String(readings.length) !== here.dataset.readings;
  if (moved && !typing) location.reload();
}

setInterval(() => document.hidden || void look().catch(() => undefined), EVERY_MS);
