// What became of a draw after its lecture: the line has ended and takes nothing more, so the draw's own file tells it.

/** @import {Draw, Fetch} from "../line/wire.js" */

const OVER = ["result", "void"];
const FIRST_MS = 3_000; // between two looks at a draw that is not finished
const LONGEST_MS = 60_000;

/** @typedef {{at: number, wait: number, steps: Record<string, any>[]}} Known when it is asked for next, and what it said */

export class Later {
  /** @param {{lecture: string, fetch: Fetch, changed: () => void, now: () => number}} world */
  constructor(world) {
    this._world = world;
    /** @type {Map<number, Known>} by the draw's number */
    this._known = new Map();
    /** @type {Map<number, string>} where a draw's page is */
    this._pages = new Map();
  }

  /**
   * Draws as they stand now, of a lecture that is over.
   * @param {Draw[]} draws as the line had them at this viewer's moment
   * @param {Draw[]} final as the line left them
   */
  told(draws, final) {
    return draws.map((draw) => {
      const last = final.find(({ i }) => i === draw.i);
      // Before the end of what the line tells, a replay shows what was known at that moment.
      if (last === undefined || last.step !== draw.step || OVER.includes(draw.step)) return draw;
      void this._look(draw);
      return (this._known.get(draw.i)?.steps ?? []).reduce((/** @type {Draw} */ so, step) => ({ ...so, ...step }), draw);
    });
  }

  /** @param {Draw} draw */
  async _look(draw) {
    const known = this._known.get(draw.i) ?? { at: 0, wait: FIRST_MS, steps: [] };
    if (this._world.now() < known.at || OVER.includes(known.steps.at(-1)?.step)) return;
    this._known.set(draw.i, { ...known, at: this._world.now() + known.wait, wait: Math.min(known.wait * 2, LONGEST_MS) });
    try {
      const steps = await this._file(draw);
      if (steps.length === known.steps.length) return;
      this._known.set(draw.i, { at: this._world.now() + FIRST_MS, wait: FIRST_MS, steps });
      this._world.changed();
    } catch {
      // no network, or the server restarts: the next look will tell
    }
  }

  /** What the file says beyond the line. @param {Draw} draw */
  async _file(draw) {
    const answer = await this._world.fetch(`${await this._page(draw)}draw.json`, { credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    const { steps } = await answer.json();
    const beyond = steps.filter((/** @type {{seq: number}} */ { seq }) => seq === 0);
    return beyond.map((/** @type {{kind: string, data: any}} */ { kind, data }) => ({ ...data, step: kind.replace("draw_", "") }));
  }

  /** The roster stands beside the file; without one, the house knows the way from the draw's number. @param {Draw} draw */
  async _page({ i, url }) {
    if (url !== "") return url.replace(/[^/]*$/, "");
    const known = this._pages.get(i);
    if (known !== undefined) return known;
    const answer = await this._world.fetch(`/l/${this._world.lecture}/draws/${i}/`, { credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    this._pages.set(i, answer.url);
    return answer.url;
  }
}
