// The page that goes live: from a press of the one big button to people who see it.

import { Panel } from "./panel.js";
import * as sources from "./sources.js";
import { Studio } from "./studio.js";
import { words } from "./words.js";

const HEALTH_MS = 2_000;
const PERMIT_MS = 10 * 60_000; // asked for anew after this; the server's is good for a quarter of an hour
const SILENT_MS = 8_000;
const FELL_MS = 8_000;
const QUIET = 0.002;
const BEHIND_MS = 1_500;

/** @import {Refusal} from "./link.js" */
/** @import {Advice, Face} from "./panel.js" */

class Page {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.panel = new Panel(root);
    this.onAir = root.hasAttribute("data-on-air");
    this.over = false;
    this.opened = false;
    this.wanted = false; // somebody has pressed for it to be sent
    this.facing = /** @type {"user" | "environment"} */ ("user");
    this.trouble = "";
    this._fellAt = -FELL_MS;
    this._heardAt = performance.now();
    this._permit = { token: "", at: -PERMIT_MS };
    const query = new URLSearchParams(location.search);
    const chosen = /** @type {HTMLInputElement | null} */ (root.querySelector(`[name="source"][value="${CSS.escape(query.get("source") ?? "")}"]`));
    if (chosen) chosen.checked = true;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.studio = new Studio(
      {
        address: `${scheme}//${location.host}/live/${root.dataset.lecture}/studio`,
        worklet: root.dataset.worklet ?? "",
        world: { open: (address) => new WebSocket(address), permit: (fresh) => this.permit(fresh), online: () => navigator.onLine, now: () => performance.now(), random: Math.random },
        agent: agent(),
        recordOnly: query.get("mode") === "record",
      },
      { changed: () => this.draw(), level: (peak) => this.level(peak), fell: () => ((this._fellAt = performance.now()), this.draw()) },
    );
  }

  get source() {
    return /** @type {HTMLInputElement} */ (this.root.querySelector('[name="source"]:checked')).value;
  }

  /** @returns {Face} */
  get face() {
    const { state } = this.studio.link;
    if (this.over) return "over";
    if (!this.opened) return "open";
    if (state === "refused") return "again";
    if (!this.wanted) return "begin";
    if (state === "connecting" && !this.studio.link.seated) return "connecting";
    return this.onAir ? "live" : "air";
  }

  draw() {
    const { link, outbox } = this.studio;
    if (link.state === "refused") this.wanted = false;
    const away = this.wanted && link.state !== "open";
    this.panel.face(this.face, { test: this.source === "test", onAir: this.onAir });
    this.panel.stamp(this.over ? "over" : !this.wanted ? "idle" : away ? "away" : this.onAir ? "live" : "sending");
    this.panel.line(this.sentence(away, outbox.behindMs));
    const size = this.studio.picture?.size;
    const facts = size ? [`${size.width}×${size.height}`] : [];
    if (this.wanted && this.studio.kbps > 0) facts.push(words.kbps(this.studio.kbps));
    this.panel.facts(facts.join(" · "));
  }

  /** The one thing to say now, the worst first. @param {boolean} away @param {number} behindMs */
  sentence(away, behindMs) {
    const { refusal, state, seated } = this.studio.link;
    const seconds = Math.round(behindMs / 1000).toString();
    if (this.trouble) return this.trouble;
    if (state === "refused" && refusal) return refusal.text;
    if (away && seated) return words.waiting(seconds);
    if (away) return words.connecting;
    if (this.wanted && behindMs > BEHIND_MS) return words.behind(seconds);
    if (performance.now() - this._fellAt < FELL_MS) return words.fell;
    if (this.opened && this.studio.sound.muted) return this.panel.words.muted;
    if (this.opened && this.source !== "test" && performance.now() - this._heardAt > SILENT_MS) return words.silent;
    const [track] = /** @type {MediaStream | null} */ (this.panel.video.srcObject)?.getVideoTracks() ?? [];
    const { width = 16, height = 9 } = track?.getSettings() ?? {};
    return this.opened && height > width ? words.portrait : "";
  }

  /** @param {number} peak */
  level(peak) {
    if (peak > QUIET) this._heardAt = performance.now();
    this.panel.level(peak, this.studio.sound.muted);
  }

  /** The big button. */
  async press() {
    this.trouble = "";
    const { face } = this;
    if (face === "open") await this.open();
    else if (face === "begin" || face === "again") this.begin();
    else if (face === "air") await this.goOnAir();
    this.draw();
  }

  async open() {
    if (!isSecureContext) return void (this.trouble = words.insecure);
    try {
      if (!(await this.studio.open())) return void (this.trouble = words.unable);
      await this.usePicture();
      await this.useSound();
      this.opened = true;
      this._heardAt = performance.now();
      await this.list();
    } catch (error) {
      this.trouble = why(error);
    }
    if (this.over) this.release(); // it ended while the browser was asking for the camera
  }

  async usePicture() {
    const id = value(this.panel.part("cameras"));
    const track = await { camera: () => sources.camera({ id, facing: this.facing }), screen: sources.screen, test: async () => sources.test() }[/** @type {"camera" | "screen" | "test"} */ (this.source)]();
    track.addEventListener("ended", () => this.source === "screen" && this.choose("camera")); // "stop sharing" in the browser's own bar
    this.panel.show(track);
    this.studio.usePicture(track, this.panel.video);
  }

  async useSound() {
    // Somebody who shares a screen speaks; somebody who tries it out need not have a microphone.
    this.studio.sound.use(this.source === "test" ? null : await sources.microphone(value(this.panel.part("microphones"))));
  }

  /** @param {string} source */
  choose(source) {
    const input = /** @type {HTMLInputElement} */ (this.root.querySelector(`[name="source"][value="${source}"]`));
    input.checked = true;
    void this.change();
  }

  /** Another picture, the connection stays. */
  async change() {
    if (!this.opened) return this.draw();
    this.trouble = "";
    try {
      await this.usePicture();
      await this.useSound();
    } catch (error) {
      this.trouble = why(error);
    }
    if (this.over) this.release();
    this.draw();
  }

  begin() {
    this.wanted = true;
    this.studio.begin();
    void wakeful();
  }

  stop() {
    this.wanted = false;
    this.studio.end();
    this.draw();
  }

  /** Camera, screen and microphone go off, and the page may be left without a question. */
  release() {
    this.wanted = this.opened = false;
    this.studio.close();
    this.panel.show(null);
    this.panel.level(0, false);
  }

  async goOnAir() {
    try {
      const answer = await this.post(this.root.dataset.air ?? "");
      if (answer.ok) this.onAir = true;
      else this.trouble = (await answer.json()).error.text;
    } catch {
      this.trouble = this.panel.words.lostAir;
    }
  }

  /** @param {boolean} fresh @returns {Promise<string>} */
  async permit(fresh) {
    if (!fresh && performance.now() - this._permit.at < PERMIT_MS) return this._permit.token;
    const answer = await this.post(this.root.dataset.permit ?? "");
    const body = await answer.json();
    if (!answer.ok) throw /** @type {Refusal} */ (body.error);
    this._permit = { token: body.token, at: performance.now() };
    return body.token;
  }

  /** @param {string} address */
  post(address) {
    const token = /** @type {HTMLInputElement} */ (this.root.querySelector('[name="csrfmiddlewaretoken"]')).value;
    return fetch(address, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token } });
  }

  async list() {
    const { cameras, microphones } = await sources.devices();
    fill(this.panel.part("cameras"), cameras);
    fill(this.panel.part("microphones"), microphones);
    this.panel.part("devices").hidden = cameras.length < 2 && microphones.length < 2;
    this.panel.part("turn").hidden = cameras.length < 2 || !matchMedia("(pointer: coarse)").matches;
  }

  /** What the server says of the signal, and whether the lecture goes on. */
  async follow() {
    try {
      const answer = await fetch(this.root.dataset.health ?? "", { headers: { Accept: "application/json" } });
      if (answer.ok) this.hear(await answer.json());
    } catch {
      // the line over the picture says that the network is gone
    }
    if (!this.over) setTimeout(() => void this.follow(), HEALTH_MS);
  }

  /** @param {{ lecture: string | null, state: string, report: { advice: Advice[] } | null }} health */
  hear({ lecture, state, report }) {
    this.over = lecture !== this.root.dataset.lecture;
    if (!this.over) this.onAir = state === "ON_AIR";
    if (this.over) this.release();
    const advice = this.wanted && !this.over ? (report?.advice ?? []) : [];
    this.panel.advice(advice.filter(({ level, code }) => level !== "info" && code !== "publisher-away"));
    this.draw();
  }
}

