// One's own page: what is kept, a helper's code from a QR, an end to it.

import { box, button, part } from "../page/parts.js";
import { forget, slips } from "../page/slips.js";
import { redeem, told } from "./redeem.js";
import { drop, held } from "./voucher.js";
import { numbers } from "./numbers.js";
import { words } from "./words.js";

const state = box("me-state");
const note = box("me-note");
const input = part("me-code", HTMLInputElement);
/** @type {typeof fetch} */
const ask = (url, init) => fetch(url, init);

/** @param {boolean} known */
function show(known) {
  box("me-known").hidden = !known;
  box("me-unknown").hidden = known;
}

async function look() {
  if (held() === "") {
    show(false);
    state.textContent = words.unknown;
    return;
  }
  const wrong = await told(ask, "/me/kept/", { voucher: held() }, ({ subject }) => {
    box("me-subject").textContent = subject || words.nothing;
  });
  show(wrong === "" || wrong === words.offline);
  state.textContent = wrong || words.known;
  if (wrong !== "" && wrong !== words.offline) drop();
}

/** @param {string} code */
async function take(code) {
  if (code.trim() === "") return tell(words.code, "bad");
  tell(words.checking);
  const wrong = await redeem(ask, code);
  if (wrong !== "") return tell(wrong, "bad");
  tell("");
  await look();
}

/** @param {string} text @param {"" | "bad"} [kind] */
function tell(text, kind = "") {
  note.textContent = text;
  note.dataset.kind = kind;
}

part("me-form", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  void take(input.value);
});
button("me-forget").addEventListener("click", () => {
  drop();
  show(false);
  state.textContent = words.gone;
});
button("me-erase").addEventListener("click", async () => {
  const wrong = await told(ask, "/me/erase/", { voucher: held() }, () => {
    drop();
    show(false);
  });
  state.textContent = wrong || words.erased;
});

button("me-export").addEventListener("click", async () => {
  const note = box("me-exported");
  /** @type {unknown[]} */
  const lectures = [];
  let after = "";
  do {
    note.textContent = words.exporting(lectures.length);
    let next = "";
    const wrong = await told(ask, "/me/traces/", { voucher: held(), after }, (body) => {
      lectures.push(...body.lectures);
      next = body.next;
    });
    if (wrong !== "") return void (note.textContent = wrong);
    after = next;
  } while (after !== "");
  note.textContent = words.exported(lectures.length);
  save({ made: new Date().toISOString(), subject: box("me-subject").textContent, lectures });
});

/** @param {unknown} content as a file of the phone's own */
function save(content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
  link.download = "xiangyue-me.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function sent() {
  const list = slips();
  box("me-sent").hidden = false;
  box("me-sent-none").hidden = list.length > 0;
  box("me-sent-forget").hidden = list.length === 0;
  box("me-sent-list").replaceChildren(
    ...list.map(({ path, number, title, what, at }) => {
      const row = document.createElement("li");
      const link = document.createElement("a");
      const beside = document.createElement("small");
      link.href = path;
      link.textContent = title || number;
      beside.textContent = `${what === "question" ? words.question : words.report} · ${number} · ${words.day(at)}`;
      row.append(link, document.createElement("br"), beside);
      return row;
    }),
  );
}

button("me-sent-forget").addEventListener("click", () => {
  forget();
  sent();
});
sent();
if (location.hash === "#me-sent") box("me-sent").scrollIntoView();

const mine = numbers(localStorageKept());
box("me-numbers").hidden = mine.length === 0;
box("me-number-list").append(
  ...mine.map(({ lecture, title, number, name }) => {
    const row = document.createElement("li");
    const link = document.createElement("a");
    const code = document.createElement("code");
    link.href = `/l/${lecture}/`;
    link.textContent = words.lectureAs(title, name);
    code.textContent = number;
    row.append(link, words.colon, code);
    return row;
  }),
);

/** What this browser keeps, or nothing where it keeps nothing. @returns {[string, string][]} */
function localStorageKept() {
  try {
    return Object.entries(localStorage);
  } catch {
    return [];
  }
}

const scanned = new URLSearchParams(location.hash.slice(1)).get("code");
if (scanned !== null) {
  history.replaceState(null, "", location.pathname); // a code stays in no history
  input.value = scanned;
  show(false);
  await take(scanned);
} else {
  await look();
}
