import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Delivery, PACE_MS } from "../../wschat_gui/page/outbox.js";
import { AHEAD_BYTES, STALL_MS, createUploads } from "../../wschat_gui/page/uploads.js";
import { FakeClock } from "./fakes.mjs";

const CHUNK = 64 * 1024;
const LIMIT = 10 * 1024 * 1024;
const nothing = () => ({ text: "", reply_to: 0 });

let clock;
let sent;
let bytes;
let silences;
let uploads;

beforeEach(() => {
  clock = new FakeClock();
  sent = [];
  bytes = [];
  silences = 0;
  let last = 0;
  uploads = createUploads({
    ...clock,
    makeId: () => `f${(last += 1)}`,
    send: (message) => sent.push(message) > 0,
    sendBytes: (buffer) => bytes.push(buffer.byteLength),
    onSilence: () => (silences += 1),
    onChange: () => {},
    fileBytesMax: () => LIMIT,
  });
});

// Of a browser's file what is needed; it is read without a thread, and so within the same turn.
const file = (size, name = "a.bin") => ({
  name,
  size,
  slice: (from, to) => ({ arrayBuffer: async () => new ArrayBuffer(Math.min(to, size) - from) }),
});
const types = () => sent.map(({ type, id }) => `${type} ${id}`);
const deliveries = () => uploads.items().map(({ delivery }) => delivery);
const sentBytes = () => bytes.reduce((sum, each) => sum + each, 0);
const granted = (id) => uploads.receive({ type: "granted", id, chunk_bytes: CHUNK });
const received = (id, received_bytes) => uploads.receive({ type: "received", id, received_bytes });

// Until every promise that can be kept is kept.
const settled = () => new Promise(setImmediate);

function online(...files) {
  uploads.setOnline(true);
  uploads.add(files, nothing);
}

test("a file is offered, and its bytes go once the host has granted it", async () => {
  online(file(CHUNK + 1, "notes.txt"));
  assert.deepEqual(sent, [
    { type: "offer", id: "f1", name: "notes.txt", size_bytes: CHUNK + 1, text: "", reply_to: 0 },
  ]);
  await settled();
  assert.deepEqual(bytes, []);
  granted("f1");
  await settled();
  assert.deepEqual(bytes, [CHUNK, 1]);
  received("f1", CHUNK + 1);
  assert.equal(uploads.items()[0].received_bytes, CHUNK + 1);
  uploads.settle(["f1"]);
  assert.deepEqual(uploads.items(), []);
  clock.pass(STALL_MS);
  assert.equal(silences, 0);
  assert.equal(clock.pending, 0);
});

test("what a person wrote goes with the first file that can go", () => {
  uploads.setOnline(true);
  let taken = 0;
  const words = () => ({ text: `words ${(taken += 1)}`, reply_to: 7 });
  uploads.add([file(LIMIT + 1), file(1), file(2)], words);
  assert.equal(taken, 1);
  assert.deepEqual(uploads.items().map(({ text }) => text), [undefined, "words 1", undefined]);
  assert.deepEqual([sent[0].text, sent[0].reply_to], ["words 1", 7]);
});

test("only so much is ahead of what the host has received", async () => {
  online(file(4 * AHEAD_BYTES));
  granted("f1");
  await settled();
  assert.equal(sentBytes(), AHEAD_BYTES);
  received("f1", 256 * 1024);
  await settled();
  assert.equal(sentBytes(), AHEAD_BYTES + 256 * 1024);
  received("f1", AHEAD_BYTES + 256 * 1024);
  await settled();
  assert.equal(sentBytes(), 2 * AHEAD_BYTES + 256 * 1024);
});

test("the next file waits for the one before, and a moment longer", () => {
  online(file(1), file(2));
  assert.deepEqual(types(), ["offer f1"]);
  uploads.settle(["f1"]);
  assert.deepEqual(types(), ["offer f1"]);
  clock.pass(PACE_MS);
  assert.deepEqual(types(), ["offer f1", "offer f2"]);
});

test("too large a file is refused before it is offered", () => {
  online(file(LIMIT + 1));
  assert.deepEqual(sent, []);
  assert.deepEqual(deliveries(), [Delivery.FAILED]);
  assert.deepEqual(uploads.items()[0].reason, { code: "file_too_large", limit: LIMIT });
});

