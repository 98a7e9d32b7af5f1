import assert from "node:assert/strict";
import { test } from "node:test";

import { numbers } from "../../../src/xiangyue/web/static/js/residents/numbers.js";

test("a phone knows what each lecture calls it, and takes nothing else for a ticket", () => {
  const ticket = JSON.stringify({ ticket: "x.y", pseudonym: "p1wvft8xe1", name: "后坂余婶" });
  assert.deepEqual(
    numbers([
      ["xiangyue.room.4794h18bny2vh3t2.ticket", ticket],
      ["xiangyue.room.4794h18bny2vh3t2.named", "true"],
      ["xiangyue.room.4794h18bny2vh3t2.title", '"电热毯怎么用"'],
      ["xiangyue.room.28m7ky5x3z6wq9a1.ticket", ticket],
      ["xiangyue.room.07qrmc5mxnnsc7s6.ticket", "{broken"],
      ["xiangyue.room.7bb76dp5j9vxnchd.ticket", "null"],
      ["xiangyue.voucher", '"secret"'],
    ]),
    [
      { lecture: "4794h18bny2vh3t2", title: "电热毯怎么用", number: "p1wvft8xe1", name: "后坂余婶" },
      { lecture: "28m7ky5x3z6wq9a1", title: "", number: "p1wvft8xe1", name: "后坂余婶" },
    ],
  );
});
