// A page made before its lecture opened hears of it within seconds: somebody else may have opened the lobby or gone on
// air. It says so and offers the console; it does not load itself anew, for somebody may be writing on it.

const EVERY_MS = 3_000;

/**
 * What to say: the sentence's name, or "" while the page is right.
 * @param {string} made in which state the lecture was when the page was made
 * @param {string} lecture
 * @param {{lecture: string | null, state?: string}} health what is open in the studio now
 */
export function moved(made, lecture, health) {
  if (health.lecture === lecture) return health.state === made ? "" : (health.state ?? "");
  return ["LOBBY", "ON_AIR"].includes(made) ? "OVER" : "";
}

/** @param {HTMLElement} place */
function follow(place) {
  const { made = "", lecture = "", health = "" } = place.dataset;
  const look = async () => {
    const answer = await fetch(health, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const now = moved(made, lecture, await answer.json());
    for (const each of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-when]"))) {
      each.hidden = each.dataset.when !== now;
    }
  };
  const ask = () => document.hidden || void look().catch(() => undefined); // asked again anyway
  setInterval(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
}

const place = typeof document === "undefined" ? null : /** @type {HTMLElement | null} */ (document.querySelector("[data-made]"));
if (place) follow(place);
