// A code for a voucher.

import { post, Unreachable } from "../page/post.js";
import { keep } from "./voucher.js";
import { sentence, words } from "./words.js";
/** @import {Fetch} from "../line/wire.js" */

/**
 * @param {Fetch} fetch
 * @param {string} code as it was typed
 * @param {string} [name] of the texted code
 * @returns {Promise<string>} "" when it is done, else what was wrong
 */
export async function redeem(fetch, code, name = "") {
  const helper = code.replace(/[^0-9a-z]/gi, "").length > 6;
  return told(fetch, "/verify/redeem/", helper ? { code } : { code, name }, (body) => keep(body.voucher));
}

/**
 * @param {Fetch} fetch
 * @param {string} url
 * @param {Record<string, unknown>} wish
 * @param {(body: any) => void} done
 * @returns {Promise<string>} "" when it is done, else what was wrong
 */
export async function told(fetch, url, wish, done) {
  try {
    const answer = await post(fetch, url, wish);
    if (answer.status !== 200) return sentence(answer.text);
    done(answer.body);
    return "";
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return words.offline;
  }
}
