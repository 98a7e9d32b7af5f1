// How the signal does: asked every two seconds, said in plain words. The server's advice comes as sentences; nothing is
// judged here.

const EVERY_MS = 2_000;

/**
 * @typedef {{ code: string, level: "bad" | "warn" | "info", text: string, do: string }} Advice
 * @typedef {{ state: string, publishing: boolean, picture: "none" | "preview" | "air", encoder: string, advice: Advice[],
 *   video: { codec: string, width: number, height: number, fps: number, gop_s: number | null, kbps: number } | null,
 *   audio: { codec: string, rate: number, channels: number, kbps: number } | null }} Report
 * @typedef {{ lecture: string | null, on_air_ms: number | null, server_ms: number, report: Report | null }} Health
 */

/** @param {Advice} advice */
function sentence(advice) {
  const item = document.createElement("li");
  const what = document.createElement("b");
  item.dataset.level = advice.level;
  what.textContent = advice.text;
  item.append(what, advice.do);
  return item;
}

/** 1:02:03. @param {number} ms */
export function clockFace(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

class Dashboard {
  /** @param {HTMLElement} room */
  constructor(room) {
    this._state = /** @type {HTMLElement} */ (room.querySelector("[data-health-state]"));
    this._advice = /** @type {HTMLElement} */ (room.querySelector("[data-health-advice]"));
    this._meters = /** @type {HTMLElement} */ (room.querySelector("[data-health-meters]"));
    this._clock = room.querySelector("[data-clock]");
    /** @type {number | null} milliseconds on this machine's clock at which the lecture went on air */
    this._began = null;
    this._publishing = true; // until the server has said otherwise
    this._ask(/** @type {HTMLFormElement | null} */ (room.querySelector("[data-go-on-air]")));
    setInterval(() => this._tick(), 1000);
  }

  /** @param {Health} health */
  show(health) {
    this._began = health.on_air_ms === null ? null : Date.now() - (health.server_ms - health.on_air_ms);
    this._tick();
    const report = health.report;
    if (!report) return;
    this._publishing = report.publishing;
    const bad = report.advice.some((advice) => advice.level === "bad");
    const word = !report.publishing ? "away" : bad ? "poor" : "live";
    this._say(word, word === "live" ? "moss" : word === "poor" ? "amber" : "ink");
    this._advice.replaceChildren(...report.advice.map(sentence));
    this._meters.hidden = !report.publishing;
    if (report.publishing) this._measure(report);
  }

  lost() {
    this._say("lost", "amber");
  }

  /** Nobody goes on air without a picture by mistake; who means it presses again. @param {HTMLFormElement | null} form */
  _ask(form) {
    const without = /** @type {HTMLElement | null | undefined} */ (form?.querySelector("[data-without]"));
    form?.addEventListener("submit", (event) => {
      if (this._publishing || !without?.hidden) return;
      event.preventDefault();
      without.hidden = false;
    });
  }

  /** @param {string} word @param {string} tone */
  _say(word, tone) {
    const text = this._state.dataset[word] ?? "";
    if (this._state.textContent !== text) this._state.textContent = text; // a live region speaks at every write
    this._state.className = `stamp ${tone}`;
  }

  /** @param {Report} report */
  _measure({ video, audio, encoder }) {
    this._meter("picture", video ? `${video.width}×${video.height} · ${video.fps}` : "—");
    this._meter("video", video ? `${video.kbps} Kbps` : "—");
    this._meter("gop", video?.gop_s ? `${video.gop_s}` : "—");
    this._meter("sound", audio ? `${audio.kbps} Kbps · ${audio.rate / 1000} kHz` : "—");
    this._meter("encoder", encoder || "—");
  }

  /** @param {string} name @param {string} text */
  _meter(name, text) {
    const place = /** @type {HTMLElement | null} */ (this._meters.querySelector(`[data-meter="${name}"]`));
    if (place) place.textContent = text === "—" || !place.dataset.unit ? text : `${text} ${place.dataset.unit}`;
  }

  _tick() {
    if (this._clock && this._began !== null) this._clock.textContent = clockFace(Date.now() - this._began);
  }
}

/** @param {HTMLElement} room @param {Dashboard} dashboard */
async function follow(room, dashboard) {
  try {
    const answer = await fetch(room.dataset.health ?? "", { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const health = /** @type {Health} */ (await answer.json());
    if (room.dataset.leaving !== undefined) return;
    if (health.lecture !== room.dataset.lecture) return location.reload(); // ended, or begun, by somebody else
    dashboard.show(health);
    room.dataset.camera = health.report?.picture ?? "none";
    room.dataset.publishing = String(health.report?.publishing ?? false); // what goes on air is decided elsewhere
  } catch {
    dashboard.lost();
  }
  setTimeout(() => void follow(room, dashboard), EVERY_MS);
}

const room = typeof document === "undefined" ? null : /** @type {HTMLElement | null} */ (document.querySelector("[data-console]"));
if (room) void follow(room, new Dashboard(room));
