// Every sentence a script says about verification, in the language of the page. Chinese is the source.

import { english } from "../page/language.js";

const ZH = {
  verify: "核验身份",
  verified: "已核验",
  known: "已核验",
  unknown: "这部手机还没有核验",
  nothing: "没有封存的号码",
  phone: "请先写手机号",
  code: "请写收到的码",
  sending: "正在发送…",
  sent: "验证码已发出，五分钟内有效，请看短信",
  checking: "正在核验…",
  again: (/** @type {number} */ s) => `${s} 秒后可再发`,
  send: "发验证码",
  done: "核验好了，可以发言、答题、抽奖了",
  offline: "网络断了，请稍后再试",
  refused: "没有核验成功，请再试一次",
  erased: "已经销毁",
  gone: "已经从这部手机上退出",
  exporting: (/** @type {number} */ n) => `正在一场一场地找，已找到 ${n} 场…`,
  exported: (/** @type {number} */ n) => `已存成文件，共 ${n} 场`,
  lectureAs: (/** @type {string} */ title, /** @type {string} */ name) => `${title || "那一场"}（我是“${name}”）`,
  colon: "：",
  report: "报的",
  question: "问的",
  day: (/** @type {number} */ at) => new Date(at).toLocaleDateString("zh-CN", { month: "long", day: "numeric" }),
};

/** @type {typeof ZH} */
const EN = {
  verify: "Verify",
  verified: "Verified",
  known: "Verified",
  unknown: "This phone is not verified",
  nothing: "No number is kept",
  phone: "Write your mobile number first",
  code: "Write the code you were given",
  sending: "Sending…",
  sent: "A code is on its way, valid for five minutes: see your messages",
  checking: "Checking…",
  again: (s) => `Again in ${s} s`,
  send: "Send a code",
  done: "Verified: you can speak, answer and take part in draws",
  offline: "No connection, try again later",
  refused: "That did not work, try again",
  erased: "Destroyed",
  gone: "This phone has forgotten you",
  exporting: (n) => `Looking lecture by lecture, ${n} found…`,
  exported: (n) => `Saved as a file: ${n} lectures`,
  lectureAs: (title, name) => `${title || "That lecture"} (I am “${name}”)`,
  colon: ": ",
  report: "reported",
  question: "asked",
  day: (at) => new Date(at).toLocaleDateString("en-GB", { month: "short", day: "numeric" }),
};

export const words = english ? EN : ZH;

/** @param {string} text the server's own sentence, Chinese */
export const sentence = (text) => (english || text === "" ? words.refused : text);
