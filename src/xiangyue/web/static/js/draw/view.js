// The findings on a page. `languages`: ["zh"], ["en"], or both on the page that is kept at home.

import { sentence, verdict } from "./words.js";
/** @import {Report} from "./proof.js" */

/** @type {Record<Report["verdict"], [string, string]>} what the stamp says */
const STAMPS = { fair: ["属实", "fair"], bare: ["号码属实", "numbers"], broken: ["有假", "false"], void: ["作废", "void"], unfinished: ["未完", "open"] };

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A sentence in the languages wanted, the second beneath the first. @param {[string, string]} texts @param {string[]} languages */
export function spoken([chinese, english], languages) {
  if (!languages.includes("en")) return [chinese];
  return languages.includes("zh") ? [chinese, element("span", { lang: "en" }, english)] : [english];
}

/** @param {HTMLElement} section emptied and filled @param {Report} report @param {string[]} languages */
export function showReport(section, report, languages) {
  const bad = report.checks.filter(({ ok }) => !ok);
  section.className = `report ${report.verdict}`;
  section.replaceChildren(stamped(report, languages), listed([...bad, ...report.checks.filter(({ ok }) => ok)], languages));
  section.hidden = false;
}

/**
 * Beside the buttons by which one cheats: what was changed, and what became of it, without a way back up the page.
 * @param {HTMLElement} place emptied and filled @param {[string, string]} said @param {Report} report @param {string[]} languages
 */
export function showCheat(place, said, report, languages) {
  const bad = report.checks.filter(({ ok }) => !ok);
  const found = element("div", { class: `report ${report.verdict}` }, stamped(report, languages), listed(bad, languages));
  place.replaceChildren(element("p", {}, ...spoken(said, languages)), found);
}

/** @param {Report} report @param {string[]} languages */
function stamped(report, languages) {
  const stamp = STAMPS[report.verdict][languages[0] === "en" ? 1 : 0];
  return element("p", { class: "verdict" }, element("span", { class: "mark", "aria-hidden": "true" }, stamp), element("strong", {}, ...spoken(verdict(report), languages)));
}

/** @param {Report["checks"]} checks @param {string[]} languages */
function listed(checks, languages) {
  const lines = checks.map((check) => element("li", { class: check.ok ? "holds" : "fails" }, ...spoken(sentence(check), languages)));
  return element("ul", { class: "findings" }, ...lines);
}
