// This viewer's number in a draw: asked for once, looked up in the locked roster on this phone, compared with the winners.

import { isRecomputed, locked } from "./fairness.js";
import { Unreachable } from "../page/post.js";
/** @import {Draw, Fetch} from "../line/wire.js" */
/** @import {Answer} from "../page/post.js" */

/**
 * @typedef {object} Lot
 * @property {"none" | "asking" | "in" | "out" | "forged" | "unknown"} kind forged: the roster is not the one that was locked
 * @property {string} label "" while unknown
 * @property {string} code what fetches a prize, "" while unknown
 * @property {number} at its place in the roster, from 1
 * @property {number} of
 * @property {boolean | null} recomputed this phone came to the same winners; null before there are any
 * @property {number} drawnAt when the result was drawn, of a number that has won; 0 while unknown
 * @property {string} outcome "GIVEN" or "FORFEITED" of a prize that waits no longer, else ""
 * @property {number} settledAt and since when; 0 while it waits
 */

/** @type {Lot} */
const NONE = { kind: "none", label: "", code: "", at: 0, of: 0, recomputed: null, drawnAt: 0, outcome: "", settledAt: 0 };
const WAITS = { outcome: "", settledAt: 0 };
const PATIENCE_MS = 10_000; // before what failed is looked up again by itself
const DESK_MS = 30_000; // between two looks whether a prize was fetched meanwhile

export class Lots {
  /**
   * @param {object} world
   * @param {(verb: string, body: Record<string, any>) => Promise<Answer>} world.send throws `Unreachable`
   * @param {Fetch} world.fetch
   * @param {() => void} world.changed
   * @param {() => Promise<void>} world.pause lets the page breathe
   * @param {() => boolean} [world.holds] whether this viewer has a ticket: nobody else can be in a roster
   * @param {() => string} [world.ticket] in hand, "" for none: with it a winner asks whether the prize was fetched
   * @param {() => Promise<void>} [world.spread] keeps all phones of an audience from asking in the same moment
   */
  constructor(world) {
    this._world = world;
    /** @type {Map<number, number>} by draw, when it may be looked up again without being asked for */
    this._next = new Map();
    /** @type {Map<number, number>} by draw, when the desk may be asked again */
    this._desk = new Map();
    /** @type {Map<number, Lot>} */
    this._lots = new Map();
    /** @type {Map<number, string>} rosters by draw */
    this._rosters = new Map();
    /** @type {Map<number, string>} the step each was last checked at */
    this._checked = new Map();
  }

  /** @param {Draw} draw @returns {Lot} */
  of({ i }) {
    return this._lots.get(i) ?? NONE;
  }

  /** What waits for this viewer, "" for nothing, once it was fetched, or while it is unknown. @param {Draw} draw */
  prize(draw) {
    if (draw.step !== "result") return "";
    const { label, outcome } = this.of(draw);
    if (outcome !== "") return "";
    const mine = label === "" ? undefined : draw.winners.find((winner) => winner.label === label);
    return mine === undefined ? "" : (draw.prizes[mine.prize]?.name ?? "");
  }

  /**
   * Sees to it that this viewer's number is known: at once for who looks at the draw; once the result is out also for
   * everybody else, or a winner would never hear of it.
   * @param {Draw} draw
   * @param {boolean} looking
   */
  follow(draw, looking) {
    if (draw.step === "rules" || draw.step === "void") return;
    const { kind, label } = this.of(draw);
    const now = performance.now();
    if (looking && this.prize(draw) !== "" && now >= (this._desk.get(draw.i) ?? 0)) void this._look(draw);
    if (now < (this._next.get(draw.i) ?? 0)) return;
    if (!looking && (draw.step !== "result" || label !== "" || this._world.holds?.() !== true)) return;
    if (!looking || kind === "unknown") this._next.set(draw.i, now + PATIENCE_MS);
    if (looking) void this.check(draw);
    else void (this._world.spread ?? this._world.pause)().then(() => this.check(draw));
  }

  /** Looks this viewer's number up; again when the result is out. What failed may be asked again. @param {Draw} draw */
  async check(draw) {
    const stage = draw.step === "result" ? "result" : "roster";
    if (draw.url === "" || this.of(draw).kind === "asking" || this._checked.get(draw.i) === stage) return;
    this._be(draw, { ...this.of(draw), kind: "asking" });
    try {
      this._be(draw, await this._found(draw));
      this._checked.set(draw.i, stage);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this._be(draw, { ...this.of(draw), kind: "unknown" });
    }
  }

  /** @param {Draw} draw @returns {Promise<Lot>} */
  async _found(draw) {
    const { label, code } = this.of(draw).label !== "" ? this.of(draw) : await this._label(draw);
    const roster = this._rosters.get(draw.i) ?? (await this._roster(draw));
    this._rosters.set(draw.i, roster);
    const labels = locked(roster, draw);
    if (labels === null) return { ...NONE, kind: "forged", label, code };
    const at = labels.indexOf(label) + 1;
    const recomputed = draw.step === "result" ? await isRecomputed(labels, draw, this._world.pause) : null;
    const won = draw.step === "result" && draw.winners.some((winner) => winner.label === label);
    const [drawnAt, desk] = won ? await Promise.all([this._drawnAt(draw), this._fate(draw)]) : [0, WAITS];
    return { kind: at > 0 ? "in" : "out", label, code, at, of: labels.length, recomputed, drawnAt, ...desk };
  }

  /** @param {Draw} draw */
  async _label({ i }) {
    const { status, code: refusal, body } = await this._world.send("label", { draw: i });
    if (status !== 200) throw new Unreachable(refusal);
    return { label: String(body.label), code: String(body.code ?? "") };
  }

  /** The draw's file stands beside its roster; without it the card says in how many days. @param {Draw} draw */
  async _drawnAt({ url }) {
    try {
      const response = await this._world.fetch(url.replace(/[^/]*$/, "draw.json"), { credentials: "omit" });
      /** @type {{steps: {kind: string, at: number}[]}} */
      const { steps } = await response.json();
      return steps.find(({ kind }) => kind === "draw_result")?.at ?? 0;
    } catch {
      return 0;
    }
  }

  /** Whether the prize was fetched since. @param {Draw} draw */
  async _look(draw) {
    const desk = await this._fate(draw);
    if (desk.outcome !== "") this._be(draw, { ...this.of(draw), ...desk });
  }

  /** What the desk says of this viewer's prize; out of reach, it waits as before. @param {Draw} draw */
  async _fate({ i, url }) {
    const ticket = this._world.ticket?.() ?? "";
    this._desk.set(i, performance.now() + DESK_MS);
    if (ticket === "") return WAITS;
    try {
      const headers = { Accept: "application/json", "X-Ticket": ticket };
      const response = await this._world.fetch(url.replace(/[^/]*$/, "mine.json"), { headers, credentials: "omit" });
      if (response.status !== 200) return WAITS;
      /** @type {{outcome: string, settled_ms: number}} */
      const { outcome, settled_ms: settledAt } = await response.json();
      return { outcome, settledAt };
    } catch {
      return WAITS;
    }
  }

  /** @param {Draw} draw */
  async _roster({ url }) {
    try {
      const response = await this._world.fetch(url, { credentials: "omit" });
      if (response.status !== 200) throw new Unreachable(`status ${response.status}`);
      return await response.text();
    } catch (error) {
      throw error instanceof Unreachable ? error : new Unreachable(String(error));
    }
  }

  /** @param {Draw} draw @param {Lot} lot */
  _be({ i }, lot) {
    this._lots.set(i, lot);
    this._world.changed();
  }
}
