// Every sentence a script says below a replay, in the language of the page. Chinese is the source.

import { english } from "../page/language.js";

const ZH = {
  speed: (/** @type {string} */ rate) => `${rate} 倍`,
  normalSpeed: "原速",
  position: (/** @type {string} */ at, /** @type {string} */ of) => `${at}，共 ${of}`,
};

/** @type {typeof ZH} */
const EN = {
  speed: (rate) => `${rate}×`,
  normalSpeed: "Normal",
  position: (at, of) => `${at} of ${of}`,
};

export const words = english ? EN : ZH;
