// A list on the page that follows rows: what did not change is not touched, so that a finger or the keyboard stays where
// it was.

/**
 * @template Row
 * @param {HTMLElement} list
 * @param {Row[]} rows
 * @param {(row: Row) => string} key
 * @param {(row: Row) => string} look what the element shows: the same look, the same element
 * @param {(row: Row) => HTMLElement} build
 */
export function keyed(list, rows, key, look, build) {
  const there = new Map([.../** @type {HTMLCollectionOf<HTMLElement>} */ (list.children)].map((each) => [each.dataset.key, each]));
  /** @type {HTMLElement[]} */
  const wanted = rows.map((row) => {
    const [name, looks] = [key(row), look(row)];
    const old = there.get(name);
    if (old && old.dataset.look === looks) return old;
    const fresh = build(row);
    fresh.dataset.key = name;
    fresh.dataset.look = looks;
    if (old?.contains(document.activeElement)) queueMicrotask(() => refocus(fresh));
    return fresh;
  });
  const keep = new Set(wanted);
  for (const each of [...list.children]) if (!keep.has(/** @type {HTMLElement} */ (each))) each.remove();
  wanted.forEach((element, n) => {
    if (list.children[n] !== element) list.insertBefore(element, list.children[n] ?? null);
  });
}

/** The keyboard goes on from the element that took the place of the one it was in. @param {HTMLElement} element */
function refocus(element) {
  /** @type {HTMLElement | null} */ (element.querySelector("button:not(:disabled), summary, a"))?.focus();
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string)} content
 */
export function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/**
 * @param {string} text
 * @param {() => void} press
 * @param {string} [className]
 */
export function button(text, press, className = "btn small") {
  const element = /** @type {HTMLButtonElement} */ (make("button", className, text));
  element.type = "button";
  element.addEventListener("click", press);
  return element;
}
