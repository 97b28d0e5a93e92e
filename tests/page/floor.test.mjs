import assert from "node:assert/strict";
import { test } from "node:test";

import { reactionsOf } from "../../wschat_gui/page/amendments.js";
import { mayChange, silencedBy, slowWaitMs } from "../../wschat_gui/page/floor.js";
import { apply, emptyRoom } from "../../wschat_gui/page/room.js";
import { LineKind, linesOf } from "../../wschat_gui/page/view/lines.js";
import { said, saidByMe, welcome } from "./fakes.mjs";

const NOW_MS = 1_000_000;
const after = (room, ...messages) => messages.reduce((each, message) => apply(each, message, NOW_MS), room);
const roomWith = (fields) => after(emptyRoom(), welcome(fields));

// --- Who may speak ------------------------------------------------------------------------------

test("a frozen room and a mute keep one from writing, until they end", () => {
  const frozen = { frozen: true, slow_s: 0, locked: false };
  assert.equal(silencedBy(roomWith(), NOW_MS), "");
  assert.equal(silencedBy(roomWith({ state: frozen, muted_until_ms: null }), NOW_MS), "frozen");
  assert.equal(silencedBy(roomWith({ muted_until_ms: null }), NOW_MS), "muted");
  const muted = roomWith({ muted_until_ms: NOW_MS + 10 });
  assert.deepEqual([silencedBy(muted, NOW_MS + 9), silencedBy(muted, NOW_MS + 10)], ["muted", ""]);
});

test("slow mode waits from the last own message to all", () => {
  const slow = { frozen: false, slow_s: 10, locked: false };
  const history = [saidByMe({ seq: 1, at_ms: NOW_MS - 4_000 }), said({ seq: 2, at_ms: NOW_MS })];
  assert.equal(slowWaitMs(roomWith({ history }), NOW_MS), 0);
  const room = roomWith({ history, state: slow });
  assert.deepEqual([0, 6_000].map((ms) => slowWaitMs(room, NOW_MS + ms)), [6_000, 0]);
  assert.equal(slowWaitMs(roomWith({ state: slow }), NOW_MS), 0);
});

test("only what one has said oneself can be changed, and only for a while", () => {
  const history = [saidByMe({ seq: 1, at_ms: NOW_MS }), said({ seq: 2, at_ms: NOW_MS })];
  const room = roomWith({ history, edit_s: 5 });
  const may = (host_ms) => room.entries.map((entry) => mayChange(entry, room, host_ms));
  assert.deepEqual([may(NOW_MS + 4_999), may(NOW_MS + 5_000)], [[true, false], [false, false]]);
});

// --- Reactions ----------------------------------------------------------------------------------

const reacted = (seq, person_id, on, fields) =>
  ({ type: "reacted", seq, at_ms: 1, client_id: 9, nick: person_id, person_id, target: 1, emoji: "👍", on, ...fields });
const held = (room) => reactionsOf(room.reactions[1], room.me);

test("reactions are held by people, each once, and given back", () => {
  const room = after(roomWith({ history: [said({ seq: 1 })] }), reacted(2, "ada", true), reacted(3, "ken", true));
  assert.deepEqual(held(room), [{ emoji: "👍", nicks: ["ada", "ken"], own: true }]);
  const less = after(room, reacted(4, "ada", false), reacted(2, "ada", true));
  assert.deepEqual(held(less), [{ emoji: "👍", nicks: ["ken"], own: false }], "the highest seq holds");
  assert.deepEqual(held(after(less, reacted(5, "ken", false))), []);
  assert.deepEqual(reactionsOf(undefined, room.me), []);
});

// --- Rows ---------------------------------------------------------------------------------------

const linesIn = (room, unread = null) => linesOf(room, [], { from: 0, to: room.entries.length }, unread);

test("an answer has what it answers, or a sentence in its stead", () => {
  const answer = (reply_to) => said({ seq: 9, reply_to });
  const history = [said({ seq: 5 })];
  const quoted = (reply_to) => linesIn(after(roomWith({ history, gone: [[3, 4]] }), answer(reply_to))).at(-1).quoted;
  assert.equal(quoted(5).text, "text 5");
  assert.deepEqual([quoted(4), quoted(2), quoted(0)], ["quote.deleted", "quote.earlier", undefined]);
});

test("a line stands above the first that is unread, and a heading below it", () => {
  const history = [1, 2].map((seq) => said({ seq, at_ms: NOW_MS }));
  const room = roomWith({ history });
  assert.equal(linesIn(room).at(-1).continues, true);
  const lines = linesIn(room, "s2").slice(-2);
  assert.deepEqual(lines.map(({ kind, continues }) => [kind, continues]), [
    [LineKind.UNREAD, undefined], [LineKind.SAID, false],
  ]);
});