test("a drop begins it again under the same id", async () => {
  online(file(3 * AHEAD_BYTES));
  granted("f1");
  await settled();
  uploads.setOnline(false);
  assert.deepEqual(deliveries(), [Delivery.QUEUED]);
  clock.pass(PACE_MS);
  bytes = [];
  uploads.setOnline(true);
  assert.deepEqual(types(), ["offer f1", "offer f1"]);
  assert.equal(uploads.items()[0].received_bytes, 0);
  await settled();
  assert.deepEqual(bytes, []);
  granted("f1");
  await settled();
  assert.equal(sentBytes(), AHEAD_BYTES);
});

test("what the host had before the drop does not go again", () => {
  online(file(1));
  uploads.setOnline(false);
  uploads.settle(["f1"]);
  uploads.setOnline(true);
  clock.pass(PACE_MS);
  assert.deepEqual(types(), ["offer f1"]);
});

test("who gives up a file stops its bytes and tells the host", async () => {
  uploads.setOnline(true);
  uploads.add([file(2 * AHEAD_BYTES), file(1)], () => ({ text: "look" }));
  granted("f1");
  await settled();
  const before = sentBytes();
  assert.equal(uploads.find("f1").text, "look");
  uploads.cancel("f1");
  received("f1", AHEAD_BYTES);
  await settled();
  assert.equal(sentBytes(), before);
  clock.pass(PACE_MS);
  assert.deepEqual(types(), ["offer f1", "cancel f1", "offer f2"]);
});

test("a file that waits is given up without a word to the host", () => {
  online(file(1), file(2));
  uploads.cancel("f2");
  assert.deepEqual(types(), ["offer f1"]);
  assert.equal(uploads.items().length, 1);
});

test("a refused file fails with the reason, and goes again when the person wants it", () => {
  online(file(1));
  const reason = { code: "slow", wait_s: 5 };
  assert.deepEqual([uploads.find("theirs") === undefined, uploads.find("f1") === undefined], [true, false]);
  uploads.refuse("f1", reason);
  assert.deepEqual([deliveries()[0], uploads.items()[0].reason], [Delivery.FAILED, reason]);
  uploads.setOnline(false);
  uploads.setOnline(true);
  clock.pass(PACE_MS);
  assert.deepEqual(types(), ["offer f1"]);
  uploads.retry("f1");
  assert.deepEqual(types(), ["offer f1", "offer f1"]);
});

test("a refusal on the way stops the bytes", async () => {
  online(file(2 * AHEAD_BYTES));
  granted("f1");
  await settled();
  uploads.refuse("f1", { code: "file_broken" });
  bytes = [];
  received("f1", AHEAD_BYTES);
  await settled();
  assert.deepEqual(bytes, []);
});

test("a file that cannot be read is given up", async () => {
  const broken = Object.assign(file(5), {
    slice: () => ({ arrayBuffer: () => Promise.reject(new Error("moved")) }),
  });
  online(broken);
  granted("f1");
  await settled();
  assert.deepEqual(types(), ["offer f1", "cancel f1"]);
  assert.deepEqual(uploads.items()[0].reason, { code: "file_broken" });
});

test("where nothing moves a fresh connection is asked for, and it goes over that", () => {
  online(file(1));
  clock.pass(STALL_MS - 1);
  assert.equal(silences, 0);
  clock.pass(1);
  assert.equal(silences, 1);
  uploads.setOnline(false);
  uploads.setOnline(true);
  clock.pass(PACE_MS);
  assert.deepEqual(types(), ["offer f1", "offer f1"]);
});

test("what is heard of a file while it comes puts off the doubt", () => {
  online(file(1));
  clock.pass(STALL_MS - 1);
  received("f1", 0);
  clock.pass(STALL_MS - 1);
  assert.equal(silences, 0);
});

test("offline nothing is offered", () => {
  uploads.add([file(1)], nothing);
  assert.deepEqual(sent, []);
  uploads.setOnline(true);
  assert.deepEqual(types(), ["offer f1"]);
});

test("a name without end is cut at its beginning", () => {
  online(file(1, `${"x".repeat(2_000)}.pdf`));
  assert.equal(sent[0].name.length, 255);
  assert.equal(sent[0].name.slice(-5), "x.pdf");
});
