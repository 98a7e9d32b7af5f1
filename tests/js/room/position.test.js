import assert from "node:assert/strict";
import { test } from "node:test";

import { Position } from "../../../src/xiangyue/web/static/js/room/position.js";

test("nobody tells: null; then the playhead", () => {
  const position = new Position();
  assert.equal(position.at(null, 1000), null);
  assert.equal(position.at(98_000, 100_000), 98_000);
});

test("a picture that stands still is reckoned to go on at its distance", () => {
  const position = new Position();
  position.at(80_000, 100_000);
  assert.equal(position.at(null, 103_000), 83_000);
  assert.equal(position.at(82_500, 104_000), 83_000); // what was seen is not taken back
  assert.equal(position.at(84_000, 105_000), 84_000);
});

test("what was seen before the picture began stays seen", () => {
  const position = new Position();
  position.saw(98_000);
  assert.equal(position.at(80_000, 100_000), 98_000);
});

test("a playhead in the future is a mistake", () => {
  assert.equal(new Position().at(900_000, 100_000), 101_000);
});
