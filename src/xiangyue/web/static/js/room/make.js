// Elements of the page, written short.

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | ((event: Event) => void)>} [given] attributes; `onclick` and the like listen;
 *   false leaves an attribute away
 * @param {...(Node | string | null | false)} inside
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, given = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...inside.filter((one) => one !== null && one !== false));
  return element;
}
