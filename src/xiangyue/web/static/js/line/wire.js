// What travels on a lecture's line, as types, and the one way to ask for it.

/**
 * @typedef {{i: number, k: string, o?: number, m?: number, d?: Record<string, any>, s?: string, leaf?: string}} Event
 * @typedef {{v: number, n: number, at: number, t: number, prev: string, hash: string, ev: Event[], sampled?: number, last?: boolean}} Segment
 * @typedef {{phase: string, title: string, studio: string, likes: number, said: number,
 *   viewers: {now: number, total: number}, notice: string, silence: boolean, slow: number,
 *   media: {state: string, since?: number}, recent: any[], redacted: number[], lead: string, parts: Part[],
 *   slides: Slide[], cover: {i: number, on: boolean, text: string}, review: boolean, questions: Question[],
 *   polls: Poll[], items: Item[], draws: Draw[]} & Record<string, any>} State
 * @typedef {{i: number, p: number, title: string, m: number | null, at: number}} Part
 * @typedef {{i: number, deck: string, n: number, pages: number, src: string, alt: string, m: number | null}} Slide
 * @typedef {{i: number, name: string, text: string, state: "approved" | "live" | "answered", up: number, answer: string,
 *   unit: string, at: number}} Question
 * @typedef {{i: number, text: string, options: string[], multi: boolean, most: number, shown: boolean, open: boolean,
 *   counts: number[], voters: number, m: number | null}} Poll counts is empty until a result is public
 * @typedef {{i: number, no: number, kind: "single" | "multiple" | "truefalse" | "order" | "number", text: string,
 *   options: string[], unit: string, s: number, commit: string, m: number | null, until: number,
 *   answer: number[] | string | null, salt: string, why: string, answered: number | null, right: number | null,
 *   counts: number[]}} Item answer is null until it is revealed; until is the server's time, in ms
 * @typedef {{i: number, step: "rules" | "roster" | "secret" | "entropy" | "result" | "void", title: string, text: string,
 *   prizes: {name: string, count: number}[], eligible: string, sources: string[], algorithm: string, commit: string,
 *   n: number, sha256: string, count: number, url: string, otp: string, entropy: string, by: string[],
 *   winners: {label: string, prize: number, pos: string}[], substitutes: string[], reason: string}} Draw
 * @typedef {{base: string, renditions: string[], state: string}} Media
 * @typedef {{v: number, lecture: string, epoch: number, head: number, tick_ms: number, snapshot: number | null,
 *   since: Segment[], server_ms: number, mode: "hold" | "clocked", phase: string, ended: boolean,
 *   started_ms: number, media: Media}} Head
 * @typedef {{v: number, k: number, n: number, state: State}} Snapshot
 * @typedef {{v: number, i: number, from: number, to: number, segments: Segment[]}} Block
 * @typedef {(url: string, init?: RequestInit) => Promise<Response>} Fetch
 */

/** An answer that was not 200. */
export class Unanswered extends Error {
  /** @param {number} status HTTP status; 0 when no answer came */
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

/**
 * One JSON document. No credentials: what everybody reads is the same for everybody, so that caches may keep it.
 * @param {Fetch} fetch
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<any>} Throws `Unanswered`, or what `fetch` throws.
 */
export async function read(fetch, url, signal) {
  const response = await fetch(url, { credentials: "omit", signal });
  if (response.status !== 200) throw new Unanswered(response.status);
  return response.json();
}
