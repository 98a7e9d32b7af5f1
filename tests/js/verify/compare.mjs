/** `node compare.mjs cases.json.gz`: how many reports of ours equal the ones given beside their bundles. */
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { gunzipSync } from "node:zlib";
import { logic } from "./logic.mjs";

const cases = JSON.parse(gunzipSync(readFileSync(process.argv[2] ?? "")).toString());
let agreed = 0;
for (const one of cases) {
  const { each: _each, ...report } = await logic.examine(one.bundle, one.given);
  for (const found of report.breaks) found.text = logic.sentences(found)[0];
  if (isDeepStrictEqual(report, one.report)) agreed++;
  else console.error(JSON.stringify({ ours: report.breaks, theirs: one.report.breaks, erased: [report.erased, one.report.erased], rest: [{ ...report, breaks: 0, erased: 0 }, { ...one.report, breaks: 0, erased: 0 }] }));
}
console.log(`${agreed} of ${cases.length} agree`);
