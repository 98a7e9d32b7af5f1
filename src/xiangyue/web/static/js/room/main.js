// The room of one lecture: finds its parts on the page and puts them together.

import { LineClient, page } from "../line/client.js";
import { Player } from "../player/player.js";
import { ReplayBar } from "../replay/bar.js";
import { Applause } from "./applause.js";
import { Audience } from "./audience.js";
import { Comfort } from "./comfort.js";
import { Deeds } from "./deeds.js";
import { Face } from "./face.js";
import { Floor } from "./floor.js";
import { Kept } from "./kept.js";
import { Keys } from "./keys.js";
import { countdown, phrased } from "./lobby.js";
import { naming } from "./naming.js";
import { box, button, given, part } from "../page/parts.js";
import { newCommand } from "../page/post.js";
import { Room } from "./room.js";
import { sharing } from "./share.js";
import { SpeakForm } from "./speak.js";
import { storeOf } from "../page/store.js";
import { Tickets } from "./ticket.js";
import { verifying } from "./verify.js";
import { Voice } from "./voice.js";
import { count, words } from "./words.js";

const lecture = given("lecture");
const planned = Date.parse(given("planned"));
const store = storeOf(`xiangyue.room.${lecture}.`);
const world = page();

const player = new Player(part("video", HTMLVideoElement), given("hls"), () => {
  room?.show();
  keys?.show();
});
const bar = new ReplayBar(player.video, {
  bar: box("bar"),
  seek: part("seek", HTMLInputElement),
  at: box("at"),
  of: box("of"),
  rates: box("rates"),
});
const face = new Face(box("frame"), {
  stamp: box("stamp"),
  sentence: box("sentence"),
  press: button("press"),
  pressLabel: box("press-label"),
  patience: box("patience"),
});

let ended = false;
let calledOff = false;
/** @type {Room | undefined} */
let room = undefined;
/** @type {Keys | undefined} */
let keys = undefined;

const client = new LineClient(
  lecture,
  {
    joined: (state, head) => room?.joined(state, head),
    segment: (segment, state) => room?.segment(segment, state),
    ended: (head) => room?.ended(head),
    connected: (connected) => (box("offline").hidden = connected),
  },
  world,
);
const tickets = new Tickets(lecture, store, world.fetch, () => client.clock.now());
const audience = new Audience(() => tickets.held?.pseudonym);
const named = naming(tickets);
verifying(tickets, world.fetch);
const voice = new Voice({
  lecture,
  tickets,
  store,
  fetch: world.fetch,
  present: () => !document.hidden && !ended,
  told: (letter, fate) => {
    audience.told(letter, fate);
    form.told(letter, fate);
    named();
  },
});
const deeds = new Deeds({
  store,
  newCommand,
  send: (verb, body) => voice.ask(verb, body),
  changed: () => room?.tick(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  now: () => Date.now(),
  random: () => Math.random(),
});
/** In whose name options are shuffled, also before this phone has a name in the lecture. */
const stranger = store.get("stranger") ?? newCommand();
store.set("stranger", stranger);
const floor = new Floor({
  deeds,
  store,
  lecture,
  fetch: world.fetch,
  send: (verb, body) => voice.ask(verb, body),
  seed: () => tickets.held?.pseudonym ?? stranger,
  holds: () => tickets.held !== null,
  ticket: () => tickets.held?.ticket ?? "",
  go: (m) => void player.goTo(m),
  earlier: async (before) => room?.earlier(before),
});
const form = new SpeakForm({ say: (text) => audience.echo(voice.say(text, player.playhead)) });
const applause = new Applause(() => voice.likes.tap());
const comfort = new Comfort((danmaku) => audience.layer.switch(danmaku));
keys = new Keys(player, comfort, bar);
const kept = new Kept({
  fetch: world.fetch,
  changed: () => room?.decided(),
  now: () => performance.now(),
  present: () => !document.hidden,
});
room = new Room({
  player,
  audience,
  face,
  floor,
  now: () => client.clock.now(),
  figures: (state, likes) => {
    applause.counted(state.likes, likes);
    form.silence = state.silence;
    const nothing = calledOff ? "" : words.nobodySpoke;
    box("talk-heading").hidden = calledOff && state.said === 0;
    if (ended) box("nobody").textContent = state.said > 0 ? words.spokenLater : nothing;
    const { now, total } = state.viewers;
    const seen = total > 0 && !calledOff ? words.seen(count(total)) : "";
    box("viewers").textContent = ended ? seen : words.viewers(count(Math.max(now, 1)));
  },
  phase: (phase, off) => {
    calledOff = off;
    document.body.dataset.phase = phase;
    delete document.body.dataset.unopened;
    if (phase === "lobby") wait();
    ended = phase === "ended";
    form.open(!ended);
    applause.open(!ended);
  },
  replaying: (recorded) => {
    bar.show(recorded);
    box("after").hidden = !recorded;
  },
  kept,
  recording: document.body.dataset.recording ?? "",
});

function wait() {
  box("countdown").textContent = countdown(planned - client.clock.now());
}

button("press").addEventListener("click", () => void player.press());
document.addEventListener("WeixinJSBridgeReady", () => player.condition === "blocked" && void player.start());
window.addEventListener("online", () => (client.wake(), player.wake(), kept.wake(), void voice.outbox.run(), void deeds.run()));
document.addEventListener("visibilitychange", () => document.hidden || (client.wake(), player.wake(), kept.wake()));

setInterval(() => room?.tick(), 250);
setInterval(() => {
  keys?.show();
  named();
  if (document.body.dataset.phase === "lobby") wait();
}, 1000);

if (document.body.dataset.phase === "lobby") {
  // Planned, and its line not begun: the poster needs nobody's word; the line is asked for until it is there.
  wait();
  room.show();
}
for (const letter of voice.outbox.letters) audience.echo(letter);
phrased(box("headline"));
store.set("title", player.video.getAttribute("aria-label") ?? ""); // what one's own page calls this lecture
sharing();
voice.start();
void deeds.run();
if (tickets.held !== null) void deeds.refresh();
void client.run();
