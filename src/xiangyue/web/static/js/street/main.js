// 随手记: puts the page together. The shelf is the truth; what is on the screen follows it.

import { Shelf } from "../inspect/shelf.js";
import { Compose } from "./compose.js";
import { Ghost } from "./ghost.js";
import { isWeChat, keepPage, offerToKeep } from "./house.js";
import { Outbox } from "./outbox.js";
import { show } from "./shelf.js";
import { Store } from "./store.js";
import { show as todo } from "./todo.js";
import { OtherAccount, SignIn, Unreachable, Wire } from "./wire.js";
import { words } from "./words.js";
/** @import {Entry} from "./entry.js" */
/** @import {Lists} from "./compose.js" */

const page = /** @type {HTMLElement} */ (document.querySelector("[data-street]"));
/** @param {string} name @returns {any} */
const part = (name) => /** @type {any} */ (page.querySelector(`[data-${name}]`));
const line = /** @type {HTMLElement} */ (part("line"));
const said = /** @type {HTMLElement} */ (part("said"));
const { lists: at = "", uploads = "", commands = "", worker = "", matter: address = "" } = page.dataset;

/** @param {string} text */
function say(text) {
  said.textContent = text;
  said.hidden = text === "";
}

/** @type {() => void} */
let wake = () => undefined;
const pause = (/** @type {number} */ ms) =>
  /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, ms + 500);
    })
  );

/** The sealed plans that this phone holds, by name and time; what is in them stays locked. */
async function plans() {
  try {
    const held = await (await Shelf.open()).all();
    return held.filter(({ wipeAt }) => wipeAt > Date.now());
  } catch {
    return []; // a browser without such a shelf carries no plan
  }
}

/** @param {Store} store */
async function open(store) {
  const wire = new Wire((url, options) => fetch(url, options), { lists: at, uploads, commands });
  const outbox = new Outbox({
    shelf: store, wire, pause, changed: () => void follow(), now: () => Date.now(), random: Math.random, spoken: words.voiceOnly,
  });
  const compose = new Compose(page, { keep, say, remember: (recent) => void store.keep(`recent/${outbox.owner}`, recent) });
  const ghost = new Ghost(page, (file) => void compose.photos.add([file]), say);
  let signedIn = true;

  /** @param {Entry} entry @param {{id: string, blob: Blob}[]} blobs */
  async function keep(entry, blobs) {
    try {
      await store.put(entry, blobs);
    } catch {
      say(words.full);
      return false;
    }
    void offerToKeep(part("persist"), say);
    await follow();
    void outbox.run();
    return true;
  }

  const acts = {
    put: (/** @type {Entry} */ entry) => void keep(entry, []),
    drop: (/** @type {Entry} */ entry) => void store.drop(entry).then(follow),
    edit: (/** @type {Entry} */ entry) => {
      void compose.edit(entry, (id) => store.blob(id));
      part("compose").scrollIntoView();
    },
    address: (/** @type {string} */ matter) => address.replace("0000000000000000", matter),
  };

  async function follow() {
    const entries = outbox.owner ? await store.entries(outbox.owner) : [];
    show(part("shelf"), entries, acts);
    const waiting = entries.filter(({ status }) => status !== "sent").length;
    const others = await store.others(outbox.owner);
    line.dataset.waiting = String(waiting);
    line.dataset.state = outbox.state;
    line.textContent = sentence(entries.length, waiting);
    part("others").textContent = others ? words.others(others) : "";
    part("sign-in").hidden = signedIn && outbox.state !== "sign-in";
  }

  /** @param {number} all @param {number} waiting */
  function sentence(all, waiting) {
    if (waiting === 0) return navigator.onLine ? (all ? words.allSent : words.nothing) : words.offline;
    if (outbox.state === "sending") return words.sending(waiting);
    return navigator.onLine && outbox.state !== "away" ? words.unsent(waiting) : words.unsentOffline(waiting);
  }

  /** @param {Lists} lists */
  async function be(lists) {
    outbox.owner = lists.me.account;
    part("who").textContent = lists.me.name;
    compose.recent = (await store.kept(`recent/${lists.me.account}`)) ?? compose.recent;
    compose.know(lists, await plans());
    part("todo").hidden = lists.matters.length + (lists.again ?? []).length === 0;
    todo(part("matters"), lists.matters, lists.again ?? [], begin);
    const asked = new URLSearchParams(location.search);
    compose.under(asked.get("inspection") ?? "");
    compose.start(asked.get("place") ?? "");
    await store.sweep(outbox.owner, Date.now());
  }

  /** @param {any} one @param {string} verb @param {string} label */
  function begin(one, verb, label) {
    compose.deed(one, verb, label);
    const over = part("over");
    over.hidden = one.before === "";
    over.onclick = () => void ghost.open(one.before);
    part("compose").scrollIntoView();
  }

  /** Who is here now, and what they need; without a network it is who was here last. */
  async function ask() {
    const last = (await store.kept("last")) ?? "";
    const kept = last ? await store.kept(`lists/${last}`) : null;
    if (kept && compose.lists === null) await be(kept.body);
    try {
      const news = await wire.lists(kept?.tag ?? "");
      signedIn = true;
      if (news) {
        await store.keep(`lists/${news.body.me.account}`, news);
        await store.keep("last", news.body.me.account);
        await be(news.body);
      }
    } catch (error) {
      if (error instanceof SignIn) {
        // Whoever comes next finds nothing of whoever was here.
        signedIn = false;
        outbox.owner = "";
        await store.keep("last", null);
        say(error.message === "second-factor-missing" ? words.asleep : words.signIn);
        part("who").textContent = "";
        part("matters").replaceChildren();
      } else if (!(error instanceof Unreachable || error instanceof OtherAccount)) throw error;
      else if (compose.lists === null) say(words.first);
    }
    await follow();
    wake();
    void outbox.run();
  }

  part("wechat").hidden = !isWeChat();
  window.addEventListener("online", () => void ask());
  window.addEventListener("offline", () => void follow());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void ask());
  compose.begin();
  await ask();
  page.dataset.ready = "";
}

void keepPage(worker);
Store.open().then(open, () => say(words.noStore));
