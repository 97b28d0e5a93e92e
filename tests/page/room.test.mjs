import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ENTRIES_MAX,
  EntryKind,
  GRACE_MS,
  apply,
  bounded,
  emptyRoom,
  noted,
  resumption,
  strangerTo,
} from "../../wschat_gui/page/room.js";
import { LeaveCause } from "../../wschat_gui/page/vocabulary.js";
import { earlier, said, saidFromTo, welcome } from "./fakes.mjs";

const NOW_MS = 1_000_000;
const nothingPending = () => false;
const after = (room, ...messages) =>
  messages.reduce((each, message) => apply(each, message, NOW_MS, nothingPending), room);
const seqs = (room) => room.entries.filter(({ seq }) => seq !== undefined).map(({ seq }) => seq);
const kinds = (room) => room.entries.map(({ kind }) => kind);

test("a welcome gives the name, the roster, the history and one's own place", () => {
  const room = after(emptyRoom(), welcome({ history: [said({ seq: 4 }), said({ seq: 5 })] }));
  assert.equal(room.name, "Physics");
  assert.deepEqual(room.me, { client_id: 1, nick: "Ada" });
  assert.deepEqual(room.roster, [{ client_id: 1, nick: "Ada" }]);
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

test("a change leaves the room before it as it was", () => {
  const before = after(emptyRoom(), welcome());
  const copy = structuredClone(before);
  after(before, said({ seq: 1 }), { type: "joined", client_id: 9, nick: "Ken" });
  assert.deepEqual(before, copy);
});

test("a resumption that lacks something begins the log anew and says so", () => {
  const first = after(emptyRoom(), welcome({ history: [said({ seq: 900, client_id: 1 })] }));
  assert.deepEqual(kinds(first), [EntryKind.SAID]);
  const resumed = after(first, welcome({ complete: false, history: [said({ seq: 990 })] }));
  assert.deepEqual(kinds(resumed), [EntryKind.SAID, EntryKind.GAP]);
  assert.deepEqual([seqs(resumed), resumed.from_seq, resumed.last_seq], [[990], 990, 990]);
});

test("what is one's own still is, after a gap", () => {
  const room = after(emptyRoom(), welcome(), said({ seq: 1, client_id: 1 }));
  const resumed = after(room, welcome({ complete: false, history: [said({ seq: 9 })] }));
  const filled = after(resumed, earlier(9, saidFromTo(1, 8), false));
  assert.deepEqual(filled.entries.filter(({ own }) => own).map(({ seq }) => seq), [1]);
});

test("another epoch begins the log afresh, with a line that says so", () => {
  const room = after(emptyRoom(), welcome(), said({ seq: 70 }));
  const next = after(room, welcome({ epoch: "e2", history: [said({ seq: 1 })] }));
  assert.deepEqual(kinds(next), [EntryKind.AFRESH, EntryKind.SAID]);
  assert.equal(next.last_seq, 1);
});

test("one's own messages are known by the client id while connected", () => {
  const room = after(emptyRoom(), welcome(), said({ seq: 1, client_id: 1 }), said({ seq: 2 }));
  assert.deepEqual(room.entries.map(({ own }) => own), [true, false]);
});

test("a client id in the history does not make a message one's own", () => {
  const room = after(emptyRoom(), welcome({ history: [said({ seq: 1, client_id: 1 })] }));
  assert.equal(room.entries[0].own, false);
});

test("a message that is still waited for is one's own, and keeps the key of its row", () => {
  const history = [said({ seq: 1, client_id: 55, id: "mine" })];
  const room = apply(emptyRoom(), welcome({ history }), NOW_MS, (id) => id === "mine");
  assert.equal(room.entries[0].own, true);
  assert.equal(room.entries[0].key, "omine");
});

test("after a reload the own messages are known by their saved numbers, in the same epoch", () => {
  const kept = { token: "secret", epoch: "e1", own_seqs: [1] };
  const history = [said({ seq: 1 }), said({ seq: 2 })];
  const same = after(emptyRoom(kept), welcome({ history }));
  assert.deepEqual(same.entries.map(({ own }) => own), [true, false]);
  const other = after(emptyRoom(kept), welcome({ history, epoch: "e2" }));
  assert.deepEqual(other.entries.map(({ own }) => own), [false, false]);
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
  const expected = [EntryKind.JOINED, EntryKind.JOINED, EntryKind.RENAMED, EntryKind.LEFT];
  assert.deepEqual(kinds(room), expected);
});

test("who is back within the grace has not been away", () => {
  const goodbye = { type: "left", client_id: 2, nick: "Grace", cause: LeaveCause.TIMED_OUT };
  const back = { type: "joined", client_id: 3, nick: "Grace" };
  const room = after(emptyRoom(), welcome(), goodbye);
  assert.deepEqual(kinds(apply(room, back, NOW_MS + GRACE_MS, nothingPending)), []);
  const late = apply(room, back, NOW_MS + GRACE_MS + 1, nothingPending);
  assert.deepEqual(kinds(late), [EntryKind.LEFT, EntryKind.JOINED]);
});

test("that somebody was removed stays to be seen, however soon they are back", () => {
  const goodbye = { type: "left", client_id: 2, nick: "Grace", cause: LeaveCause.KICKED };
  const room = after(emptyRoom(), welcome(), goodbye, { type: "joined", client_id: 3, nick: "Grace" });
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
  assert.deepEqual(room.me, { client_id: 1, nick: "Lovelace" });
  assert.equal(room.entries[0].own, true);
});

test("that everybody goes when the host stops is not told one by one", () => {
  const cause = LeaveCause.SERVER_STOPPED;
  const room = after(emptyRoom(), welcome(), { type: "left", client_id: 1, nick: "Ada", cause });
  assert.deepEqual([room.roster, room.entries], [[], []]);
});

test("a sentence of the host for this person stands in the log at the host's time", () => {
  const room = noted(after(emptyRoom(), welcome({ now_ms: NOW_MS + 5_000 })), "Slow down.", NOW_MS);
  const [{ kind, text, at_ms }] = room.entries;
  assert.deepEqual([kind, text, at_ms], [EntryKind.NOTE, "Slow down.", NOW_MS + 5_000]);
});

test("a stranger has no token any more but keeps the log", () => {
  const room = strangerTo(after(emptyRoom(), welcome(), said({ seq: 1 })));
  assert.deepEqual([room.token, room.last_seq], ["", 1]);
});

test("the log can be bounded, and what it lost be asked for again", () => {
  const room = after(emptyRoom(), welcome({ history: saidFromTo(1, ENTRIES_MAX + 5) }));
  const smaller = bounded(room);
  assert.equal(smaller.entries.length, ENTRIES_MAX);
  assert.deepEqual([smaller.entries[0].seq, smaller.from_seq], [6, 6]);
  const again = after(smaller, earlier(6, saidFromTo(1, 5), false));
  assert.deepEqual(seqs(again), seqs(room));
});
