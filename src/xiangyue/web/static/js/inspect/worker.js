// The service worker of the carried plans. It keeps the page's own files and nothing else.
// The house puts `SHELL` (addresses) and `VERSION` in front of this text.

const frame = /** @type {any} */ (self);
const PLANS = `inspect-${frame.VERSION}`;

frame.addEventListener("install", (/** @type {any} */ event) => {
  const fresh = frame.SHELL.map((/** @type {string} */ address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(PLANS).then((kept) => kept.addAll(fresh)).then(() => frame.skipWaiting()));
});

frame.addEventListener("activate", (/** @type {any} */ event) => {
  const old = (/** @type {string} */ name) => name.startsWith("inspect-") && name !== PLANS;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => frame.clients.claim()),
  );
});

frame.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== frame.location.origin) return;
  if (!frame.SHELL.includes(address.pathname)) return;
  // The network first, for a new page; without a net what the phone keeps.
  event.respondWith(fetch(request).catch(() => caches.open(PLANS).then((kept) => kept.match(address.pathname))));
});