/** @param {unknown} error */
function why(error) {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return words.denied;
  if (name === "NotReadableError" || name === "AbortError") return words.busy;
  return words.missing;
}

/** A phone must not fall asleep over a lecture. */
async function wakeful() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // an empty battery has the last word
  }
}

/** What the console calls this encoder. */
function agent() {
  const brand = /** @type {any} */ (navigator).userAgentData?.brands?.at(-1);
  const name = brand ? `${brand.brand} ${brand.version}` : (navigator.userAgent.match(/(Firefox|Version|Chrome)\/\d+/)?.[0] ?? "");
  return `网页直播 ${name}`.trim();
}

/** @param {HTMLElement} select */
const value = (select) => /** @type {HTMLSelectElement} */ (select).value;

/** @param {HTMLElement} place @param {MediaDeviceInfo[]} devices */
function fill(place, devices) {
  const select = /** @type {HTMLSelectElement} */ (place);
  const before = select.value;
  select.replaceChildren(new Option(words.usual, ""), ...devices.map((device, index) => new Option(device.label || String(index + 1), device.deviceId)));
  select.value = devices.some((device) => device.deviceId === before) ? before : "";
}

const root = /** @type {HTMLElement | null} */ (document.querySelector("[data-capture]"));
if (root) {
  const page = new Page(root);
  const { panel, studio } = page;
  panel.part("screen").hidden = !sources.canShare();
  panel.go.addEventListener("click", () => void page.press());
  panel.stop.addEventListener("click", () => page.stop());
  const mute = panel.part("mute");
  mute.addEventListener("click", () => {
    studio.sound.mute(!studio.sound.muted);
    mute.setAttribute("aria-pressed", String(studio.sound.muted));
    page.draw();
  });
  panel.part("turn").addEventListener("click", () => {
    page.facing = page.facing === "user" ? "environment" : "user";
    /** @type {HTMLSelectElement} */ (panel.part("cameras")).value = "";
    void page.change();
  });
  for (const input of root.querySelectorAll('[name="source"], select')) input.addEventListener("change", () => void page.change());
  addEventListener("offline", () => studio.link.lost());
  addEventListener("online", () => studio.link.found());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && page.wanted && void wakeful());
  addEventListener("beforeunload", (event) => page.wanted && event.preventDefault());
  addEventListener("pagehide", () => page.release());
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // brought back by the browser, without a camera
  navigator.mediaDevices?.addEventListener("devicechange", () => page.opened && void page.list());
  page.draw();
  void page.follow();
}
