// Locking a plan: AES-GCM under a key that lives in the page's memory only, and cannot be read out of it again.

/** @param {string} hex @returns {Promise<CryptoKey>} */
export function keyOf(hex) {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** @param {CryptoKey} key @param {string} name what it belongs to @param {unknown} plan
 *  @returns {Promise<{iv: Uint8Array, data: ArrayBuffer}>} */
export async function lock(key, name, plan) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const more = new TextEncoder().encode(name);
  const data = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: more }, key, new TextEncoder().encode(JSON.stringify(plan)),
  );
  return { iv, data };
}

/** @param {CryptoKey} key @param {string} name @param {{iv: Uint8Array, data: ArrayBuffer}} box @returns {Promise<any>} */
export async function open(key, name, { iv, data }) {
  const more = new TextEncoder().encode(name);
  const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(iv), additionalData: more }, key, data);
  return JSON.parse(new TextDecoder().decode(bytes));
}
