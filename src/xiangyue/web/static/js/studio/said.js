// What residents say, on the host's console: the public line, read as every viewer reads it.

import { LineClient, page } from "../line/client.js";

const KEPT = 200; // lines on the screen; older ones are in the replay

/**
 * @typedef {import("../line/wire.js").State} State
 * @typedef {import("../line/wire.js").Event} Event
 */

/** @param {string} name @param {string} text @param {number} i */
function line(name, text, i) {
  const item = document.createElement("li");
  const who = document.createElement("b");
  item.dataset.i = String(i);
  who.textContent = name;
  item.append(who, text);
  return item;
}

class Said {
  /** @param {HTMLElement} room */
  constructor(room) {
    this._list = /** @type {HTMLOListElement} */ (room.querySelector("[data-lines]"));
    this._viewers = /** @type {HTMLElement} */ (room.querySelector("[data-viewers]"));
    this._count = /** @type {HTMLElement} */ (room.querySelector("[data-said]"));
    this._notice = /** @type {HTMLInputElement | null} */ (room.querySelector("[data-notice]"));
    this._silence = /** @type {HTMLElement | null} */ (room.querySelector("[data-silence]"));
    this._pinned = "";
  }

  /** @param {State} state */
  joined(state) {
    if (state.recent.length > 0) this._list.replaceChildren();
    for (const said of state.recent) this._add(said.name, said.text, said.i);
    this._figures(state);
  }

  /** @param {{ ev: Event[] }} segment @param {State} state */
  segment(segment, state) {
    for (const event of segment.ev) {
      if (event.k === "say" && event.d) this._add(event.d.name, event.d.text, event.i);
      if (event.k === "redact" && event.d) this._list.querySelector(`[data-i="${event.d.i}"]`)?.remove();
    }
    this._figures(state);
  }

  /** @param {string} name @param {string} text @param {number} i */
  _add(name, text, i) {
    const atEnd = this._list.scrollHeight - this._list.scrollTop - this._list.clientHeight < 40;
    this._list.querySelector("[data-lines-none]")?.remove();
    this._list.append(line(name, text, i));
    while (this._list.children.length > KEPT) this._list.firstElementChild?.remove();
    if (atEnd) this._list.scrollTop = this._list.scrollHeight;
  }

  /** @param {State} state */
  _figures(state) {
    this._viewers.textContent = state.viewers.now.toLocaleString();
    this._count.textContent = state.said.toLocaleString();
    if (this._silence) this._silence.textContent = (state.silence ? this._silence.dataset.on : this._silence.dataset.off) ?? "";
    if (this._notice && state.notice !== this._pinned) {
      this._pinned = state.notice; // shown in the field once it is sealed; what the host is typing is not touched otherwise
      this._notice.value = state.notice;
    }
  }
}

const room = /** @type {HTMLElement | null} */ (document.querySelector("[data-console]"));
if (room) {
  const said = new Said(room);
  const client = new LineClient(
    room.dataset.lecture ?? "",
    {
      joined: (state) => said.joined(state),
      segment: (segment, state) => said.segment(segment, state),
      connected: (on) => room.toggleAttribute("data-away", !on),
      ended: () => undefined,
    },
    page(),
  );
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && client.wake());
  void client.run();
}
