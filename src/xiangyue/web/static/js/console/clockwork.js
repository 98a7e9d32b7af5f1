// How long each of the six parts has taken. Pure.

/**
 * @param {{p: number, at: number}[]} parts as they were begun
 * @param {number} until the server's clock, or the moment of the end
 * @param {number} since when the lecture went on air: what was tried in the lobby before does not count
 * @returns {Map<number, number>} milliseconds by part; one that was taken up again counts all its times
 */
export function spent(parts, until, since = -Infinity) {
  const found = new Map();
  parts.forEach(({ p, at }, n) => {
    const over = n + 1 < parts.length ? parts[n + 1].at : until;
    found.set(p, (found.get(p) ?? 0) + Math.max(0, over - Math.max(at, since)));
  });
  return found;
}

/** m:ss, h:mm:ss, with the sign in front. @param {number} ms */
export function face(ms) {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const text = hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  return ms < 0 && seconds > 0 ? `-${text}` : text;
}
