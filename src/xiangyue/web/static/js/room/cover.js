// The director's cover over picture and sound, as this viewer has it.

/** @import {Event} from "../line/wire.js" */

export class Cover {
  constructor() {
    this._text = "";
    /** @type {{at: number, text: string} | null} when the last one was taken off, by the server's clock */
    this.lifted = null;
    this.now = { on: false, text: "" };
  }

  /** @param {{on: boolean, text: string}} cover as the state has it: a late joiner has not heard it fall */
  saw(cover) {
    if (cover.on) this._text = cover.text;
  }

  /** @param {Event} event of kind "cover" @param {number} at when it was sealed */
  heard({ d }, at) {
    if (d?.on === true) {
      this._text = d.text ?? "";
      this.lifted = null;
    } else this.lifted = { at, text: this._text };
  }
}
