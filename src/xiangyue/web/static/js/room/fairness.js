// What this phone can check of a draw by itself. The arithmetic comes from js/draw.

/** @import {Draw} from "../line/wire.js" */

/**
 * Whether a roster is the one that was locked; null when this phone cannot tell.
 * @param {string} roster
 * @param {Draw} draw
 * @returns {Promise<boolean | null>}
 */
export async function isLocked(roster, { sha256 }) {
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(roster));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}

/**
 * Whether roster, opened secret and public numbers give these winners; null when this phone cannot tell.
 * @param {string} _roster
 * @param {Draw} _draw
 * @returns {Promise<boolean | null>}
 */
export async function isRecomputed(_roster, _draw) {
  return null;
}
