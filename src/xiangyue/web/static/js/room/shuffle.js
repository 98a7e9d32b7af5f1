// In which order this viewer sees the options of a question: another than the neighbour, the same after a reload.

/**
 * A permutation of 0..count-1 made from a seed (Fisher and Yates; FNV-1a and Mulberry32 for chance enough).
 * @param {number} count
 * @param {string} seed
 */
export function shuffled(count, seed) {
  const order = Array.from({ length: count }, (_, n) => n);
  let state = 0x811c9dc5;
  for (const letter of seed) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  for (let last = count - 1; last > 0; last -= 1) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const other = ((mixed ^ (mixed >>> 14)) >>> 0) % (last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** A, B, C, … as shown. @param {number} place */
export const letter = (place) => String.fromCharCode(65 + place);
