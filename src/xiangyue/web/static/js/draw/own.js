// What the page of a draw says of one's own number.

import { english } from "../page/language.js";

const ZH = {
  listed: "在名单里。开奖以后，这里会告诉您中没中。",
  notYet: "名单里现在没有您的号码。",
  notIn: "名单里没有这个号码。",
  notWon: "这次没有抽中。",
  won: (/** @type {string} */ prize, /** @type {boolean} */ substitute) => `恭喜！${substitute ? "候补递补，" : ""}您中了：${prize}。凭下面的领奖码领取，家人代领也行。`,
  given: (/** @type {string} */ prize) => `${prize}已经领走了。`,
  late: (/** @type {string} */ prize) => `${prize}逾期没有领，已经由候补递补。`,
  passed: "链接已经复制，发给家人就行",
  copyByHand: "请长按地址栏里的链接复制，发给家人",
};

/** @type {typeof ZH} */
const EN = {
  listed: "On the roster. After the draw this tells you whether you won.",
  notYet: "Your number is not on the roster at the moment.",
  notIn: "This number is not on the roster.",
  notWon: "Not drawn this time.",
  won: (prize, substitute) => `Congratulations! ${substitute ? "As a substitute you" : "You"} won: ${prize}. The code below fetches it; family may come for it.`,
  given: (prize) => `${prize}: already fetched.`,
  late: (prize) => `${prize}: not fetched in time; it went to a substitute.`,
  passed: "The link is copied; send it to your family",
  copyByHand: "Press and hold the link in the address bar to copy it",
};

export const ownWords = english ? EN : ZH;
