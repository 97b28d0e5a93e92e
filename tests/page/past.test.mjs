import assert from "node:assert/strict";
import { test } from "node:test";

import { isGone, union } from "../../wschat_gui/page/gone.js";
import { Pager } from "../../wschat_gui/page/pager.js";
import { EntryKind, apply, emptyRoom } from "../../wschat_gui/page/room.js";
import { make } from "../../wschat_gui/page/vocabulary.js";
import { earlier, said, saidByMe, saidFromTo, welcome } from "./fakes.mjs";

const after = (room, ...messages) =>
  messages.reduce((each, message) => apply(each, message, 1_000_000), room);
const deleted = (...ranges) => ({ type: "deleted", ranges });
const welcomed = (first, last, fields) =>
  after(emptyRoom(), welcome({ history: saidFromTo(first, last), ...fields }));
// Each entry by its seq; a marker as what it stands for; a notice by its kind.
const log = (room) => room.entries.map(({ kind, seq, count }) =>
  kind === EntryKind.DELETED ? `${seq}+${count}` : (seq ?? kind));

// --- Older ones ---------------------------------------------------------------------------------

test("older ones come above, in order, until there are no more", () => {
  const room = welcomed(7, 9);
  assert.equal(room.from_seq, 7);
  const more = after(room, earlier(7, saidFromTo(4, 6), true));
  assert.deepEqual([log(more), more.from_seq], [[4, 5, 6, 7, 8, 9], 4]);
  const all = after(more, earlier(4, saidFromTo(1, 3), false));
  assert.deepEqual([log(all), all.from_seq, all.last_seq], [[1, 2, 3, 4, 5, 6, 7, 8, 9], 1, 9]);
});

test("an answer that comes twice, or to a question of before, changes nothing", () => {
  const answer = earlier(7, saidFromTo(4, 6), true);
  const room = after(welcomed(7, 9), answer);
  assert.equal(after(room, answer), room);
  const resumed = after(room, welcome({ complete: false, history: saidFromTo(40, 41) }));
  assert.equal(after(resumed, earlier(4, saidFromTo(1, 3), false)), resumed);
});

test("a first message needs nothing older, and numbers may be missing", () => {
  assert.equal(welcomed(1, 3).from_seq, 1);
  assert.equal(after(emptyRoom(), welcome()).from_seq, 1);
  const room = after(welcomed(7, 7), said({ seq: 12 }), earlier(7, [said({ seq: 2 })], true));
  assert.deepEqual([log(room), room.from_seq], [[2, 7, 12], 2]);
});

test("an answer without events is the end, whatever it says", () => {
  assert.equal(after(welcomed(7, 9), earlier(7, [], true)).from_seq, 1);
});

test("a message of oneself from before is confirmed but not shown out of its place", () => {
  assert.deepEqual(log(after(welcomed(7, 9), saidByMe({ seq: 3 }))), [7, 8, 9]);
});

test("in a new numbering older ones stand below the line that tells of it", () => {
  const room = after(welcomed(1, 2), welcome({ epoch: "e2", history: saidFromTo(5, 6) }));
  assert.deepEqual(log(after(room, earlier(5, saidFromTo(3, 4), true))), ["afresh", 3, 4, 5, 6]);
});

// --- Deleted ones -------------------------------------------------------------------------------

test("what is deleted leaves a marker in its place", () => {
  const room = after(welcomed(1, 5), { type: "joined", client_id: 9, nick: "Ken" });
  assert.deepEqual(log(after(room, deleted([2, 2], [5, 5]))), [1, "2+1", 3, 4, "5+1", "joined"]);
  assert.deepEqual(log(after(room, deleted([1, 5]))), ["1+5", "joined"]);
});

test("markers that touch become one, in whatever order", () => {
  const room = after(welcomed(1, 5), deleted([4, 4]), deleted([2, 2]), deleted([3, 3]));
  assert.deepEqual(log(room), [1, "2+3", 5]);
  assert.deepEqual(room.gone, [[2, 4]]);
});

