// Builds the parts of the page and joins them: the only module that knows connection and views.

import { watchLifecycle } from "./lifecycle.js";
import * as memory from "./memory.js";
import { Outbox } from "./outbox.js";
import { Pager } from "./pager.js";
import { apply, bounded, emptyRoom, noted, resumption, strangerTo } from "./room.js";
import { Connection, ConnectionState } from "./socket.js";
import { suggestNick } from "./suggest.js";
import { RefusalCode, join, rename } from "./vocabulary.js";
import { createComposer } from "./view/composer.js";
import { createEnded } from "./view/ended.js";
import { createJoinForm } from "./view/join_form.js";
import { createLog } from "./view/log.js";
import { byId } from "./view/page.js";
import { createRoster } from "./view/roster.js";
import { createStatusBar } from "./view/status_bar.js";
import { followViewport } from "./view/viewport.js";

// Own messages that a reload still knows: more than a welcome brings.
const OWN_SEQS_SAVED = 300;

// As methods of anything but the window the browser's own would refuse to work.
const browser = {
  WebSocket,
  setTimeout: (act, wait_ms) => setTimeout(act, wait_ms),
  clearTimeout: (timer) => clearTimeout(timer),
  now: Date.now,
  random: Math.random,
};

const codeInLink = () => new URLSearchParams(location.hash.slice(1)).get("code");

const place = memory.takePlace();
let room = emptyRoom(place ?? {});
let nick = place?.nick ?? memory.recallNick();
let code = codeInLink() ?? place?.code ?? "";
let renderDue = false;

const connection = new Connection({
  ...browser,
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/`,
  makeJoin: () => join({ nick, code, ...resumption(room) }),
  onMessage: receive,
  onStatus: showStatus,
});
const outbox = new Outbox(
  {
    ...browser,
    makeId,
    send: (message) => connection.send(message),
    onSilence: () => connection.replace(),
    onChange: render,
  },
  place?.pending,
);
const pager = new Pager({ send: (message) => connection.send(message), onChange: render });
const log = createLog({
  loadOlder: (before_seq) => pager.ask(before_seq),
  retry: (id) => outbox.retry(id),
  discard: (id) => outbox.settle([id]),
});
const roster = createRoster({ rename: (wanted) => connection.send(rename(wanted)) });
const composer = createComposer({ say: (text) => outbox.add(text) });
const statusBar = createStatusBar({ tryNow: () => connection.start() });
const ended = createEnded({ joinAgain: () => connection.start() });
const joinForm = createJoinForm({
  suggest: () => suggestNick(Math.random),
  join: (wanted) => {
    ({ nick, code } = wanted);
    connection.start();
  },
});

// --- What the host says -------------------------------------------------------------------------

function receive(message) {
  if (message.type === "refused") refused(message);
  else {
    if (message.type === "earlier") pager.done();
    room = apply(room, message, Date.now(), (id) => outbox.has(id));
    // What somebody reads is not taken away.
    if (log.isFollowing()) room = bounded(room);
    const kept = message.history ?? message.events ?? [message];
    outbox.settle(kept.filter(({ type }) => type === "said").map(({ id }) => id));
    if (message.type === "welcome" || message.type === "renamed") {
      nick = room.me.nick;
      memory.rememberNick(nick);
    }
  }
  render();
}

function refused({ code: refusal, text, id, suggestion }) {
  if (connection.status.state === ConnectionState.CONNECTING) {
    cover(joinForm);
    if (refusal === RefusalCode.WRONG_CODE) joinForm.askForCode(text);
    else joinForm.objectToNick(text, suggestion);
  } else if (outbox.has(id)) outbox.refuse(id, text);
  else if ([RefusalCode.NICK_TAKEN, RefusalCode.NICK_INVALID].includes(refusal)) {
    roster.objectToNick(text, suggestion);
  } else room = noted(room, text, Date.now());
}

// --- What the connection does -------------------------------------------------------------------

function showStatus(status) {
  const online = status.state === ConnectionState.ONLINE;
  outbox.setOnline(online);
  if (online) uncover();
  else pager.done();
  if (status.state === ConnectionState.ENDED) {
    room = strangerTo(room);
    ended.describe(status);
    cover(ended);
  }
  render();
}

// At most one card covers the room, which then takes neither focus nor taps.
function cover(card) {
  for (const each of [joinForm, ended]) each.show(each === card);
  byId("room").inert = card !== null;
}

function uncover() {
  const wasCovered = byId("room").inert;
  cover(null);
  // On a phone the focus would bring up the keyboard over what one came to read.
  if (wasCovered && matchMedia("(hover: hover) and (pointer: fine)").matches) composer.focus();
}

// --- The page -----------------------------------------------------------------------------------

// Once a frame at most, however much the host says; not at all while nobody looks.
function render() {
  if (renderDue) return;
  renderDue = true;
  requestAnimationFrame(() => {
    renderDue = false;
    document.title = byId("room-name").textContent = room.name || "WSChat";
    log.render(room, outbox.items, pager.isAsking);
    roster.render(room);
    composer.render(room);
    renderStatus();
  });
}

function renderStatus() {
  const { state } = connection.status;
  const view = {
    ...connection.status,
    online: state === ConnectionState.ONLINE,
    connecting: state === ConnectionState.CONNECTING,
  };
  statusBar.render(view, Date.now());
  joinForm.render(view, Date.now());
}

// `crypto.randomUUID` would need a secure context; this does not.
function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function savePlace() {
  const { token, epoch, own_seqs } = room;
  if (token === "") return;
  const saved = { nick, code, token, epoch, own_seqs: own_seqs.slice(-OWN_SEQS_SAVED) };
  memory.savePlace({ ...saved, pending: outbox.items, draft: composer.draft() });
}

watchLifecycle({
  onRest: savePlace,
  onLeave: () => connection.stop(),
  onWake: () => {
    memory.dropPlace();
    connection.check();
  },
});
window.addEventListener("hashchange", () => {
  code = codeInLink() ?? code;
  joinForm.fill({ nick, code, host: location.host });
});
setInterval(renderStatus, 500);

followViewport();
joinForm.fill({ nick: nick || suggestNick(Math.random), code, host: location.host });
if (place !== null) {
  composer.setDraft(place.draft);
  cover(null);
  connection.start();
}
