// What a phone keeps of plans: boxes, and when they wipe themselves. Nothing readable is ever written here.

/** @typedef {{phone: string, name: string, iv: Uint8Array, data: ArrayBuffer, wipeAt: number, locksAfter: number}} Held */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Shelf {
  /** @param {IDBDatabase} database */
  constructor(database) {
    this._database = database;
  }

  /** @returns {Promise<Shelf>} Rejects where a browser keeps nothing. */
  static async open() {
    const request = indexedDB.open("xiangyue-inspect", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("held", { keyPath: "phone" });
    return new Shelf(await answered(request));
  }

  /** @returns {Promise<Held[]>} */
  async all() {
    return answered(this._database.transaction("held").objectStore("held").getAll());
  }

  /** @param {Held} held */
  async put(held) {
    await this._write((store) => store.put(held));
  }

  /** @param {string} phone */
  async drop(phone) {
    await this._write((store) => store.delete(phone));
  }

  /** @param {(store: IDBObjectStore) => void} act @returns {Promise<void>} */
  _write(act) {
    return new Promise((resolve, reject) => {
      const transaction = this._database.transaction("held", "readwrite", { durability: "strict" });
      act(transaction.objectStore("held"));
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }
}
