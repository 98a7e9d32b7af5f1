// What this phone remembers. Private windows and some WebViews refuse storage: then it lasts as long as the page.

/** @typedef {{get: (key: string) => any, set: (key: string, value: unknown) => void}} Store */

/**
 * A store whose names all begin alike.
 * @param {string} prefix
 * @returns {Store}
 */
export function storeOf(prefix) {
  /** @type {Map<string, unknown>} */
  const memory = new Map();
  return {
    get(key) {
      try {
        const kept = localStorage.getItem(prefix + key);
        if (kept !== null) return JSON.parse(kept);
      } catch {
        // Refused, or not written by us: what the page itself remembers holds.
      }
      return memory.get(key) ?? null;
    },
    set(key, value) {
      memory.set(key, value);
      try {
        if (value === null) localStorage.removeItem(prefix + key);
        else localStorage.setItem(prefix + key, JSON.stringify(value));
      } catch {
        // Refused or full.
      }
    },
  };
}
