import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import {
  BACKOFF_FIRST_MS,
  BACKOFF_MAX_MS,
  Connection,
  ConnectionState,
  PROBE_MS,
  SILENCE_MS,
  WELCOME_MS,
  backoffMs,
} from "../../wschat_gui/page/socket.js";
import { FakeClock, FakeSocket, refused, said, welcome } from "./fakes.mjs";

let clock;
let connection;
let messages;
let states;

const sockets = () => FakeSocket.made;
const socket = () => FakeSocket.made.at(-1);

beforeEach(() => {
  clock = new FakeClock();
  FakeSocket.made = [];
  messages = [];
  states = [];
  connection = new Connection({
    ...clock,
    WebSocket: FakeSocket,
    random: () => 0.5,
    url: "ws://host/",
    makeJoin: () => ({ type: "join", nick: "Ada", last_seq: messages.length }),
    onMessage: (message) => messages.push(message),
    onStatus: ({ state }) => states.at(-1) === state || states.push(state),
  });
});

function goOnline() {
  connection.start();
  socket().opens();
  socket().says(welcome());
}

test("joins over the subprotocol and is online with the welcome", () => {
  connection.start();
  assert.deepEqual([socket().url, socket().protocol], ["ws://host/", "wschat.v1"]);
  socket().opens();
  assert.deepEqual(socket().sent, [{ type: "join", nick: "Ada", last_seq: 0 }]);
  socket().says(welcome());
  assert.deepEqual(states, [ConnectionState.CONNECTING, ConnectionState.ONLINE]);
});

test("nothing can be sent before the welcome", () => {
  connection.start();
  socket().opens();
  assert.equal(connection.send({ type: "say" }), false);
  socket().says(welcome());
  assert.equal(connection.send({ type: "say" }), true);
});

test("the wait grows from half a second to a quarter of a minute, and jitters down to nothing", () => {
  assert.equal(backoffMs(0, 1), BACKOFF_FIRST_MS);
  assert.equal(backoffMs(1, 1), 2 * BACKOFF_FIRST_MS);
  assert.equal(backoffMs(2_000, 1), BACKOFF_MAX_MS);
  assert.equal(backoffMs(7, 0), 0);
});

test("comes back after a drop and resumes; a welcome resets the back-off", () => {
  goOnline();
  for (const wait_ms of [250, 500, 1_000]) {
    socket().closes(1006);
    assert.equal(connection.status.state, ConnectionState.WAITING);
    assert.equal(connection.status.retry_at_ms, clock.now_ms + wait_ms);
    clock.pass(wait_ms);
    assert.equal(connection.status.state, ConnectionState.CONNECTING);
  }
  socket().opens();
  assert.deepEqual(socket().sent[0].last_seq, 1);
  socket().says(welcome());
  socket().closes(1006);
  assert.equal(connection.status.retry_at_ms, clock.now_ms + 250);
});

test("tells since when and why it is cut off, however often the host does not answer", () => {
  goOnline();
  const cut_ms = clock.now_ms;
  socket().closes(1001, "bye");
  const tryAgain = () => clock.pass(connection.status.retry_at_ms - clock.now_ms);
  for (let tries = 0; tries < 3; tries += 1) {
    tryAgain();
    socket().closes(1006);
  }
  const { offline_since_ms, close_code, reason } = connection.status;
  assert.deepEqual([offline_since_ms, close_code, reason], [cut_ms, 1001, "bye"]);
  tryAgain();
  socket().opens();
  socket().says(welcome());
  assert.equal(connection.status.offline_since_ms, null);
});

for (const [code, state] of [
  [4001, ConnectionState.ENDED],
  [4002, ConnectionState.ENDED],
  [4004, ConnectionState.ENDED],
  [4003, ConnectionState.REFUSED],
]) {
  test(`stays away after close code ${code}`, () => {
    goOnline();
    socket().closes(code, "reason");
    connection.check();
    clock.pass(3_600_000);
    assert.equal(connection.status.state, state);
    assert.equal(connection.status.reason, "reason");
    assert.equal(sockets().length, 1);
  });
}

for (const code of [1001, 1006, 1009, 1011, 1012, 1013]) {
  test(`comes back after close code ${code}`, () => {
    goOnline();
    socket().closes(code);
    clock.pass(BACKOFF_FIRST_MS);
    assert.equal(sockets().length, 2);
  });
}

test("a refused join waits for the person and joins again over the same socket", () => {
  connection.start();
  socket().opens();
  socket().says(refused({ code: "nick_taken", suggestion: "Ada 2" }));
  assert.equal(connection.status.state, ConnectionState.REFUSED);
  clock.pass(60_000);
  connection.start();
  assert.equal(sockets().length, 1);
  assert.equal(socket().sent.length, 2);
  socket().says(welcome());
  assert.equal(connection.status.state, ConnectionState.ONLINE);
});

test("a refused join whose socket is gone opens another when the person answers", () => {
  connection.start();
  socket().opens();
  socket().says(refused({ code: "wrong_code" }));
  socket().closes(1006);
  clock.pass(60_000);
  assert.equal(sockets().length, 1);
  connection.start();
  assert.equal(sockets().length, 2);
});

test("a refusal of a member's message changes nothing about the connection", () => {
  goOnline();
  socket().says(refused({ code: "too_fast", id: "m1" }));
  assert.equal(connection.status.state, ConnectionState.ONLINE);
  assert.equal(messages.at(-1).id, "m1");
});

