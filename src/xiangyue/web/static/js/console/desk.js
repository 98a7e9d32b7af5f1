// What has been said and done, as directors see it: the fold of the feed that the console asks for each second. Pure.
// What a sentence is follows from the acts on it; whether it still waits is the line's own word.

/**
 * @typedef {{i: number, k: string, at: number, d: Record<string, any>, by?: string, who?: string, net?: string,
 *   word?: string, level?: string}} Row
 * @typedef {{version: number, phase: string, at: number, delay_s: number, review: boolean, silence: boolean,
 *   waiting: number[], muted?: Record<string, number>, nets?: number, words?: number}} Facts
 * @typedef {{desk: Facts, rows: Row[], names: Record<string, string>, last: number, more: boolean, me: string,
 *   server_ms: number}} Feed
 * @typedef {"public" | "waiting" | "passed" | "refused" | "redacted" | "sampled" | "held" | "released" | "new" | "taken" | "declined" | "erased"} Status
 * @typedef {{i: number, kind: "say" | "held" | "ask", at: number, name: string, text: string, who: string, net: string,
 *   word: string, level: string, by: string, status: Status, judge: string, reason: string}} Sentence `judge` who decided
 * @typedef {{i: number, k: string, at: number, by: string, d: Record<string, any>}} Act
 * @typedef {{facts: Facts | null, said: Map<number, Sentence>, acts: Act[], last: number, names: Record<string, string>}} Desk
 */

const KEPT = 600; // sentences; older ones are in the replay
const ACTS = 300;

/** Acts that change what everybody watches: two directors must not do them against each other. */
export const SHOW = new Set([
  "phase", "part", "slide", "poll", "poll_close", "quiz_item", "quiz_reveal", "question",
  "draw_rules", "draw_roster", "draw_secret", "draw_entropy", "draw_result", "draw_void",
]);

/** Acts that everybody's segments carry, so that the public state shows them. */
export const PUBLIC = new Set([...SHOW, "notice", "silence", "slow", "review", "cover"]);

/** @type {Set<string>} what only says something about sentences, not about the show */
const QUIET = new Set(["pass", "refused", "verdict", "sampled", "redact", "media", "epoch"]);

/** @returns {Desk} before anything is known */
export function fresh() {
  return { facts: null, said: new Map(), acts: [], last: 0, names: {} };
}

/**
 * The desk after one more answer of the feed. The desk before is not changed.
 * @param {Desk} before
 * @param {Feed} feed
 * @returns {Desk}
 */
export function folded(before, feed) {
  const said = new Map(before.said);
  const acts = [...before.acts];
  for (const row of feed.rows) {
    if (row.i <= before.last) continue; // told twice
    if (["say", "held", "ask"].includes(row.k)) said.set(row.i, sentence(row));
    else {
      touch(said, row);
      if (!QUIET.has(row.k)) acts.push({ i: row.i, k: row.k, at: row.at, by: row.by ?? "", d: row.d });
    }
  }
  wait(said, feed.desk);
  for (const i of said.keys()) {
    if (said.size <= KEPT) break;
    const { status } = /** @type {Sentence} */ (said.get(i));
    if (!["waiting", "held", "new"].includes(status)) said.delete(i);
  }
  return { facts: feed.desk, said, acts: acts.slice(-ACTS), last: feed.last, names: { ...before.names, ...feed.names } };
}

/** @param {Row} row @returns {Sentence} */
function sentence(row) {
  const kind = /** @type {"say" | "held" | "ask"} */ (row.k);
  const status = kind === "held" ? "held" : kind === "ask" ? "new" : "public";
  return {
    i: row.i, kind, at: row.at, name: row.d.name ?? "", text: row.d.text ?? "", who: row.who ?? "", net: row.net ?? "",
    word: row.word ?? "", level: row.level ?? "", by: row.by ?? "", status, judge: "", reason: "",
  };
}