test("what was deleted while away is gone on return", () => {
  const room = welcomed(1, 5);
  const resumed = after(room, welcome({ history: saidFromTo(8, 8), gone: [[2, 3], [6, 7]] }));
  assert.deepEqual(log(resumed), [1, "2+2", 4, 5, 8]);
  const nothingNew = after(room, welcome({ gone: [[5, 7]] }));
  assert.deepEqual([log(nothingNew), nothingNew.last_seq], [[1, 2, 3, 4, "5+1"], 7]);
});

test("who has not seen it sees no marker of it either", () => {
  const history = [7, 9].map((seq) => said({ seq }));
  const newcomer = after(emptyRoom(), welcome({ history, gone: [[3, 4], [8, 8]] }));
  assert.deepEqual(log(newcomer), [7, 9]);
  const events = [1, 2, 5, 6].map((seq) => said({ seq }));
  assert.deepEqual(log(after(newcomer, earlier(7, events, false))), [1, 2, 5, 6, 7, 9]);
});

test("edits of and reactions to a deleted message leave no markers", () => {
  const edited = { type: "edited", seq: 4, at_ms: 9, client_id: 2, nick: "Ken", target: 2, text: "b" };
  const room = after(welcomed(1, 3), edited, said({ seq: 5 }), deleted([2, 2], [4, 4]));
  assert.deepEqual(log(room), [1, "2+1", 3, 5]);
});

test("an answer that was on its way when something was deleted does not bring it back", () => {
  const room = after(welcomed(7, 9), deleted([5, 5]), earlier(7, saidFromTo(4, 6), true));
  assert.deepEqual(log(room), [4, 6, 7, 8, 9]);
  assert.deepEqual(log(after(room, said({ seq: 5 }))), log(room));
});

test("a room of which all was deleted asks what there is, and goes on after it", () => {
  const room = after(emptyRoom(), welcome({ gone: [[1, 5]] }));
  assert.deepEqual([log(room), room.from_seq, room.last_seq], [[], 6, 5]);
  assert.deepEqual(log(after(room, earlier(6, [], false), said({ seq: 6 }))), [6]);
});

test("runs are joined where they touch, and searched", () => {
  const runs = union([[1, 2], [8, 9]], [[12, 12], [3, 3], [9, 10]]);
  assert.deepEqual(runs, [[1, 3], [8, 10], [12, 12]]);
  const found = Array.from({ length: 14 }, (_, seq) => seq).filter((seq) => isGone(runs, seq));
  assert.deepEqual(found, [1, 2, 3, 8, 9, 10, 12]);
  assert.equal(isGone(runs, undefined), false);
  assert.equal(isGone([], 1), false);
});

// --- Asking -------------------------------------------------------------------------------------

test("one question at a time, until it is answered or the connection is gone", () => {
  const sent = [];
  let online = true;
  let changes = 0;
  const send = ({ before_seq }) => online && sent.push(before_seq) > 0;
  const pager = new Pager({ send, onChange: () => (changes += 1) });
  pager.ask(300);
  pager.ask(300);
  assert.deepEqual([sent, pager.isAsking, changes], [[300], true, 1]);
  pager.done();
  online = false;
  pager.ask(300);
  assert.deepEqual([sent, pager.isAsking, changes], [[300], false, 1]);
  online = true;
  pager.ask(300);
  assert.deepEqual([sent, pager.isAsking, changes], [[300, 300], true, 2]);
});

// --- What is sent -------------------------------------------------------------------------------

test("half a surrogate pair in a nick or code can be sent", () => {
  assert.equal(make("rename", { nick: "a\ud83d" }).nick, "a\ufffd");
  const fields = { nick: "\ude00 😀", code: "\ud83d", token: "t", epoch: "e", last_seq: 3 };
  const sent = { ...fields, type: "join", nick: "\ufffd 😀", code: "\ufffd" };
  assert.deepEqual(make("join", fields), sent);
});
