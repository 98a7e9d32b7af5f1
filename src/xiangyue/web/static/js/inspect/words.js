// Every sentence that the carried plan says. Chinese is the source.

import { english } from "../page/language.js";

const ZH = {
  taking: "正在带上……",
  taken: "带上了。",
  noTake: "没有带上。请联网再试。",
  noShelf: "这个浏览器不能存东西（可能是无痕窗口）。请换手机自带的浏览器打开。",
  none: "这部手机没有带着计划。",
  some: "手机里存的是密文。十分钟不动就锁，联网才能开锁。",
  locked: "已锁",
  open: "已开",
  unlock: "联网开锁",
  lock: "现在锁上",
  drop: "清除",
  dropped: "已经清除。",
  wiped: "到时间或已作废的计划，刚才清除了。",
  noUnlock: "开不了锁：没有网，或者还没有登录。",
  until: (/** @type {string} */ time) => `${time} 自动清除`,
  map: "地图",
  find: "在这里记一条发现",
};

/** @type {typeof ZH} */
const EN = {
  taking: "Taking it along…",
  taken: "Taken along.",
  noTake: "Not taken. Please try again with a connection.",
  noShelf: "This browser keeps nothing (perhaps a private window). Please open it in the phone's own browser.",
  none: "This phone carries no plan.",
  some: "What the phone keeps is encrypted. It locks after ten minutes without a touch; unlocking needs a connection.",
  locked: "Locked",
  open: "Open",
  unlock: "Unlock",
  lock: "Lock now",
  drop: "Wipe",
  dropped: "Wiped.",
  wiped: "A plan whose time was over, or that was revoked, has been wiped.",
  noUnlock: "Cannot unlock: no connection, or not signed in.",
  until: (time) => `Wipes itself at ${time}`,
  map: "Map",
  find: "Note a finding here",
};

export const words = english ? EN : ZH;
