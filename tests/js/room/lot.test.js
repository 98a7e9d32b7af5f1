import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { winnersOf } from "../../../src/xiangyue/web/static/js/draw/proof.js";
import { keyOf } from "../../../src/xiangyue/web/static/js/draw/xyd1.js";
import { claimOf } from "../../../src/xiangyue/web/static/js/room/drawpanel.js";
import { Lots } from "../../../src/xiangyue/web/static/js/room/lot.js";
import { Unreachable } from "../../../src/xiangyue/web/static/js/page/post.js";
/** @import {Draw} from "../../../src/xiangyue/web/static/js/line/wire.js" */

const ROSTER = "aaaa-aaaa-aaaa\nk3f9-82mt-q7zd\nzzzz-zzzz-zzzz\n";
const SHA256 = createHash("sha256").update(ROSTER).digest("hex");

/** @param {Partial<Draw>} [change] */
const draw = (change) =>
  /** @type {Draw} */ (
    /** @type {unknown} */ ({
      i: 9,
      step: "roster",
      sha256: SHA256,
      count: 3,
      url: "/r",
      winners: [],
      prizes: [],
      ...change,
    })
  );

/** @param {{label?: string, roster?: string, down?: boolean, status?: number, holds?: boolean, file?: object, mine?: object, ticket?: string}} [house] */
function phone(house = {}) {
  const asked = { label: 0, roster: 0 };
  const lots = new Lots({
    send: async () => {
      asked.label += 1;
      if (house.down) throw new Unreachable();
      return {
        status: house.status ?? 200,
        code: "",
        text: "",
        wait: 0,
        body: { label: house.label ?? "k3f9-82mt-q7zd" },
      };
    },
    fetch: async (url) => {
      if (url.endsWith("draw.json")) return new Response(JSON.stringify(house.file ?? {}));
      if (url.endsWith("mine.json")) return new Response(JSON.stringify(house.mine ?? { outcome: "", settled_ms: 0 }));
      asked.roster += 1;
      return new Response(house.roster ?? ROSTER);
    },
    changed: () => undefined,
    pause: () => Promise.resolve(),
    holds: () => house.holds === true,
    ticket: () => house.ticket ?? "",
  });
  return { lots, asked, house };
}

test("my number is in: its place among all, asked for once", async () => {
  const { lots, asked } = phone();
  await lots.check(draw());
  await lots.check(draw());
  assert.deepEqual(lots.of(draw()), { kind: "in", label: "k3f9-82mt-q7zd", code: "", at: 2, of: 3, recomputed: null, drawnAt: 0, outcome: "", settledAt: 0 });
  assert.deepEqual(asked, { label: 1, roster: 1 });
});

test("not in the roster", async () => {
  const { lots } = phone({ label: "nobo-dyha-sit2" });
  await lots.check(draw());
  assert.equal(lots.of(draw()).kind, "out");
});

test("a roster edited after the lock is noticed by this phone", async () => {
  const { lots } = phone({ roster: ROSTER.replace("aaaa-", "bbbb-") });
  await lots.check(draw());
  assert.equal(lots.of(draw()).kind, "forged");
});

test("the result is computed again, and a changed winner is noticed", async () => {
  const secret = createHash("sha256").update("sealed").digest();
  const commit = createHash("sha256").update(secret).digest("hex");
  const said = {
    step: "result",
    otp: secret.toString("hex"),
    commit,
    entropy: "3.1.6.2.2.5.4.1.6.3./",
    prizes: [{ name: "伞", count: 2 }],
  };
  const { won, behind } = await winnersOf(
    keyOf(said.otp, SHA256, said.entropy),
    ROSTER.trim().split("\n"),
    said.prizes,
  );
  const fair = phone();
  await fair.lots.check(draw(/** @type {any} */ ({ ...said, winners: won, substitutes: behind(1) })));
  assert.equal(fair.lots.of(draw()).recomputed, true);
  const rigged = phone();
  const winners = [{ ...won[0], label: behind(1)[0] }, won[1]];
  await rigged.lots.check(draw(/** @type {any} */ ({ ...said, winners, substitutes: behind(1) })));
  assert.equal(rigged.lots.of(draw()).recomputed, false);
});