/** What an act says about a sentence. @param {Map<number, Sentence>} said @param {Row} row */
function touch(said, row) {
  const judge = { judge: row.by ?? "", reason: row.d.reason ?? "" };
  switch (row.k) {
    case "pass":
      return change(said, row.d.i, { status: "passed", ...judge });
    case "refused":
      return change(said, row.d.i, { status: "refused", ...judge });
    case "redact":
      return change(said, row.d.i, { status: "redacted", ...judge });
    case "verdict":
      return change(said, row.d.i, { status: row.d.passed ? "released" : "refused", ...judge });
    case "sampled":
      for (const i of row.d.seqs) change(said, i, { status: "sampled" });
      return;
    case "question":
      if (row.d.i) change(said, row.d.i, { status: row.d.state === "declined" ? "declined" : "taken", judge: row.by ?? "" });
      return;
    case "epoch":
      for (const i of row.d.erased) change(said, i, { status: "erased", name: "", text: "" });
  }
}

/** @param {Map<number, Sentence>} said @param {number} i @param {Partial<Sentence>} what */
function change(said, i, what) {
  const one = said.get(i);
  if (one) said.set(i, { ...one, ...what });
}

/** Which sentences are not public yet. @param {Map<number, Sentence>} said @param {Facts} facts */
function wait(said, { waiting }) {
  const still = new Set(waiting);
  for (const [i, one] of said) {
    if (one.kind !== "say") continue;
    if (still.has(i) && one.status === "public") said.set(i, { ...one, status: "waiting" });
    if (!still.has(i) && (one.status === "waiting" || one.status === "passed")) said.set(i, { ...one, status: "public" });
  }
}

/**
 * What waits for a moderator, the longest first. Sentences that leave by themselves after two seconds are no task.
 * @param {Desk} desk
 * @returns {Sentence[]}
 */
export function queue({ said, facts }) {
  const reviewed = facts !== null && facts.review;
  return [...said.values()].filter(
    ({ status }) => status === "held" || status === "new" || (status === "waiting" && reviewed),
  );
}

/**
 * What people said, in its order. What waits stands above; what a word held and somebody let out is said again under a
 * number of its own, and stands there, with who let it out.
 * @param {Desk} desk
 * @returns {Sentence[]}
 */
export function stream(desk) {
  const waiting = new Set(queue(desk).map(({ i }) => i));
  /** @type {Map<string, Sentence>} */
  const freed = new Map();
  const words = (/** @type {Sentence} */ { who, name, text }) => JSON.stringify([who, name, text]);
  const shown = [];
  for (const one of desk.said.values()) {
    if (one.status === "released") freed.set(words(one), one);
    else if (one.kind !== "ask" && !waiting.has(one.i)) {
      const held = one.kind === "say" && one.status === "public" ? freed.get(words(one)) : undefined;
      if (held) freed.delete(words(one));
      shown.push(held ? { ...one, status: /** @type {Status} */ ("released"), judge: held.judge } : one);
    }
  }
  return shown;
}

/** How often somebody, or somebody's network, is in what this page knows. @param {Desk} desk @param {Sentence} one */
export function seen({ said }, one) {
  let [who, net] = [0, 0];
  for (const other of said.values()) {
    if (one.who !== "" && other.who === one.who) who += 1;
    if (one.net !== "" && other.net === one.net) net += 1;
  }
  return { who, net };
}

/**
 * Whether the public state shows everything that directors have done: only then is a step worked out from it still true.
 * @param {Desk} desk
 * @param {{seen: number, at: number}} line the greatest number in the segments read, and when the last was sealed
 */
export function inStep({ acts, facts }, line) {
  if (facts === null) return false;
  for (let n = acts.length - 1; n >= 0; n -= 1) {
    const act = acts[n];
    if (PUBLIC.has(act.k)) return act.i <= line.seen || act.at + SETTLED_MS < line.at;
  }
  return true;
}

const SETTLED_MS = 3_000; // a control event is sealed within a tick

/**
 * What somebody else did to the show behind a number, the last of it: why a press was refused.
 * @param {Desk} desk
 * @param {number} after
 * @param {string} me
 */
export function meanwhile({ acts }, after, me) {
  return acts.filter(({ i, k, by }) => i > after && by !== me && SHOW.has(k)).at(-1) ?? null;
}
