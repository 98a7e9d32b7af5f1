// One thing noted in the street, as it lies on the phone until the house has it.

/**
 * @typedef {{id: string, name: string, type: string, size: number, taken: number, arrows: number[][], sent: boolean}} Part
 * @typedef {{id: string, name: string, type: string, size: number, seconds: number, sent: boolean}} Voice
 * @typedef {{subject?: string, name?: string, unit?: string, spot?: string}} Place a known one, or what was written
 * @typedef {{matter: string, number: string, seq?: number, state?: string,
 *   lines?: {at: number, label: string, name: string, text: string}[]}} Theirs
 * @typedef {{code: string, text: string, part?: string, theirs?: Theirs}} Asks why it waits for a person
 * @typedef {{id: string, owner: string, at: number, verb: string, status: "draft" | "ready" | "sent" | "asks",
 *   photos: Part[], inspection: string, voice: Voice | null, sentence: string, kind: string, category: string, label: string,
 *   place: Place | null, position: {lat: number, lon: number} | null, via: string, unit: string, matter: string,
 *   number: string, expected: number | null, anew: boolean, asks: Asks | null,
 *   reply: {matter: string, number: string} | null, doneAt: number}} Entry
 * @typedef {"photo" | "category" | "place" | "said"} Missing
 */

/**
 * @param {string} id its command, for good
 * @param {string} owner the account
 * @param {number} now
 * @returns {Entry}
 */
export function fresh(id, owner, now) {
  return {
    id, owner, at: now, verb: "report", status: "draft", inspection: "", photos: [], voice: null, sentence: "", kind: "", category: "",
    label: "", place: null, position: null, via: "", unit: "", matter: "", number: "", expected: null, anew: false,
    asks: null, reply: null, doneAt: 0,
  };
}

/** Whether something was found, and not done to a matter: reported, or of a sealed inspection. @param {Entry} entry */
export const isFound = ({ verb }) => verb === "report" || verb === "finding";

/**
 * What it still needs before it can be sent.
 * @param {Entry} entry
 * @param {boolean} needsPhoto as its category says
 * @returns {Missing | null}
 */
export function missing(entry, needsPhoto) {
  const said = entry.sentence.trim() !== "" || entry.voice !== null;
  if (!isFound(entry)) return entry.verb === "accept" || said ? null : "said";
  if (!said && entry.photos.length === 0) return "said";
  if (entry.category === "") return "category";
  if (entry.place === null || (entry.verb === "finding" && !entry.place.subject)) return "place";
  return needsPhoto && entry.photos.length === 0 ? "photo" : null;
}

/**
 * As the house reads it.
 * @param {Entry} entry
 * @param {string} spoken what stands for a sentence that was only recorded
 */
export function spelled(entry, spoken) {
  const sentence = entry.sentence.trim();
  const sent = {
    command: entry.id,
    verb: entry.verb,
    sentence: entry.verb !== "report" && sentence === "" && entry.voice ? spoken : sentence,
    photos: entry.photos.map(({ id, arrows }) => ({ command: id, arrows })),
    ...(entry.voice ? { voice: entry.voice.id } : {}),
  };
  const known = { kind: entry.kind, category: entry.category, via: entry.via, unit: entry.unit, found: entry.at };
  const where = { subject: entry.place?.subject ?? "", spot: entry.place?.spot ?? "", ...(entry.position ?? {}) };
  if (entry.verb === "report") return { ...sent, ...known, ...where, anew: entry.anew };
  if (entry.verb === "finding") return { ...sent, ...known, ...where, inspection: entry.inspection };
  if (entry.verb === "find-again") return { ...sent, ...known, ...where, matter: entry.matter };
  return { ...sent, matter: entry.matter, ...(entry.expected === null ? {} : { expected: entry.expected }) };
}

/**
 * Everything that has to be uploaded for it.
 * @param {Entry} entry
 * @returns {(Part | Voice)[]}
 */
export const parts = (entry) => (entry.voice ? [...entry.photos, entry.voice] : entry.photos);

/**
 * The same without one of its photos, ready to go.
 * @param {Entry} entry
 * @param {string} part
 * @returns {Entry}
 */
export function without(entry, part) {
  const voice = entry.voice?.id === part ? null : entry.voice;
  return { ...entry, voice, photos: entry.photos.filter(({ id }) => id !== part), asks: null, status: "ready" };
}
