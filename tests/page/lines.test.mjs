import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { load, speak } from "../../wschat_gui/page/language.js";
import { apply, emptyRoom } from "../../wschat_gui/page/room.js";
import { Delivery } from "../../wschat_gui/page/outbox.js";
import { suggestNick } from "../../wschat_gui/page/suggest.js";
import { AROUND, LineKind, linesOf, spanOf } from "../../wschat_gui/page/view/lines.js";
import { dayName } from "../../wschat_gui/page/view/time.js";
import { earlier, getFile, said, saidFromTo, welcome } from "./fakes.mjs";

const NOON_MS = new Date(2026, 10, 22, 12).getTime();
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const roomWith = (history) =>
  apply(emptyRoom(), welcome({ history, now_ms: NOON_MS }), NOON_MS);
const allLines = (room, pending) => linesOf(room, pending, { from: 0, to: room.entries.length }, null);
const kindsOf = (lines) => lines.map(({ kind }) => kind);
const pendingItem = { id: "m1", text: "mine", at_ms: NOON_MS, delivery: Delivery.QUEUED, reason: null };

test("each day has its row", () => {
  const history = [0, 1, 1].map((days, at) => said({ seq: at + 1, at_ms: NOON_MS + days * DAY_MS }));
  const { BEGINNING, DAY, SAID } = LineKind;
  const lines = allLines(roomWith(history), []);
  assert.deepEqual(kindsOf(lines), [BEGINNING, DAY, SAID, DAY, SAID, SAID]);
});

test("messages of one person within five minutes belong together", () => {
  const at = [0, 4, 9, 9.5].map((minutes) => NOON_MS + minutes * MINUTE_MS);
  const nicks = ["Grace", "Grace", "Grace", "Ken"];
  const history = at.map((at_ms, index) => said({ seq: index + 1, at_ms, nick: nicks[index] }));
  const lines = allLines(roomWith(history), []).slice(2);
  assert.deepEqual(lines.map(({ continues }) => continues), [false, true, false, false]);
});

test("what is on its way stands last, as one's own", () => {
  const lines = allLines(roomWith([said({ seq: 1, at_ms: NOON_MS })]), [pendingItem]);
  const { key, entry, delivery, id } = lines.at(-1);
  assert.deepEqual([key, entry.own, entry.nick, delivery, id], ["om1", true, "Ada", "queued", "m1"]);
});

test("a span of the entries is shown, every key once; what is on its way only below the last", () => {
  const room = roomWith(saidFromTo(1, 50));
  const isSaid = ({ kind }) => kind === LineKind.SAID;
  const texts = (span) =>
    linesOf(room, [pendingItem], span).filter(isSaid).map(({ entry }) => entry.text);
  assert.deepEqual(texts({ from: 48, to: 50 }), ["text 49", "text 50", "mine"]);
  assert.deepEqual(texts({ from: 7, to: 9 }), ["text 8", "text 9"]);
  const keys = allLines(room, [pendingItem]).map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
});

test("the span is around what the reader sees, and the last entries else", () => {
  const room = roomWith(saidFromTo(1, 5_000));
  const last = { from: 5_000 - 2 * AROUND, to: 5_000 };
  assert.deepEqual(spanOf(room, []), last);
  assert.deepEqual(spanOf(room, ["unknown"]), last);
  assert.deepEqual(spanOf(room, ["unknown", "s2001"]), { from: 2_000 - AROUND, to: 2_000 + AROUND });
  assert.deepEqual(spanOf(room, ["s1"]), { from: 0, to: AROUND });
  assert.deepEqual(spanOf(roomWith(saidFromTo(1, 3)), []), { from: 0, to: 3 });
});

test("the beginning is told where nothing is older, and only on top", () => {
  const { BEGINNING, DAY, SAID } = LineKind;
  const room = roomWith(saidFromTo(3, 4));
  assert.deepEqual(kindsOf(allLines(room, [])), [DAY, SAID, SAID]);
  const now_ms = NOON_MS;
  const whole = apply(room, earlier(3, saidFromTo(1, 2), false), now_ms);
  assert.deepEqual(kindsOf(allLines(whole, [])), [BEGINNING, DAY, SAID, SAID, SAID, SAID]);
  assert.deepEqual(kindsOf(linesOf(whole, [], { from: 1, to: 2 })), [DAY, SAID]);
  assert.deepEqual(allLines(roomWith([]), []), []);
});

test("what was deleted has no day, and whoever speaks after it a heading", () => {
  const { BEGINNING, DAY, DELETED, SAID } = LineKind;
  const deleted = { type: "deleted", ranges: [[1, 1], [3, 3]] };
  const room = apply(roomWith(saidFromTo(1, 4)), deleted, NOON_MS);
  const lines = allLines(room, []);
  assert.deepEqual(kindsOf(lines), [BEGINNING, DELETED, DAY, SAID, DELETED, SAID]);
  assert.equal(lines.at(-1).continues, false);
});

test("today and yesterday have names, other days a date", async () => {
  speak(await load("en", getFile));
  assert.equal(dayName(NOON_MS, NOON_MS), "Today");
  assert.equal(dayName(NOON_MS - DAY_MS, NOON_MS), "Yesterday");
  assert.match(dayName(NOON_MS - 2 * DAY_MS, NOON_MS), /2026/);
});

test("the row of a day is another one as soon as it is no longer today", async () => {
  speak(await load("en", getFile));
  const dayRow = (now_ms) => {
    mock.timers.enable({ apis: ["Date"], now: now_ms });
    const { key, name } = allLines(roomWith([said({ at_ms: NOON_MS })]), [])
      .find((line) => line.kind === LineKind.DAY);
    mock.timers.reset();
    return { key, name };
  };
  const [today, tomorrow] = [dayRow(NOON_MS), dayRow(NOON_MS + DAY_MS)];
  assert.deepEqual([today.name, tomorrow.name], ["Today", "Yesterday"]);
  assert.notEqual(today.key, tomorrow.key);
});

test("every suggested nick is two words that fit the host's limit", () => {
  for (const random of [0, 0.2, 0.5, 0.8, 0.999_999]) {
    assert.match(suggestNick(() => random), /^[A-Z][a-z]+ [A-Z][a-z]+$/);
    assert.ok(suggestNick(() => random).length <= 24);
  }
});
