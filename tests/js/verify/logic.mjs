/** The verifier's own logic, taken from the one page that is handed out. */
import { readFileSync } from "node:fs";

const PAGE = new URL("../../../src/xiangyue/web/static/verify/verify.html", import.meta.url);

/** The text of the page's script with this id. @param {string} id @returns {string} */
export function script(id) {
  const found = readFileSync(PAGE, "utf8").match(new RegExp(`<script type="module" id="${id}">([\\s\\S]*?)</script>`));
  if (!found?.[1]) throw new Error(`no script ${id}`);
  return found[1];
}

export const page = readFileSync(PAGE, "utf8");
export const logic = await import(`data:text/javascript;base64,${Buffer.from(script("logic")).toString("base64")}`);
