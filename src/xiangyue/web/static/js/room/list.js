// What everybody said, as a plain list on the page: the same sentences as over the picture, none left out.

import { words } from "./words.js";
/** @import {Saying} from "../danmaku/queue.js" */

const MOST = 200; // lines kept on the page; an old phone scrolls no more smoothly
const SPOKEN_EVERY_MS = 6000; // a screen reader is told one sentence in so long, the latest

export class SayingsList {
  /**
   * @param {object} parts
   * @param {HTMLElement} parts.list an `ol` that scrolls in `parts.box`
   * @param {HTMLElement} parts.box
   * @param {HTMLElement} parts.empty shown while nobody has spoken
   * @param {HTMLButtonElement} parts.fresh "n new below", shown while the reader looks back
   * @param {HTMLElement} parts.spoken polite live region
   */
  constructor({ list, box, empty, fresh, spoken }) {
    this._list = list;
    this._box = box;
    this._empty = empty;
    this._fresh = fresh;
    this._spoken = spoken;
    this._unseen = 0;
    this._spokenAt = 0;
    this._following = true;
    /** @type {Map<number, HTMLElement>} */
    this._items = new Map();
    /** @type {Map<string, HTMLElement>} said here and not yet seen in the line */
    this._own = new Map();
    this._top = 0;
    // Only somebody who scrolls goes up. When the page changes under them (a card, a late font) the end moves away.
    box.addEventListener("scroll", () => {
      const up = box.scrollTop < this._top - 1;
      this._top = box.scrollTop;
      if (this._atEnd()) this._following = true;
      else if (up) this._following = false;
      if (this._following) this._seen();
    });
    // A keyboard that comes up, larger type, a notice: whoever read the latest goes on reading the latest.
    const sizes = new ResizeObserver(() => this._following && this._toEnd());
    sizes.observe(box);
    sizes.observe(list);
    fresh.addEventListener("click", () => {
      this._following = true;
      this._toEnd();
    });
  }

  /**
   * @param {Saying} saying
   * @param {boolean} mine
   */
  add(saying, mine) {
    if (this._items.has(saying.i)) return;
    // Not where the box stands: a late font or style sheet moves the end away from somebody who never scrolled.
    const follow = this._following;
    const item = line(saying.name, saying.text, mine);
    this._items.set(saying.i, item);
    this._put(item, follow);
    if (!follow) this._unseen += 1;
    this._showFresh();
    this._speak(saying);
  }

  /**
   * The list as it stands at another moment. Own words under way stay at its end.
   * @param {Saying[]} sayings
   * @param {(saying: Saying) => boolean} isMine
   */
  replace(sayings, isMine) {
    this._items.clear();
    this._list.replaceChildren();
    for (const saying of sayings) {
      const item = line(saying.name, saying.text, isMine(saying));
      this._items.set(saying.i, item);
      this._list.append(item);
    }
    for (const item of this._own.values()) this._list.append(item);
    this._empty.hidden = this._list.childElementCount > 0;
    this._following = true;
    this._toEnd();
  }

  /** @param {number} i vanishes, without a trace of what it said */
  redact(i) {
    this._items.get(i)?.remove();
    this._items.delete(i);
    this._empty.hidden = this._list.childElementCount > 0;
  }

  /**
   * One's own words, at once, marked as under way.
   * @param {string} command
   * @param {string} text
   */
  echo(command, text) {
    if (this._own.has(command)) return;
    const item = line(words.mine, text, true);
    item.classList.add("pending");
    this._own.set(command, item);
    this._put(item, true);
  }

  /**
   * The echo goes: the line has the sentence, or the server refused it.
   * @param {string} command
   */
  settle(command) {
    this._own.get(command)?.remove();
    this._own.delete(command);
    this._empty.hidden = this._list.childElementCount > 0;
  }

  /**
   * @param {string} command acknowledged: it is safe, though not yet in the line
   */
  acknowledge(command) {
    this._own.get(command)?.classList.remove("pending");
  }

  /**
   * @param {HTMLElement} item
   * @param {boolean} follow
   */
  _put(item, follow) {
    this._list.append(item);
    this._empty.hidden = true;
    while (follow && this._items.size > MOST) this._dropOldest();
    if (follow) this._toEnd();
  }

  _dropOldest() {
    const [oldest] = this._items.keys();
    this._items.get(oldest)?.remove();
    this._items.delete(oldest);
  }

  /** @param {Saying} saying */
  _speak(saying) {
    const now = performance.now();
    if (now - this._spokenAt < SPOKEN_EVERY_MS) return;
    this._spokenAt = now;
    this._spoken.textContent = words.live(saying.name, saying.text);
  }

  _atEnd() {
    return this._box.scrollHeight - this._box.scrollTop - this._box.clientHeight < 60;
  }

  _toEnd() {
    this._box.scrollTop = this._box.scrollHeight;
    this._seen();
  }

  _seen() {
    this._unseen = 0;
    this._showFresh();
  }

  _showFresh() {
    this._fresh.hidden = this._unseen === 0;
    this._fresh.textContent = words.fresh(this._unseen);
  }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {boolean} mine
 */
function line(name, text, mine) {
  const item = document.createElement("li");
  if (mine) item.className = "mine";
  const who = document.createElement("b");
  who.textContent = name;
  item.append(who, " ", text);
  return item;
}
