// What the page needs of the browser it lives in: that it opens without a network, and that nothing is swept away.

import { words } from "./words.js";

/** Keeps the page itself on the phone. @param {string} worker */
export async function keepPage(worker) {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(worker).catch(() => undefined);
}

/** WeChat's browser empties its storage when WeChat cleans up. */
export const isWeChat = () => /MicroMessenger/i.test(navigator.userAgent);

/** Offers to ask the browser to keep what is stored, where it has not promised yet. @param {HTMLElement} box @param {(text: string) => void} say */
export async function offerToKeep(box, say) {
  const storage = navigator.storage;
  if (!storage?.persist || (await storage.persisted())) return;
  box.hidden = false;
  box.querySelector("button")?.addEventListener(
    "click",
    async () => {
      say((await storage.persist()) ? words.keptForGood : words.notForGood);
      box.hidden = true;
    },
    { once: true },
  );
}
