// Where picture and sound come from.

const VIDEO = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
const SPEECH = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

export const canShare = () => typeof navigator.mediaDevices?.getDisplayMedia === "function";

/** @param {{ id?: string, facing?: "user" | "environment" }} which */
export async function camera({ id, facing }) {
  const video = { ...VIDEO, ...(id ? { deviceId: { exact: id } } : { facingMode: facing ?? "user" }) };
  const stream = await navigator.mediaDevices.getUserMedia({ video });
  return stream.getVideoTracks()[0];
}

/** @param {string} id "" for the usual one */
export async function microphone(id) {
  const audio = { ...SPEECH, ...(id ? { deviceId: { exact: id } } : {}) };
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  return stream.getAudioTracks()[0];
}

export async function screen() {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 30 } }, audio: false });
  const [track] = stream.getVideoTracks();
  track.contentHint = "detail";
  return track;
}

/** Bars, a clock and something that moves: to try everything without a camera. */
export function test() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1280, 720];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
  const bars = ["#efe8da", "#e0aa55", "#9db9e6", "#93bf89", "#c8382b", "#233f66", "#161412"];
  const draw = () => {
    bars.forEach((colour, index) => {
      context.fillStyle = colour;
      context.fillRect((index * 1280) / bars.length, 0, 1280 / bars.length + 1, 500);
    });
    context.fillStyle = "#0e0d0b";
    context.fillRect(0, 500, 1280, 220);
    context.fillStyle = "#f0705f";
    context.fillRect(((performance.now() / 4000) % 1) * 1240, 690, 40, 20);
    context.fillStyle = "#efe8da";
    context.font = "700 96px monospace";
    context.textAlign = "center";
    context.fillText(new Date().toLocaleTimeString("zh-CN", { hour12: false }), 640, 630);
  };
  draw();
  const timer = setInterval(draw, 1000 / 30);
  const [track] = canvas.captureStream(30).getVideoTracks();
  track.addEventListener("ended", () => clearInterval(timer));
  const stop = track.stop.bind(track);
  track.stop = () => (clearInterval(timer), stop());
  return track;
}

/** Cameras and microphones by name; names are empty before the person has allowed either. */
export async function devices() {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const of = (/** @type {MediaDeviceKind} */ kind) => all.filter((device) => device.kind === kind && device.deviceId !== "");
  return { cameras: of("videoinput"), microphones: of("audioinput") };
}
