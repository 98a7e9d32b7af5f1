// A studio page whose camera is a clock: the product's own capture, encoder and connection, without its buttons.
import { Studio } from "/static/js/capture/studio.js";

const [WIDTH, HEIGHT, CELLS, STRIP, FPS] = [1280, 720, 48, 48, 30];
const query = new URLSearchParams(location.search);
const canvas = document.createElement("canvas");
[canvas.width, canvas.height] = [WIDTH, HEIGHT];
const pen = canvas.getContext("2d", { alpha: false });
const noise = new ImageData(WIDTH, 160);
for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = at % 4 === 3 ? 255 : 100 + Math.random() * 32;
const blocks = Array.from({ length: 45 * 160 }, () => `hsl(${Math.random() * 360} 30% ${20 + Math.random() * 50}%)`);

let index = 0;
function draw() {
  for (let cell = 0; cell < 33 * 20; cell += 1) {
    pen.fillStyle = blocks[(cell + index * 3) % blocks.length];
    pen.fillRect((cell % 33) * 40 - (index * 4) % 40, STRIP + Math.floor(cell / 33) * 26, 40, 26);
  }
  pen.putImageData(noise, 0, HEIGHT - 160 + (index % 3));
  const value = BigInt(Date.now()) & ((1n << 40n) - 1n);
  let sum = 0n;
  for (let at = 0n; at < 5n; at += 1n) sum += (value >> (8n * at)) & 255n;
  const bits = (value << 8n) | (sum & 255n);
  for (let cell = 0; cell < CELLS; cell += 1) {
    pen.fillStyle = (bits >> BigInt(CELLS - 1 - cell)) & 1n ? "#fff" : "#000";
    pen.fillRect(Math.round((cell * WIDTH) / CELLS), 0, Math.ceil(WIDTH / CELLS) + 1, STRIP);
  }
  index += 1;
}

draw();
setInterval(draw, 1000 / FPS);
const [track] = canvas.captureStream(FPS).getVideoTracks();
const video = document.querySelector("video");
video.srcObject = new MediaStream([track]);
await video.play();
const studio = new Studio(
  {
    address: `ws://${location.host}/live/${query.get("lecture")}/studio`,
    worklet: "/static/js/capture/worklet.js",
    world: { open: (address) => new WebSocket(address), permit: async () => query.get("token"), online: () => true, now: () => performance.now(), random: Math.random },
    agent: "bench",
    recordOnly: query.get("mode") === "record",
  },
  { changed: () => undefined, level: () => undefined, fell: () => console.log("fell") },
);
window.studio = studio;
if (!(await studio.open())) throw new Error("this browser cannot go live");
studio.usePicture(track, video);
studio.sound.use(null);
studio.begin();
