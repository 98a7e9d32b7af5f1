// A director's page follows what the other director, or the second reader, does: it is loaded again when a step was taken,
// and when the next one can be taken at last.

const EVERY_MS = 2_000;

const here = /** @type {HTMLElement} */ (document.getElementById("steps"));

async function look() {
  const answer = await fetch(here.dataset.news ?? "", { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { state, readings, now, differs } = await answer.json();
  const typing = document.activeElement instanceof HTMLInputElement;
  const said = [state, String(readings.length), String(now), differs].join();
  const moved = said !== [here.dataset.state, here.dataset.readings, here.dataset.now, here.dataset.differs].join();
  if (moved && !typing) location.reload();
}

setInterval(() => document.hidden || void look().catch(() => undefined), EVERY_MS);