test("a host that never answers is given up and tried again", () => {
  connection.start();
  clock.pass(WELCOME_MS);
  assert.equal(connection.status.state, ConnectionState.WAITING);
  assert.equal(socket().closed_with, 1000);
  clock.pass(BACKOFF_FIRST_MS);
  socket().opens();
  clock.pass(WELCOME_MS);
  assert.equal(connection.status.state, ConnectionState.WAITING);
});

test("waking ends the waiting", () => {
  goOnline();
  for (let tries = 0; tries < 9; tries += 1) {
    socket().closes(1006);
    clock.pass(connection.status.retry_at_ms - clock.now_ms);
  }
  socket().closes(1006);
  const before = sockets().length;
  connection.check();
  assert.equal(sockets().length, before + 1);
});

test("waking trusts a socket that was heard just now", () => {
  goOnline();
  clock.pass(SILENCE_MS);
  socket().says(said({ seq: 1 }));
  clock.pass(SILENCE_MS - 1);
  connection.check();
  assert.equal(sockets().length, 1);
});

test("waking replaces a silent socket, closes it after the welcome and hears it no more", () => {
  goOnline();
  clock.pass(SILENCE_MS);
  connection.check();
  const [old, fresh] = sockets();
  assert.equal(old.closed_with, null);
  old.says(said({ seq: 1 }));
  old.closes(1006);
  assert.equal(connection.status.state, ConnectionState.CONNECTING);
  assert.equal(messages.length, 1);
  fresh.opens();
  fresh.says(welcome());
  assert.equal(connection.status.state, ConnectionState.ONLINE);
});

test("a silent socket that still lives is closed once the fresh one is welcomed", () => {
  goOnline();
  clock.pass(SILENCE_MS);
  connection.check();
  const [old, fresh] = sockets();
  fresh.opens();
  assert.equal(old.closed_with, null);
  fresh.says(welcome());
  assert.equal(old.closed_with, 1000);
});

test("waking again and again leaves no sockets behind", () => {
  goOnline();
  for (let times = 0; times < 5; times += 1) {
    clock.pass(SILENCE_MS);
    connection.check();
  }
  socket().opens();
  socket().says(welcome());
  assert.deepEqual(sockets().map(({ closed_with }) => closed_with), [1000, 1000, 1000, 1000, 1000, null]);
});

test("a clock that was set back is no proof of life", () => {
  goOnline();
  clock.now_ms -= 3_600_000;
  connection.check();
  assert.equal(sockets().length, 2);
});

test("before the join and after leaving, waking does nothing", () => {
  connection.check();
  assert.equal(sockets().length, 0);
  goOnline();
  connection.stop();
  assert.equal(socket().closed_with, 1000);
  clock.pass(60_000);
  connection.check();
  assert.equal(sockets().length, 1);
});

test("who is dismissed is at the end at once, and the close that follows changes nothing", () => {
  goOnline();
  socket().says({ type: "dismissed", close_code: 4002, reason: "enough", until_ms: 5 });
  const { status } = connection;
  const { state, close_code, reason, until_ms } = status;
  assert.deepEqual([state, close_code, reason, until_ms], [ConnectionState.ENDED, 4002, "enough", 5]);
  connection.check();
  socket().closes(1006);
  clock.pass(3_600_000);
  assert.deepEqual([connection.status, sockets().length], [status, 1]);
});

test("who is reinstated joins again over the same socket", () => {
  goOnline();
  socket().says({ type: "dismissed", close_code: 4001, reason: "", until_ms: 0 });
  socket().says({ type: "reinstated" });
  assert.deepEqual(socket().sent.map(({ type }) => type), ["join", "join"]);
  socket().says(welcome());
  assert.equal(connection.status.state, ConnectionState.ONLINE);
  assert.equal(sockets().length, 1);
});

test("who was dismissed may come back over a fresh socket", () => {
  goOnline();
  socket().says({ type: "dismissed", close_code: 4001, reason: "", until_ms: 0 });
  connection.start();
  assert.equal(sockets()[0].closed_with, 1000);
  socket().opens();
  socket().says(welcome());
  assert.equal(connection.status.state, ConnectionState.ONLINE);
});

const probes = () => socket().sent.filter(({ type }) => type === "probe").length;

test("a host that has long said nothing is asked, and stays as it is when it answers", () => {
  goOnline();
  clock.pass(PROBE_MS - 1);
  socket().says(said());
  clock.pass(PROBE_MS - 1);
  assert.equal(probes(), 0);
  for (const [at, wait_ms] of [1, PROBE_MS, PROBE_MS].entries()) {
    clock.pass(wait_ms);
    assert.equal(probes(), at + 1);
    socket().says({ type: "probed" });
  }
  assert.equal(sockets().length, 1);
  assert.equal(connection.status.state, ConnectionState.ONLINE);
});

test("one that does not answer is gone: the page resumes over a fresh socket", () => {
  goOnline();
  clock.pass(PROBE_MS);
  assert.equal(probes(), 1);
  clock.pass(WELCOME_MS - 1);
  assert.equal(sockets().length, 1);
  clock.pass(1);
  assert.equal(sockets().length, 2);
  assert.equal(connection.status.state, ConnectionState.CONNECTING);
  assert.equal(sockets()[0].closed_with, null);
  socket().opens();
  socket().says(welcome());
  assert.equal(sockets()[0].closed_with, 1000);
  clock.pass(PROBE_MS);
  assert.equal(probes(), 1);
});

test("a page that was left asks nobody", () => {
  goOnline();
  connection.stop();
  assert.equal(clock.pending, 0);
  clock.pass(10 * PROBE_MS);
  assert.equal(sockets().length, 1);
});
