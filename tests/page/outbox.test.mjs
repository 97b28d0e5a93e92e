import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ANSWER_MS, BURST, Delivery, Outbox, PACE_MS } from "../../wschat_gui/page/outbox.js";
import { FakeClock } from "./fakes.mjs";

let clock;
let sent;
let silences;
let accepts;
let outbox;

function makeOutbox(kept = []) {
  let last = 0;
  const environment = {
    ...clock,
    makeId: () => `m${(last += 1)}`,
    send: (message) => accepts && sent.push(message) > 0,
    onSilence: () => (silences += 1),
    onChange: () => {},
  };
  return new Outbox(environment, kept);
}

beforeEach(() => {
  clock = new FakeClock();
  sent = [];
  silences = 0;
  accepts = true;
  outbox = makeOutbox();
});

const ids = () => sent.map(({ id }) => id);
const deliveries = () => outbox.items.map(({ delivery }) => delivery);

test("a message goes at once and stays until the host has it", () => {
  outbox.setOnline(true);
  outbox.add("hello");
  assert.deepEqual(sent, [{ type: "say", id: "m1", text: "hello", reply_to: 0 }]);
  assert.deepEqual(deliveries(), [Delivery.SENDING]);
  outbox.settle(["m1"]);
  assert.deepEqual(outbox.items, []);
  assert.equal(clock.pending, 0);
});

test("an answer tells what it answers, and what is for one alone goes to that person", () => {
  outbox.setOnline(true);
  outbox.add("yes", { reply_to: 7 });
  outbox.add("psst", { to: { client_id: 2, nick: "Grace", person_id: "grace" } });
  outbox.setOnline(false);
  outbox.setOnline(true);
  const answer = { type: "say", id: "m1", text: "yes", reply_to: 7 };
  const whisper = { type: "whisper", id: "m2", to: "grace", text: "psst" };
  assert.deepEqual(sent, [answer, whisper, answer, whisper]);
});

test("what is written offline waits and then goes once, in order", () => {
  outbox.add("one");
  outbox.add("two");
  assert.deepEqual(sent, []);
  outbox.setOnline(true);
  assert.deepEqual(ids(), ["m1", "m2"]);
});

test("what was on its way at a drop goes again under the same id", () => {
  outbox.setOnline(true);
  outbox.add("hello");
  outbox.setOnline(false);
  assert.deepEqual(deliveries(), [Delivery.QUEUED]);
  outbox.setOnline(true);
  assert.deepEqual(ids(), ["m1", "m1"]);
});

test("what the host had before the drop does not go again", () => {
  outbox.setOnline(true);
  outbox.add("hello");
  outbox.setOnline(false);
  outbox.settle(["m1"]);
  outbox.setOnline(true);
  assert.deepEqual(ids(), ["m1"]);
});

test("a long queue is paced below what the host takes", () => {
  for (let count = 0; count < BURST + 3; count += 1) outbox.add(`${count}`);
  outbox.setOnline(true);
  assert.equal(sent.length, BURST);
  clock.pass(PACE_MS);
  assert.equal(sent.length, BURST + 1);
  clock.pass(2 * PACE_MS);
  assert.equal(sent.length, BURST + 3);
  assert.deepEqual(ids(), [...new Set(ids())]);
});

test("a refused message fails with the reason, and goes again when the person wants it", () => {
  outbox.setOnline(true);
  outbox.add("hello");
  const refusal = { code: "too_fast", text: "Too fast." };
  outbox.refuse("m1", refusal);
  assert.deepEqual([outbox.items[0].delivery, outbox.items[0].reason], [Delivery.FAILED, refusal]);
  outbox.setOnline(false);
  outbox.setOnline(true);
  assert.deepEqual(ids(), ["m1"]);
  outbox.retry("m1");
  assert.deepEqual(ids(), ["m1", "m1"]);
  assert.deepEqual(deliveries(), [Delivery.SENDING]);
});

test("an unanswered message asks for a fresh socket and in the end fails", () => {
  outbox.setOnline(true);
  outbox.add("hello");
  clock.pass(ANSWER_MS - 1);
  assert.equal(silences, 0);
  clock.pass(1);
  assert.equal(silences, 1);
  clock.pass(10 * ANSWER_MS);
  assert.equal(silences, 3);
  assert.deepEqual(ids(), ["m1", "m1", "m1"]);
  assert.deepEqual(deliveries(), [Delivery.FAILED]);
});

test("where the connection does not take it, it stays queued", () => {
  outbox.setOnline(true);
  accepts = false;
  outbox.add("hello");
  assert.deepEqual(deliveries(), [Delivery.QUEUED]);
});

test("half a surrogate pair becomes a character that can be sent", () => {
  outbox.setOnline(true);
  outbox.add("a\ud83dz 😀");
  assert.equal(sent[0].text, "a\ufffdz 😀");
});

test("what an earlier life of the tab has kept goes under its old id", () => {
  outbox = makeOutbox([{ id: "old", text: "hello", at_ms: 5, delivery: Delivery.SENDING }]);
  outbox.setOnline(true);
  assert.deepEqual(ids(), ["old"]);
});

test("ids of other people change nothing", () => {
  outbox.setOnline(true);
  outbox.add("hello");
  outbox.settle(["theirs"]);
  outbox.refuse("theirs", { code: "muted" });
  assert.deepEqual(deliveries(), [Delivery.SENDING]);
});

test("what had failed in an earlier life of the tab still waits for the person", () => {
  const reason = { code: "muted", wait_s: 30 };
  const kept = { id: "old", text: "hello", at_ms: 5, reply_to: 0, to: null, reason };
  outbox = makeOutbox([{ ...kept, delivery: Delivery.FAILED }]);
  outbox.setOnline(true);
  assert.deepEqual(ids(), []);
  assert.equal(outbox.items[0].reason, reason);
  outbox.retry("old");
  assert.deepEqual(ids(), ["old"]);
});

test("behind what was on its way to a host that slept, the rest comes at a pace", () => {
  outbox.setOnline(true);
  for (let i = 0; i < 2 * BURST; i += 1) outbox.add(`text ${i}`);
  assert.equal(sent.length, BURST);
  outbox.setOnline(false);
  clock.pass(60_000);
  outbox.settle(ids()); // the welcome has them: they have just arrived, all at once
  outbox.setOnline(true);
  assert.equal(sent.length, BURST);
  clock.pass(PACE_MS);
  assert.equal(sent.length, BURST + 1);
  clock.pass(PACE_MS * BURST);
  assert.equal(sent.length, 2 * BURST);
});
