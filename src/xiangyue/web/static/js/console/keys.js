// What a key means on the console. Pure.

/** @typedef {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean, repeat?: boolean}} Stroke */
/** @typedef {"next" | "silence" | "cover" | "keys" | "back" | "forward" | `part-${number}`} Deed */

/** @type {Record<string, Deed>} */
const DEEDS = { " ": "next", n: "next", m: "silence", c: "cover", "?": "keys", "？": "keys", arrowleft: "back", arrowright: "forward" };

/**
 * A key that is held down is one press; where somebody types, keys are letters; on a button Space presses that button.
 * @param {Stroke} stroke
 * @param {"text" | "button" | ""} focus what has the keyboard
 * @returns {Deed | null}
 */
export function deed({ key, ctrlKey, metaKey, altKey, repeat }, focus) {
  if (ctrlKey || metaKey || altKey || repeat || focus === "text") return null;
  if (focus === "button" && key === " ") return null;
  if (/^[1-6]$/.test(key)) return `part-${Number(key)}`;
  return DEEDS[key.toLowerCase()] ?? null;
}

/** @param {EventTarget | null} target @returns {"text" | "button" | ""} */
export function focusOf(target) {
  if (!(target instanceof HTMLElement)) return "";
  if (target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])")) return "text";
  return target.closest("button, a, summary, input, video") ? "button" : "";
}
