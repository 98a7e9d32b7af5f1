// Vectors A and B: RFC 3797. C: draft-thomson-elegy-vrs. D: our own profile. The same as tests/kernel/test_draw_vectors.py.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";

import { bytesOf, hexOf, utf8 } from "../../../src/xiangyue/web/static/js/draw/bytes.js";
import { digest, md5, select } from "../../../src/xiangyue/web/static/js/draw/rfc3797.js";
import { fingerprint, readRoster } from "../../../src/xiangyue/web/static/js/draw/roster.js";
import { Hmac, sha256 } from "../../../src/xiangyue/web/static/js/draw/sha256.js";
import { extract, keyOf, link, opens, order } from "../../../src/xiangyue/web/static/js/draw/xyd1.js";

const A = "9319./2.5.8.10.12./9.18.26.34.41.45./";
const B = "7.8.11.18.28.40.48./15.16.21.31.36.65./8.12.13.17.21.26.35.42./1.5.10.13.14.16.21.25.27./";

test("vector A: the RFC's own example", () => {
  assert.deepEqual(select(A, 25, 16), [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22, 5, 18, 9, 1, 4]);
  assert.equal(digest(A, 0).toString(16), "990dd0a5692a029a98b5e01aa28f3459");
  assert.equal(digest(A, 15).toString(16), "3269e6ce559abd57e2ba6aab495eb9bd");
});

test("vector B: the committee of 2022", () => {
  assert.deepEqual(select(B, 267, 10), [171, 245, 68, 190, 70, 126, 110, 128, 138, 173]);
});

test("vector C: the draft's chain and order", async () => {
  const secret = utf8("totally not a bikeshed");
  const otp = "5346f2efb5397a6788fc1f1d9c05c6d3f2abe9b7d16d8592a3695b6dbe9f2456";
  assert.equal(hexOf(link(secret, 9)), otp);
  assert.match(hexOf(link(secret, 10)), /^950ea08d.*c488$/);
  const labels = ["bisque", "blue", "darkgoldenrod", "lavenderblush", "mediumvioletred"];
  const { numbers, position } = await order(extract(bytesOf(otp), "1.2.3.4.5.6./1.2.3.4.5.6./1.2.3.4.5.6./"), labels);
  assert.deepEqual(Array.from(numbers, (at) => labels[at]), ["lavenderblush", "blue", "darkgoldenrod", "mediumvioletred", "bisque"]);
  assert.ok(position(3).startsWith("002ed527ae0a44a86c205d1cdba61826"));
});

test("vector D: our own profile", async () => {
  const labels = ["信安街道-0001", "双港街道-0007", "石梁镇-0001", "航埠镇-0001", "航埠镇-0002", "衢江-0003"];
  const roster = labels.join("\n") + "\n";
  assert.deepEqual(readRoster(roster), { labels, line: 0 });
  assert.equal(fingerprint(roster), "f144c4f745c01f7a04e1cfe6ce151049bb437f931a2110403283859a3cc8e678");
  const otp = hexOf(link(utf8("xiangyue-demo-secret"), 9));
  assert.equal(otp, "1dd2939c70d6a341b24a6b3ed20aa6be317cf49b8ecbe47e8ecaaab839032e86");
  assert.ok(opens(otp, "61ef82a952f653a9e257d6aadb4c1340d06bf5673e2e1ebeacb70acf0c51ab66"));
  const key = keyOf(otp, fingerprint(roster), "3.1.7./2.5.9.14.26.31.8./");
  assert.match(hexOf(key), /^c703c7cc.*fb82$/);
  const { numbers, position } = await order(key, labels);
  assert.deepEqual(
    Array.from(numbers, (at) => [labels[at], position(at).slice(0, 8)]),
    [
      ["石梁镇-0001", "32c850c2"],
      ["双港街道-0007", "41763493"],
      ["信安街道-0001", "8d7e38eb"],
      ["航埠镇-0002", "a24c36e2"],
      ["衢江-0003", "e5822e31"],
      ["航埠镇-0001", "e5f86094"],
    ],
  );
});

test("our own hashes are everybody's, across the edges of a block", () => {
  for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);
    assert.equal(hexOf(sha256(bytes)), createHash("sha256").update(bytes).digest("hex"));
    assert.equal(hexOf(md5(bytes)), createHash("md5").update(bytes).digest("hex"));
    for (const key of [bytes, utf8("key")]) {
      assert.equal(hexOf(new Hmac(key).of(bytes)), createHmac("sha256", key).update(bytes).digest("hex"));
    }
  }
});
