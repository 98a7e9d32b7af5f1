// What else speaks for a draw than its own file: the lecture's public line, and what this phone was shown before.
// A file can be made to fit itself; these two cannot be made to fit it.

/** @import {Step} from "./document.js" */
/** @import {Check} from "./proof.js" */

/**
 * What the line tells of it, as the fold of its segments (`state.draws`).
 * @param {Record<string, any>[]} draws
 * @param {Step[]} steps of the file
 * @returns {Check[]} one, or none when the line does not know the draw
 */
export function againstLine(draws, steps) {
  const told = draws.find(({ i }) => i === steps[0].seq);
  if (told === undefined) return [];
  const other = steps.find(({ seq, data }) => seq > 0 && Object.entries(data).some(([name, value]) => name !== "i" && !same(told[name], value)));
  return [{ code: "line", ok: other === undefined, step: other?.kind ?? "" }];
}

/**
 * What this phone saw: the first time it is noted, afterwards it is compared.
 * @param {Record<string, any> | null} seen data by kind of step
 * @param {Step[]} steps of the file
 * @returns {{seen: Record<string, any>, checks: Check[]}}
 */
export function againstMemory(seen, steps) {
  const before = seen ?? {};
  const known = steps.filter(({ kind }) => kind in before);
  const gone = Object.keys(before).find((kind) => !steps.some((step) => step.kind === kind));
  const other = known.find(({ kind, data }) => !same(before[kind], data))?.kind ?? gone;
  const fresh = Object.fromEntries(steps.map(({ kind, data }) => [kind, data]));
  const checks = known.length > 0 || gone !== undefined ? [{ code: "memory", ok: other === undefined, step: other ?? "" }] : [];
  return { seen: { ...fresh, ...before }, checks };
}

/** The same JSON, whatever the order of its keys. @param {any} one @param {any} other @returns {boolean} */
function same(one, other) {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) return one === other;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => same(one[name], other[name]));
}
