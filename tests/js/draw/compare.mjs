/** `node compare.mjs cases.json.gz`: how many reports of ours equal the ones given beside their draws. */
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { gunzipSync } from "node:zlib";
import { NotADraw } from "../../../src/xiangyue/web/static/js/draw/document.js";
import { examine } from "../../../src/xiangyue/web/static/js/draw/proof.js";

const cases = JSON.parse(gunzipSync(readFileSync(process.argv[2] ?? "")).toString());
let agreed = 0;
for (const { draw, report } of cases) {
  const ours = await examine(draw).catch((error) => {
    if (error instanceof NotADraw) return null;
    throw error;
  });
  if (isDeepStrictEqual(ours, report)) agreed++;
  else console.error(JSON.stringify({ ours, theirs: report, draw: { ...draw, roster: draw.roster.length } }));
}
console.log(`${agreed} of ${cases.length} agree`);
