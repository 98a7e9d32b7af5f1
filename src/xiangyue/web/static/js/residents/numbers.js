// What lines of lectures call this phone: the numbers by which an office finds what it left there.

const TICKET = /^xiangyue\.room\.([0-9a-z]{16})\.ticket$/;

/**
 * @param {[string, string][]} kept by the browser: names and JSON
 * @returns {{lecture: string, title: string, number: string, name: string}[]} no title where none was kept
 */
export function numbers(kept) {
  const all = new Map(kept);
  return kept.flatMap(([key, text]) => {
    const lecture = TICKET.exec(key)?.[1];
    const ticket = lecture === undefined ? null : read(text);
    if (lecture === undefined || typeof ticket?.pseudonym !== "string") return [];
    const title = read(all.get(`xiangyue.room.${lecture}.title`) ?? "");
    return [{ lecture, title: typeof title === "string" ? title : "", number: ticket.pseudonym, name: String(ticket.name ?? "") }];
  });
}

/** @param {string} text @returns {any} */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
