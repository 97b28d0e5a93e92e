import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ENTRIES_MAX,
  EntryKind,
  apply,
  bounded,
  emptyRoom,
  noted,
  resumption,
  typists,
} from "../../wschat_gui/page/room.js";
import { GRACE_MS, settled } from "../../wschat_gui/page/notices.js";
import { newsIn } from "../../wschat_gui/page/notify.js";
import { LeaveCause } from "../../wschat_gui/page/vocabulary.js";
import { ADA, GRACE, earlier, said, saidByMe, saidFromTo, welcome, whispered } from "./fakes.mjs";

const NOW_MS = 1_000_000;
const after = (room, ...messages) =>
  messages.reduce((each, message) => apply(each, message, NOW_MS), room);
const seqs = (room) => room.entries.filter(({ seq }) => seq !== undefined).map(({ seq }) => seq);
const kinds = (room) => room.entries.map(({ kind }) => kind);

test("a welcome gives the name, the roster, the history and one's own place", () => {
  const room = after(emptyRoom(), welcome({ history: [said({ seq: 4 }), said({ seq: 5 })] }));
  assert.equal(room.name, "Physics");
  assert.deepEqual(room.me, ADA);
  assert.deepEqual(room.roster, [ADA]);
  assert.deepEqual(seqs(room), [4, 5]);
  assert.deepEqual([room.token, room.epoch, room.last_seq], ["secret", "e1", 5]);
});

test("what arrives twice is shown once", () => {
  const room = after(emptyRoom(), welcome(), said({ seq: 1 }), said({ seq: 2 }), said({ seq: 1 }));
  const again = after(room, welcome({ history: [said({ seq: 2 }), said({ seq: 3 })] }));
  assert.deepEqual(seqs(again), [1, 2, 3]);
});

test("whatever the order of arrival, the log is in the order of seq", () => {
  const room = after(
    emptyRoom(),
    welcome({ history: [said({ seq: 1 })] }),
    said({ seq: 4 }),
    { type: "joined", client_id: 9, nick: "Ken" },
    said({ seq: 3 }),
    said({ seq: 2 }),
    said({ seq: 3 }),
  );
  assert.deepEqual(seqs(room), [1, 2, 3, 4]);
  assert.equal(room.last_seq, 4);
});

test("what only a newer host says is counted and not shown", () => {
  const before = after(emptyRoom(), welcome());
  const room = after(before, { type: "praised", seq: 1, target: 9 }, { type: "waved" });
  assert.deepEqual([room.entries, room.last_seq], [before.entries, 1]);
});

test("a change leaves the room before it as it was", () => {
  const before = after(emptyRoom(), welcome());
  const copy = structuredClone(before);
  after(before, said({ seq: 1 }), { type: "joined", client_id: 9, nick: "Ken" });
  assert.deepEqual(before, copy);
});

test("a resumption that lacks something begins the log anew and says so", () => {
  const first = after(emptyRoom(), welcome({ history: [saidByMe({ seq: 900 })] }));
  assert.deepEqual(kinds(first), [EntryKind.SAID]);
  const resumed = after(first, welcome({ complete: false, history: [said({ seq: 990 })] }));
  assert.deepEqual(kinds(resumed), [EntryKind.SAID, EntryKind.GAP]);
  assert.deepEqual([seqs(resumed), resumed.from_seq, resumed.last_seq], [[990], 990, 990]);
});

test("another epoch begins the log afresh, with a line that says so", () => {
  const room = after(emptyRoom(), welcome(), said({ seq: 70 }));
  const next = after(room, welcome({ epoch: "e2", history: [said({ seq: 1 })] }));
  assert.deepEqual(kinds(next), [EntryKind.AFRESH, EntryKind.SAID]);
  assert.equal(next.last_seq, 1);
});

test("one's own messages are known by the person, whichever connection they came over", () => {
  const history = [saidByMe({ seq: 1, client_id: 55, id: "mine" }), said({ seq: 2, client_id: 1 })];
  const room = after(emptyRoom(), welcome({ history }), saidByMe({ seq: 3 }));
  assert.deepEqual(room.entries.map(({ own }) => own), [true, false, true]);
  assert.equal(room.entries[0].key, "omine", "the key of its row while it was on its way");
});

