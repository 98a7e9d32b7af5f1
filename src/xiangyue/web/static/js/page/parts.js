// The parts of the page, found once. A missing one is a mistake of the template and is loud.

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function part(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return found;
}

/** @param {string} id */
export const button = (id) => part(id, HTMLButtonElement);

/** @param {string} id */
export const box = (id) => part(id, HTMLElement);

/**
 * A name the view gives the page, as `data-…` on its body.
 * @param {string} name
 */
export function given(name) {
  const value = document.body.dataset[name];
  if (value === undefined) throw new Error(`the page was not given ${name}`);
  return value;
}

/**
 * Label and picture of a key under the stage.
 * @param {HTMLButtonElement} key
 * @param {string} label
 * @param {string} icon id of a symbol in the page
 */
export function dress(key, label, icon) {
  const text = key.querySelector("span");
  if (text && text.textContent !== label) text.textContent = label;
  key.querySelector("use")?.setAttribute("href", `#${icon}`);
}
