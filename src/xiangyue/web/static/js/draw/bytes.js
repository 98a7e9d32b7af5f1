// Text and hex as bytes, and back.

const utf8Encoder = new TextEncoder();

/** @param {string} text */
export const utf8 = (text) => utf8Encoder.encode(text);

/** @param {Uint8Array} bytes */
export const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The bytes of a hex text that was checked. @param {string} hex */
export const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