test("what could not be had is asked again", async () => {
  const { lots, house } = phone({ down: true });
  await lots.check(draw());
  assert.equal(lots.of(draw()).kind, "unknown");
  house.down = false;
  await lots.check(draw());
  assert.equal(lots.of(draw()).kind, "in");
  const { lots: refused } = phone({ status: 404 });
  await refused.check(draw());
  assert.equal(refused.of(draw()).kind, "unknown");
});

test("before the lock there is nothing to look up", async () => {
  const { lots, asked } = phone();
  await lots.check(draw({ step: "rules", url: "" }));
  assert.deepEqual([lots.of(draw()).kind, asked.label], ["none", 0]);
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const WON = { step: "result", prizes: [{ name: "伞", count: 1 }], winners: [{ label: "k3f9-82mt-q7zd", prize: 0, pos: "" }], substitutes: [], otp: "00", commit: "", entropy: "1./" };

test("who is not looking hears that she has won, and nobody asks before there is a result or without a ticket", async () => {
  const { lots, asked } = phone({ holds: true, file: { steps: [{ kind: "draw_rules", at: 1 }, { kind: "draw_result", at: 1_800_000_000_000 }] } });
  lots.follow(draw(), false);
  await settled();
  assert.deepEqual([asked.label, lots.prize(draw())], [0, ""]);
  const result = draw(/** @type {any} */ (WON));
  lots.follow(result, false);
  lots.follow(result, false);
  await settled();
  assert.deepEqual([asked.label, lots.prize(result), lots.of(result).drawnAt], [1, "伞", 1_800_000_000_000]);
  const stranger = phone();
  stranger.lots.follow(result, false);
  await settled();
  assert.equal(stranger.asked.label, 0);
});

test("a prize that was fetched waits no longer, after a reload and at a later look", async (context) => {
  const result = draw(/** @type {any} */ (WON));
  const mine = { outcome: "GIVEN", settled_ms: 1_800_000_000_000 };
  const reloaded = phone({ holds: true, ticket: "t", mine });
  reloaded.lots.follow(result, false);
  await settled();
  const { outcome, settledAt } = reloaded.lots.of(result);
  assert.deepEqual([outcome, settledAt, reloaded.lots.prize(result)], ["GIVEN", 1_800_000_000_000, ""]);
  const { lots, house } = phone({ holds: true, ticket: "t" });
  lots.follow(result, true);
  await settled();
  assert.equal(lots.prize(result), "伞");
  house.mine = mine;
  const later = performance.now() + 60_000;
  context.mock.method(performance, "now", () => later);
  lots.follow(result, true);
  await settled();
  assert.deepEqual([lots.of(result).outcome, lots.of(result).label, lots.prize(result)], ["GIVEN", "k3f9-82mt-q7zd", ""]);
});

test("what cannot be looked up is not asked for at every tick", async () => {
  const { lots, asked } = phone({ down: true });
  for (let tick = 0; tick < 20; tick += 1) {
    lots.follow(draw(), true);
    await settled();
  }
  assert.ok(asked.label <= 2, String(asked.label));
});

test("where and for how long a prize waits is read out of the rules as they were published", () => {
  const rules = "一人一个号码。领奖：航埠镇便民服务中心 2 号窗口，每天 8:30 到 17:00。7 天内没有来领的，由候补依次递补。宣讲结束时作废。";
  assert.deepEqual(claimOf(rules), { where: "航埠镇便民服务中心 2 号窗口，每天 8:30 到 17:00", days: 7 });
  assert.deepEqual(claimOf("到镇文化站领奖。"), { where: "到镇文化站领奖。", days: 0 });
});
