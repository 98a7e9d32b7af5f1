// Plays two streams of the same frames and reads the clock in each presented picture.
import Hls from "./hls.mjs";
import { LIVE } from "./settings.js"; // the product's own, so that the measured thing is the shipped thing

const CELLS = 48;
const query = new URLSearchParams(location.search);
const results = { ours: [], peer: [], stalls: { ours: 0, peer: 0 }, bad: { ours: 0, peer: 0 }, errors: [], waits: [], time: {} };
window.results = results;

/** @param {ImageData} image */
function read(image) {
  let high = 0, low = 0, check = 0, sum = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    const bit = image.data[(cell * 4 + 2) * 4] > 128 ? 1 : 0;
    if (cell < 8) high = high * 2 + bit;
    else if (cell < 40) low = low * 2 + bit;
    else check = check * 2 + bit;
  }
  for (let at = 0, rest = low; at < 4; at++) { sum += rest % 256; rest = Math.floor(rest / 256); }
  return ((sum + high) & 255) === check ? high * 2 ** 32 + low : null;
}

function watch(name, url, config) {
  const video = document.getElementById(name);
  const canvas = new OffscreenCanvas(CELLS * 4, 4);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const hls = new Hls(config);
  hls.on(Hls.Events.ERROR, (_, data) => {
    results.errors.push(`${name} ${data.details} ${data.fatal}`);
    if (data.fatal) setTimeout(() => { hls.loadSource(url); hls.startLoad(-1); }, 1000);
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  let playing = false;
  video.addEventListener("playing", () => { playing = true; });
  video.addEventListener("waiting", () => {
    if (!playing) return;
    results.stalls[name]++;
    const held = [...Array(video.buffered.length).keys()].map((at) => [video.buffered.start(at), video.buffered.end(at)]);
    results.waits.push({ name, at: video.currentTime, held, latency: hls.latency });
  });
  const frame = () => {
    pen.drawImage(video, 0, 0, video.videoWidth, 32 * video.videoHeight / 720, 0, 0, CELLS * 4, 4);
    const stamp = read(pen.getImageData(0, 2, CELLS * 4, 1));
    const now = Date.now() % 2 ** 40;
    if (stamp === null) results.bad[name]++;
    else results[name].push(now - stamp);
    results.time[name] = video.currentTime;
    video.requestVideoFrameCallback(frame);
  };
  video.requestVideoFrameCallback(frame);
  video.play().catch(() => {});
  return { video, hls };
}

watch("ours", query.get("ours"), LIVE);
if (query.get("peer")) watch("peer", query.get("peer"), { lowLatencyMode: false, backBufferLength: 30 });