test("who comes, goes and changes the nick is in the roster and in the log", () => {
  const room = after(
    emptyRoom(),
    welcome(),
    { type: "joined", client_id: 2, nick: "Grace" },
    { type: "joined", client_id: 3, nick: "Ken" },
    { type: "renamed", client_id: 2, old_nick: "Grace", nick: "Hopper" },
    { type: "left", client_id: 3, nick: "Ken", cause: LeaveCause.KICKED },
  );
  assert.deepEqual(room.roster.map(({ nick }) => nick), ["Ada", "Hopper"]);
  const expected = [EntryKind.JOINED, EntryKind.RENAMED, EntryKind.LEFT];
  assert.deepEqual(kinds(room), expected);
});

test("a goodbye waits, and who is back within the grace has not been away", () => {
  const goodbye = { type: "left", client_id: 2, nick: "Grace", cause: "timed_out" };
  const back = { type: "joined", client_id: 3, nick: "Grace", person_id: "grace" };
  const room = after(emptyRoom(), welcome({ roster: [ADA, GRACE] }), goodbye);
  assert.deepEqual(kinds(settled(room, NOW_MS + GRACE_MS - 1)), []);
  assert.deepEqual(kinds(settled(after(room, back), NOW_MS + GRACE_MS)), []);
  const late = apply(settled(room, NOW_MS + GRACE_MS), back, NOW_MS + GRACE_MS);
  assert.deepEqual(kinds(late), [EntryKind.LEFT, EntryKind.JOINED]);
});

test("comings of one moment share a line, and so do goings of one cause", () => {
  const come = (client_id) => ({ type: "joined", client_id, nick: `N${client_id}`, person_id: "" });
  const go = (client_id, cause) => ({ type: "left", client_id, nick: `N${client_id}`, cause });
  const [LEFT, TIMED_OUT] = ["left", "timed_out"];
  const room = after(emptyRoom(), welcome(), come(2), come(3), come(4), go(2, LEFT), go(3, LEFT));
  const later = settled(after(room, go(4, TIMED_OUT)), NOW_MS + GRACE_MS);
  const lines = later.entries.map(({ kind, nicks, cause }) => [kind, nicks, cause]);
  assert.deepEqual(lines, [
    [EntryKind.JOINED, ["N2", "N3", "N4"], undefined],
    [EntryKind.LEFT, ["N2", "N3"], LEFT],
    [EntryKind.LEFT, ["N4"], TIMED_OUT],
  ]);
});

test("that somebody was removed stays to be seen, however soon they are back", () => {
  const goodbye = { type: "left", client_id: 2, nick: "Grace", cause: LeaveCause.KICKED };
  const back = { type: "joined", client_id: 3, nick: "Grace", person_id: "grace" };
  const room = after(emptyRoom(), welcome(), goodbye, back);
  assert.deepEqual(kinds(room), [EntryKind.LEFT, EntryKind.JOINED]);
});

test("a join asks for what was missed, but for nothing particular while the log is empty", () => {
  const reloaded = emptyRoom({ token: "secret", epoch: "e1", own_seqs: [] });
  assert.deepEqual(resumption(reloaded), { token: "secret", epoch: "", last_seq: 0 });
  const dropped = after(reloaded, welcome(), said({ seq: 7 }));
  assert.deepEqual(resumption(dropped), { token: "secret", epoch: "e1", last_seq: 7 });
});

test("the own joining is no news", () => {
  const room = after(emptyRoom(), welcome(), { type: "joined", client_id: 1, nick: "Ada" });
  assert.deepEqual([room.roster.length, room.entries.length], [1, 0]);
});

test("a renaming of oneself changes who one is", () => {
  const message = { type: "renamed", client_id: 1, old_nick: "Ada", nick: "Lovelace" };
  const room = after(emptyRoom(), welcome(), message);
  assert.deepEqual(room.me, { ...ADA, nick: "Lovelace" });
  assert.equal(room.entries[0].own, true);
});

test("that everybody goes when the host stops is not told one by one", () => {
  const cause = LeaveCause.SERVER_STOPPED;
  const room = after(emptyRoom(), welcome(), { type: "left", client_id: 1, nick: "Ada", cause });
  assert.deepEqual([room.roster, room.entries], [[], []]);
});

test("a refusal for this person stands in the log at the host's time", () => {
  const room = noted(after(emptyRoom(), welcome({ now_ms: NOW_MS + 5_000 })), { code: "slow" }, NOW_MS);
  const [{ kind, refusal, at_ms }] = room.entries;
  assert.deepEqual([kind, refusal, at_ms], [EntryKind.NOTE, { code: "slow" }, NOW_MS + 5_000]);
});

