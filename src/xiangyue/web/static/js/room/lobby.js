// How long until it begins, in words.

import { words } from "./words.js";

/**
 * @param {number} left milliseconds until the planned start; negative when it has passed
 */
export function countdown(left) {
  if (left <= 0) return words.late;
  const seconds = Math.ceil(left / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return words.inDays(Math.floor(hours / 24), hours % 24);
  if (hours >= 1) return words.inHours(hours, minutes % 60);
  return words.inMinutes(minutes, String(seconds % 60).padStart(2, "0"));
}
