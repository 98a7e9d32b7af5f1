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
 */

/** @type {Lot} */
const NONE = { kind: "none", label: "", code: "", at: 0, of: 0, recomputed: null };

export class Lots {
  /**
   * @param {object} world
   * @param {(verb: string, body: Record<string, any>) => Promise<Answer>} world.send throws `Unreachable`
   * @param {Fetch} world.fetch
   * @param {() => void} world.changed
   * @param {() => Promise<void>} world.pause lets the page breathe
   */
  constructor(world) {
    this._world = world;
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
    return { kind: at > 0 ? "in" : "out", label, code, at, of: labels.length, recomputed };
  }

  /** @param {Draw} draw */
  async _label({ i }) {
    const { status, code: refusal, body } = await this._world.send("label", { draw: i });
    if (status !== 200) throw new Unreachable(refusal);
    return { label: String(body.label), code: String(body.code ?? "") };
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
