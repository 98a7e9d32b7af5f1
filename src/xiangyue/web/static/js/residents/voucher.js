// What verification left on this phone: one voucher for all lectures. Whoever reads a page of it learns no number.

import { storeOf } from "../page/store.js";

const store = storeOf("xiangyue.");

/** @returns {string} "" while nobody has verified here */
export function held() {
  const kept = store.get("voucher");
  return typeof kept === "string" ? kept : "";
}

/** @param {string} voucher */
export function keep(voucher) {
  store.set("voucher", voucher);
}

/** The phone forgets; verifying again brings the same person back. */
export function drop() {
  store.set("voucher", null);
}
