// Cheating, for whoever wants to see it fail: each changes one letter of a copy and says which.

/** @typedef {{draw: any, said: [string, string]}} Cheat */

/** Another letter of the same kind. @param {string} letter */
const another = (letter) => (letter === "1" ? "2" : "1");

/** @param {string} text @param {number} at */
const changed = (text, at) => text.slice(0, at) + another(text[at]) + text.slice(at + 1);

/** What a step says, or nothing when it has not been taken. @param {any} draw @param {string} kind */
const told = (draw, kind) => draw.steps.find((/** @type {any} */ step) => step.kind === kind)?.data;

/** A letter in the roster. @param {any} honest @param {() => number} chance @returns {Cheat | null} */
function inRoster(honest, chance) {
  const lines = honest.roster.split("\n").length - 1;
  if (lines < 1) return null;
  const draw = structuredClone(honest);
  const line = Math.floor(chance() * lines);
  const start = draw.roster.split("\n").slice(0, line).join("\n").length + (line > 0 ? 1 : 0);
  draw.roster = changed(draw.roster, start);
  return { draw, said: [`把名单第 ${line + 1} 行的头一个字改了。`, `The first letter of line ${line + 1} of the roster was changed.`] };
}

/** A winner's number. @param {any} honest @param {() => number} chance @returns {Cheat | null} */
function inWinners(honest, chance) {
  const draw = structuredClone(honest);
  const winners = told(draw, "draw_result")?.winners ?? [];
  if (winners.length === 0) return null;
  const place = Math.floor(chance() * winners.length);
  const others = draw.roster.split("\n").filter((/** @type {string} */ label) => label !== "" && label !== winners[place].label);
  winners[place].label = others[Math.floor(chance() * others.length)] ?? "0000-0000-0000";
  return { draw, said: [`把第 ${place + 1} 个中奖号码换成了别人的。`, `Winner ${place + 1} was exchanged for somebody else.`] };
}

/** One of the numbers. @param {any} honest @returns {Cheat | null} */
function inNumbers(honest) {
  const draw = structuredClone(honest);
  const said = told(draw, "draw_entropy");
  if (!said) return null;
  said.entropy = changed(said.entropy, 0);
  return { draw, said: ["把头一个随机数改了。", "The first of the numbers was changed."] };
}

/** The organiser's secret. @param {any} honest @param {() => number} chance @returns {Cheat | null} */
function inSecret(honest, chance) {
  const draw = structuredClone(honest);
  const said = told(draw, "draw_secret");
  if (!said) return null;
  said.otp = changed(said.otp, Math.floor(chance() * said.otp.length));
  return { draw, said: ["把开封的密码改了一个字。", "One letter of the opened secret was changed."] };
}

/** @type {Record<string, (honest: any, chance: () => number) => Cheat | null>} */
export const CHEATS = { roster: inRoster, winner: inWinners, numbers: inNumbers, secret: inSecret };
