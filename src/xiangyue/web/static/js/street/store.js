// The phone's own shelf: IndexedDB, written through to the disk. Blobs lie apart, so that a list costs no photo.

/** @import {Entry} from "./entry.js" */

const NAME = "xiangyue-street";
const STORES = ["entries", "blobs", "kept"];
const FORGET_MS = 7 * 24 * 3600 * 1000; // how long what was delivered is still listed

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
const done = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

export class Store {
  /** @param {IDBDatabase} database */
  constructor(database) {
    this._database = database;
  }

  /** @returns {Promise<Store>} Rejects where a browser keeps nothing. */
  static async open() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const database = request.result;
      database.createObjectStore("entries", { keyPath: "id" }).createIndex("owner", "owner");
      database.createObjectStore("blobs");
      database.createObjectStore("kept");
    };
    return new Store(await answered(request));
  }

  /** All of one account, in the order they were noted. @param {string} owner @returns {Promise<Entry[]>} */
  async entries(owner) {
    const index = this._database.transaction("entries").objectStore("entries").index("owner");
    return (await answered(index.getAll(owner))).sort((one, other) => one.at - other.at);
  }

  /** Those that are to be sent. @param {string} owner */
  async ready(owner) {
    return (await this.entries(owner)).filter(({ status }) => status === "ready");
  }

  /** How many wait for other accounts: their number, and nothing of them. @param {string} owner */
  async others(owner) {
    const store = this._database.transaction("entries").objectStore("entries");
    const all = /** @type {Entry[]} */ (await answered(store.getAll()));
    return all.filter((entry) => entry.owner !== owner && entry.status !== "sent").length;
  }

  /** @param {Entry} entry @param {{id: string, blob: Blob}[]} [blobs] what comes with it, in one transaction */
  async put(entry, blobs = []) {
    const transaction = this._write();
    transaction.objectStore("entries").put(entry);
    for (const { id, blob } of blobs) transaction.objectStore("blobs").put(blob, id);
    await done(transaction);
  }

  /**
   * Keeps what is left of it to be listed, without its blobs. Of a sealed inspection nothing is left on the phone.
   * @param {Entry} entry
   */
  async settle(entry) {
    if (entry.verb === "finding") return this.drop(entry);
    const transaction = this._write();
    transaction.objectStore("entries").put(entry);
    this._forget(transaction, entry);
    await done(transaction);
  }

  /** @param {Entry} entry */
  async drop(entry) {
    const transaction = this._write();
    transaction.objectStore("entries").delete(entry.id);
    this._forget(transaction, entry);
    await done(transaction);
  }

  /** Forgets what arrived long ago. @param {string} owner @param {number} now */
  async sweep(owner, now) {
    const old = (await this.entries(owner)).filter(({ status, doneAt }) => status === "sent" && now - doneAt > FORGET_MS);
    for (const entry of old) await this.drop(entry);
  }

  /** @param {string} id @returns {Promise<Blob | null>} */
  async blob(id) {
    return (await answered(this._database.transaction("blobs").objectStore("blobs").get(id))) ?? null;
  }

  /** What was kept under a name. @param {string} name @returns {Promise<any>} */
  async kept(name) {
    return (await answered(this._database.transaction("kept").objectStore("kept").get(name))) ?? null;
  }

  /** @param {string} name @param {unknown} value null forgets it */
  async keep(name, value) {
    const transaction = this._write();
    if (value === null) transaction.objectStore("kept").delete(name);
    else transaction.objectStore("kept").put(value, name);
    await done(transaction);
  }

  _write() {
    return this._database.transaction(STORES, "readwrite", { durability: "strict" });
  }

  /** @param {IDBTransaction} transaction @param {Entry} entry */
  _forget(transaction, entry) {
    for (const { id } of [...entry.photos, ...(entry.voice ? [entry.voice] : [])]) transaction.objectStore("blobs").delete(id);
  }
}
