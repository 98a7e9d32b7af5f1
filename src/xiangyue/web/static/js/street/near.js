// What is near, and what is meant: pure, over the lists the phone took along.

/** @typedef {[id: string, name: string, address: string, type: string, unit: string, lat: number, lon: number, datum: string]} Spot */
/** @typedef {[code: string, name: string, closing: string, radius: number, needsPhoto: boolean, field?: string]} Category */
/** @typedef {{code: string, name: string, via: string[], categories: Category[]}} Kind */
/** @typedef {{kind: Kind, category: Category}} Choice */

const EARTH_M = 6_371_009;

/**
 * Metres along the ground between two points in degrees.
 * @param {number} lat @param {number} lon @param {number} toLat @param {number} toLon
 */
export function metres(lat, lon, toLat, toLon) {
  const radian = Math.PI / 180;
  const up = ((toLat - lat) * radian) / 2;
  const across = ((toLon - lon) * radian) / 2;
  const half = Math.sin(up) ** 2 + Math.cos(lat * radian) * Math.cos(toLat * radian) * Math.sin(across) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/**
 * The nearest places. A phone measures in WGS-84; what was measured in another system is never compared.
 * @param {Spot[]} places @param {{lat: number, lon: number}} at @param {number} most
 * @returns {{place: Spot, away: number}[]}
 */
export function nearest(places, at, most) {
  const measured = places
    .filter((place) => place[7] === "WGS84")
    .map((place) => ({ place, away: metres(at.lat, at.lon, place[5] / 1e6, place[6] / 1e6) }));
  return measured.sort((one, other) => one.away - other.away).slice(0, most);
}

/**
 * Those that have every word somewhere, in their given order.
 * @template T @param {T[]} all @param {string} asked @param {(one: T) => string} text
 */
export function matching(all, asked, text) {
  const wanted = asked.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  for (const one of all) {
    const said = text(one).toLowerCase();
    if (wanted.every((word) => said.includes(word))) found.push(one);
  }
  return found;
}

/**
 * Those that share two letters in a row with what is asked, the most alike first: for who calls a thing by another name.
 * @template T @param {T[]} all @param {string} asked @param {(one: T) => string} text @returns {T[]}
 */
export function alike(all, asked, text) {
  const said = asked.toLowerCase().replace(/\s+/g, "");
  const pairs = [...new Set(Array.from({ length: Math.max(0, said.length - 1) }, (_, at) => said.slice(at, at + 2)))];
  const shared = (/** @type {T} */ one) => pairs.filter((pair) => text(one).toLowerCase().includes(pair)).length;
  return all
    .map((one) => ({ one, n: shared(one) }))
    .filter(({ n }) => n > 0)
    .sort((left, right) => right.n - left.n)
    .map(({ one }) => one);
}

/**
 * Every category somebody may report in one capacity, those used last first.
 * @param {Kind[]} kinds @param {string} via @param {string[]} recent as `kind/category`
 * @returns {Choice[]}
 */
export function choices(kinds, via, recent) {
  const all = kinds
    .filter((kind) => kind.via.includes(via))
    .flatMap((kind) => byField(kind.categories).map((category) => ({ kind, category })));
  const rank = (/** @type {Choice} */ one) => recent.indexOf(named(one));
  const used = all.filter((one) => rank(one) >= 0).sort((one, other) => rank(one) - rank(other));
  return [...used, ...all.filter((one) => rank(one) < 0)];
}

/**
 * Each field of work in one piece, in the order in which the table first names it: no head stands twice.
 * @param {Category[]} categories
 */
function byField(categories) {
  const fields = [...new Set(categories.map((one) => one[5] ?? ""))];
  return fields.flatMap((field) => categories.filter((one) => (one[5] ?? "") === field));
}

/** @param {Choice} choice */
export const named = ({ kind, category }) => `${kind.code}/${category[0]}`;

/** @param {string[]} recent @param {string} name @param {number} most */
export const remembered = (recent, name, most) => [name, ...recent.filter((one) => one !== name)].slice(0, most);
