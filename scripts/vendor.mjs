// Copies the few browser libraries from node_modules to static/vendor, where pages find them. Never committed.
import { copyFileSync, mkdirSync, rmSync } from "node:fs";

const target = "src/xiangyue/web/static/vendor";
const files = {
  "hls.js/dist/hls.min.mjs": "hls.mjs",
};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [from, to] of Object.entries(files)) copyFileSync(`node_modules/${from}`, `${target}/${to}`);
