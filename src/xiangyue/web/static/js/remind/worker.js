// The service worker of reminders: shows the note, and opens the lecture when it is tapped. It keeps nothing.

const worker = /** @type {any} */ (self);

worker.addEventListener("push", (/** @type {any} */ event) => {
  const note = event.data ? event.data.json() : { title: "", body: "" };
  const [first] = String(note.body).split("\n");
  const address = /https?:\/\/\S+/.exec(note.body)?.[0] ?? "/";
  event.waitUntil(worker.registration.showNotification(note.title, { body: first, data: { address }, tag: address }));
});

worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(event.notification.data.address));
});
