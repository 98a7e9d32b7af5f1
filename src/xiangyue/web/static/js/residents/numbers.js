// What lines of lectures call this phone: the numbers by which an office finds what it left there.

const TICKET = /^xiangyue\.room\.([0-9a-z]{16})\.ticket$/;

/**
 * @param {[string, string][]} kept by the browser: names and JSON
 * @returns {{lecture: string, number: string, name: string}[]}
 */
export function numbers(kept) {
  return kept.flatMap(([key, text]) => {
    const lecture = TICKET.exec(key)?.[1];
    const ticket = lecture === undefined ? null : read(text);
    return lecture !== undefined && typeof ticket?.pseudonym === "string" ? [{ lecture, number: ticket.pseudonym, name: String(ticket.name ?? "") }] : [];
  });
}

/** @param {string} text @returns {{pseudonym?: unknown, name?: unknown} | null} */
function read(text) {
  try {
    const found = JSON.parse(text);
    return typeof found === "object" ? found : null;
  } catch {
    return null;
  }
}
