// "Remind me" in this browser: asks its owner, subscribes, and hands the subscription in. Without push it stays hidden.

const place = document.querySelector("[data-push]");
if (place instanceof HTMLElement && "serviceWorker" in navigator && "PushManager" in window) {
  place.hidden = false;
  place.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void remind(place, /** @type {HTMLFormElement} */ (event.target));
  });
}

/**
 * @param {HTMLElement} box
 * @param {HTMLFormElement} form
 */
async function remind(box, form) {
  const said = /** @type {HTMLElement} */ (box.querySelector("[data-push-said]"));
  const subscription = await subscribe(box.dataset.worker ?? "", box.dataset.key ?? "").catch(() => null);
  if (!subscription) {
    said.textContent = box.dataset.no ?? "";
    return;
  }
  const words = new FormData(form);
  const keys = subscription.toJSON().keys ?? {};
  words.set("endpoint", subscription.endpoint);
  words.set("p256dh", keys.p256dh ?? "");
  words.set("auth", keys.auth ?? "");
  try {
    const answer = await fetch(form.action, { method: "POST", body: words, headers: { Accept: "application/json" } });
    const told = await answer.json();
    said.textContent = told.said ?? told.error?.text ?? "";
    if (told.end) showEnd(box, form, told.end);
  } catch {
    said.textContent = box.dataset.lost ?? "";
  }
}

/**
 * @param {HTMLElement} box
 * @param {HTMLFormElement} form
 * @param {string} address
 */
function showEnd(box, form, address) {
  const end = /** @type {HTMLElement} */ (box.querySelector("[data-push-end]"));
  /** @type {HTMLAnchorElement} */ (end.querySelector("a")).href = new URL(address).pathname;
  end.hidden = false;
  form.hidden = true;
}

/**
 * @param {string} worker
 * @param {string} key
 */
async function subscribe(worker, key) {
  const registration = await navigator.serviceWorker.register(worker);
  // A worker that is being installed cannot be subscribed with yet; `ready` would wait for this page's own scope.
  const installing = registration.installing ?? registration.waiting;
  if (!registration.active && installing) {
    await new Promise((done) => installing.addEventListener("statechange", () => registration.active && done(null)));
  }
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}
