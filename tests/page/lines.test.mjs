import assert from "node:assert/strict";
import { test } from "node:test";

import { apply, emptyRoom } from "../../wschat_gui/page/room.js";
import { Delivery } from "../../wschat_gui/page/outbox.js";
import { suggestNick } from "../../wschat_gui/page/suggest.js";
import { LineKind, linesOf } from "../../wschat_gui/page/view/lines.js";
import { dayName } from "../../wschat_gui/page/view/time.js";
import { said, welcome } from "./fakes.mjs";

const NOON_MS = new Date(2026, 10, 22, 12).getTime();
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const roomWith = (history) =>
  apply(emptyRoom(), welcome({ history, now_ms: NOON_MS }), NOON_MS, () => false);
const pendingItem = { id: "m1", text: "mine", at_ms: NOON_MS, delivery: Delivery.QUEUED, reason: "" };

test("each day has its row", () => {
  const history = [0, 1, 1].map((days, at) => said({ seq: at + 1, at_ms: NOON_MS + days * DAY_MS }));
  const kinds = linesOf(roomWith(history), [], 100).map(({ kind }) => kind);
  const { DAY, SAID } = LineKind;
  assert.deepEqual(kinds, [DAY, SAID, DAY, SAID, SAID]);
});

test("messages of one person within five minutes belong together", () => {
  const at = [0, 4, 9, 9.5].map((minutes) => NOON_MS + minutes * MINUTE_MS);
  const nicks = ["Grace", "Grace", "Grace", "Ken"];
  const history = at.map((at_ms, index) => said({ seq: index + 1, at_ms, nick: nicks[index] }));
  const lines = linesOf(roomWith(history), [], 100).slice(1);
  assert.deepEqual(lines.map(({ continues }) => continues), [false, true, false, false]);
});

test("what is on its way stands last, as one's own", () => {
  const lines = linesOf(roomWith([said({ seq: 1, at_ms: NOON_MS })]), [pendingItem], 100);
  const { key, entry, delivery, id } = lines.at(-1);
  assert.deepEqual([key, entry.own, entry.nick, delivery, id], ["om1", true, "Ada", "queued", "m1"]);
});

test("only the last are shown, and every key is there once", () => {
  const history = Array.from({ length: 50 }, (_, at) => said({ seq: at + 1, at_ms: NOON_MS }));
  const lines = linesOf(roomWith(history), [pendingItem], 10);
  assert.equal(lines.filter(({ kind }) => kind === LineKind.SAID).length, 11);
  assert.equal(new Set(lines.map(({ key }) => key)).size, lines.length);
});

test("today and yesterday have names, other days a date", () => {
  assert.equal(dayName(NOON_MS, NOON_MS), "Today");
  assert.equal(dayName(NOON_MS - DAY_MS, NOON_MS), "Yesterday");
  assert.match(dayName(NOON_MS - 2 * DAY_MS, NOON_MS), /2026/);
});

test("every suggested nick is two words that fit the host's limit", () => {
  for (const random of [0, 0.2, 0.5, 0.8, 0.999_999]) {
    assert.match(suggestNick(() => random), /^[A-Z][a-z]+ [A-Z][a-z]+$/);
    assert.ok(suggestNick(() => random).length <= 24);
  }
});
