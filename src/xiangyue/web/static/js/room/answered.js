// Answers that no line has: given after the end, or by a department. In the replay they stand at their question's second.

/** @import {Fetch, Question} from "../line/wire.js" */

/** @typedef {{i: number, answer: string, unit: string, at: number}} Given */

export class Answered {
  /** @param {{lecture: string, fetch: Fetch, changed: () => void}} world */
  constructor(world) {
    this._world = world;
    /** @type {Map<number, Given> | null} */
    this._given = null;
  }

  /**
   * Questions as they stood at this viewer's moment, of a lecture that is over, each with the answer it got since.
   * @param {Question[]} questions
   * @returns {Question[]}
   */
  told(questions) {
    if (this._given === null) {
      this._given = new Map();
      void this._look();
    }
    const given = this._given;
    return questions.map((question) => {
      const { answer = "", unit = "" } = given.get(question.i) ?? {};
      return answer === "" ? question : { ...question, state: "answered", answer, unit };
    });
  }

  async _look() {
    try {
      const response = await this._world.fetch(`/l/${this._world.lecture}/answers/later.json`, { credentials: "omit" });
      if (!response.ok) return;
      /** @type {{answers: Given[]}} */
      const { answers } = await response.json();
      this._given = new Map(answers.map((given) => [given.i, given]));
      if (answers.length > 0) this._world.changed();
    } catch {
      // no network: what the line says is shown
    }
  }
}