test("the log can be bounded, and what it lost be asked for again", () => {
  const room = after(emptyRoom(), welcome({ history: saidFromTo(1, ENTRIES_MAX + 5) }));
  const smaller = bounded(room);
  assert.equal(smaller.entries.length, ENTRIES_MAX);
  assert.deepEqual([smaller.entries[0].seq, smaller.from_seq], [6, 6]);
  const again = after(smaller, earlier(6, saidFromTo(1, 5), false));
  assert.deepEqual(seqs(again), seqs(room));
});

test("an edit changes the text in its place; an older one or one of what is not there nothing", () => {
  const edited = (fields) => ({ type: "edited", client_id: 2, nick: "Grace", target: 1, ...fields });
  const room = after(emptyRoom(), welcome(), said({ seq: 1, text: "helo" }), said({ seq: 2 }));
  const once = after(room, edited({ seq: 3, at_ms: 9, text: "hello" }));
  assert.deepEqual([once.entries[0].text, once.entries[0].edited_ms], ["hello", 9]);
  assert.deepEqual([seqs(once), once.last_seq, room.entries[0].text], [[1, 2], 3, "helo"]);
  const older = after(once, edited({ seq: 4, at_ms: 8, text: "?" }), edited({ seq: 5, at_ms: 9, target: 77 }));
  assert.deepEqual(older.entries, once.entries);
});

test("what two people say in private stands where its time is, once", () => {
  const earlierWhisper = whispered(GRACE, ADA, { at_ms: 15, id: "w1" });
  const own = whispered(ADA, GRACE, { at_ms: 25, id: "w2" });
  const history = [said({ seq: 1, at_ms: 10 }), said({ seq: 2, at_ms: 20 })];
  const room = after(emptyRoom(), welcome({ history, whispers: [earlierWhisper, own] }));
  const { SAID, WHISPERED } = EntryKind;
  assert.deepEqual(kinds(room), [SAID, WHISPERED, SAID, WHISPERED]);
  assert.deepEqual(room.entries.map(({ own: isOwn }) => isOwn), [false, false, false, true]);
  assert.equal(room.entries[3].key, "ow2");
  assert.deepEqual(after(room, own, welcome({ whispers: [earlierWhisper, own] })).entries, room.entries);
});

test("older messages come between whispers of their time", () => {
  const whispers = [whispered(GRACE, ADA, { at_ms: 5 })];
  const room = after(emptyRoom(), welcome({ history: [said({ seq: 3, at_ms: 30 })], whispers }));
  const events = [said({ seq: 1, at_ms: 1 }), said({ seq: 2, at_ms: 20 })];
  const whole = after(room, earlier(3, events, false));
  assert.deepEqual(whole.entries.map(({ seq }) => seq), [1, undefined, 2, 3]);
});

test("who writes is known for a few seconds, until the message is there, and never oneself", () => {
  const typing = (client_id) => ({ type: "typing", client_id });
  const room = after(emptyRoom(), welcome({ roster: [ADA, GRACE] }), typing(1), typing(2));
  assert.deepEqual(typists(room, NOW_MS + 4_999), ["Grace"]);
  assert.deepEqual(typists(room, NOW_MS + 5_000), []);
  assert.deepEqual(typists(after(room, said({ seq: 1 })), NOW_MS), []);
});

test("how far people may talk is the host's to change", () => {
  const state = { frozen: true, slow_s: 5, locked: true };
  const room = after(emptyRoom(), welcome(), { type: "changed", room: "Chemistry", state });
  assert.deepEqual([room.name, room.state], ["Chemistry", state]);
  const muted = after(room, { type: "muted", until_ms: null, reason: "enough" });
  assert.deepEqual([muted.muted_until_ms, muted.muted_reason], [null, "enough"]);
  assert.equal(after(muted, { type: "unmuted" }).muted_until_ms, 0);
});

test("what was whispered before is no news, however long one was away", () => {
  const psst = whispered(GRACE, ADA);
  const before = apply(emptyRoom(), welcome({ whispers: [psst] }), 0);
  const whispers = [psst, whispered(GRACE, ADA, { id: "w2", at_ms: 2 })];
  const history = saidFromTo(2_001, 2_002);
  const room = apply(before, welcome({ history, whispers, complete: false }), 0);
  assert.deepEqual(newsIn(before, room).map(({ kind }) => kind), ["said", "said", "whispered"]);
});
