// Asking the house, in JSON, never kept by a cache. Without a net the status is 0.

/** @param {string} address @param {"GET" | "POST"} [method] @param {string} [token] of the page's form
 *  @returns {Promise<{status: number, body: any}>} */
export async function ask(address, method = "GET", token = "") {
  try {
    const answer = await fetch(address, {
      method, cache: "no-store", redirect: "manual", credentials: "same-origin",
      headers: { Accept: "application/json", ...(token ? { "X-CSRFToken": token } : {}) },
    });
    const json = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { status: answer.status, body: json ? await answer.json() : null };
  } catch {
    return { status: 0, body: null };
  }
}
