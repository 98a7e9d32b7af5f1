// The service worker of the capture page. It keeps the page's own files and nothing else: no list, no answer, no photo.
// The house puts `SHELL` (addresses) and `VERSION` in front of this text.

const keeper = /** @type {any} */ (self);
const NAME = `street-${keeper.VERSION}`;

keeper.addEventListener("install", (/** @type {any} */ event) => {
  const fresh = keeper.SHELL.map((/** @type {string} */ address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(fresh)).then(() => keeper.skipWaiting()));
});

keeper.addEventListener("activate", (/** @type {any} */ event) => {
  const old = (/** @type {string} */ name) => name.startsWith("street-") && name !== NAME;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => keeper.clients.claim()),
  );
});

keeper.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== keeper.location.origin) return;
  if (!keeper.SHELL.includes(address.pathname)) return;
  // From the phone first: the page opens at once where there is no network, and a new worker brings a new page.
  event.respondWith(caches.open(NAME).then((kept) => kept.match(address.pathname)).then((found) => found ?? fetch(request)));
});
