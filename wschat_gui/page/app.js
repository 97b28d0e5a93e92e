// Builds the parts of the page and joins them: the only module that knows connection and views.

import { reactionsOf } from "./amendments.js";
import { showBadge } from "./badge.js";
import { mayChange, silencedBy, slowWaitMs } from "./floor.js";
import { makeId } from "./ids.js";
import { say } from "./language.js";
import { watchLifecycle } from "./lifecycle.js";
import * as memory from "./memory.js";
import { settled } from "./notices.js";
import { isPersonal, newsIn } from "./notify.js";
import { Outbox } from "./outbox.js";
import { Pager } from "./pager.js";
import { apply, bounded, emptyRoom, noted, resumption, typists } from "./room.js";
import { Connection, ConnectionState } from "./socket.js";
import { suggestNick } from "./suggest.js";
import { createUploads } from "./uploads.js";
import { RefusalCode, make } from "./vocabulary.js";
import { createAlerts } from "./view/alerts.js";
import { createAttach } from "./view/attach.js";
import { Mode, createComposer } from "./view/composer.js";
import { createEnded } from "./view/ended.js";
import { bringIcons } from "./view/icons.js";
import { createJoinForm } from "./view/join_form.js";
import { createLog } from "./view/log.js";
import { createMenu } from "./view/menu.js";
import { byId, copy, write } from "./view/page.js";
import { createRoster } from "./view/roster.js";
import { createStatusBar } from "./view/status_bar.js";
import { createLanguages } from "./view/texts.js";
import { createTheme } from "./view/theme.js";
import { createTold } from "./view/told.js";
import { createUploadRows } from "./view/upload_rows.js";
import { followViewport } from "./view/viewport.js";
import { hint, refusalSentence, whoWrites } from "./view/words.js";

// Of what the others are told that one writes.
const TYPING_EVERY_MS = 3_000;

// As methods of anything but the window the browser's own would refuse to work.
const browser = {
  WebSocket,
  setTimeout: setTimeout.bind(window),
  clearTimeout: clearTimeout.bind(window),
  now: Date.now,
  random: Math.random,
};

// The time by the host's clock.
const hostNow = () => Date.now() + room.clock_offset_ms;

const codeInLink = () => new URLSearchParams(location.hash.slice(1)).get("code");

// The secret by which the host knows this browser again.
const device = memory.recall("device") || makeId();
memory.remember("device", device);
const place = memory.takePlace();
let room = emptyRoom(place ?? {});
let nick = place?.nick ?? memory.recall("nick");
let code = codeInLink() ?? place?.code ?? "";
let renderDue = false;
let typing_ms = 0; // when the others were last told
let unseen = 0; // messages since the person last looked

const connection = new Connection({
  ...browser,
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/`,
  makeJoin: () => make("join", { nick, code, device, ...resumption(room) }),
  onMessage: receive,
  onStatus: showStatus,
});
const line = {
  ...browser,
  makeId,
  send: (message) => connection.send(message),
  sendBytes: (bytes) => connection.sendBytes(bytes),
  onSilence: () => connection.replace(),
  onChange: render,
};
const outbox = new Outbox(line, place?.pending);
const uploads = createUploads({ ...line, fileBytesMax: () => room.file_bytes });
const pager = new Pager(line);
const tell = createTold();
const log = createLog({
  loadOlder: (before_seq) => pager.ask(before_seq),
  retry: (id) => outbox.retry(id),
  discard: (id) => outbox.settle([id]),
  react: (entry, emoji) => react(entry, emoji),
  openMenu: (entry, row) => menu.open(entry, row, room, hostNow()),
  tell,
});
const menu = createMenu(log.openMenu, {
  react,
  reply: ({ seq, nick, text, file }) =>
    composer.enter({ kind: Mode.REPLY, seq, nick, text: text || file.name }),
  copy: ({ text }) => copy(text) && tell(say("message.copied")),
  whisper,
  edit,
  remove: ({ seq }) => request("retract", { seq }),
});
const roster = createRoster({
  rename: (wanted) => connection.send(make("rename", { nick: wanted })),
  whisper,
});
const composer = createComposer({
  say: ({ text, ...details }) => outbox.add(text, details),
  edit(seq, text) {
    if (room.entries.findLast((entry) => entry.seq === seq)?.text === text) composer.leave();
    else if (!connection.send(make("edit", { seq, text }))) composer.object(() => say("host.silent"));
  },
  editLast(event) {
    const host_ms = hostNow();
    const last = room.entries.findLast((entry) => mayChange(entry, room, host_ms));
    if (last === undefined) return;
    event.preventDefault();
    edit(last);
  },
  typing() {
    const now_ms = Date.now();
    if (now_ms - typing_ms >= TYPING_EVERY_MS && connection.send(make("typing"))) typing_ms = now_ms;
  },
  people: () => room.roster,
});
createAttach((files) => uploads.add(files, composer.takeWords));
const renderUploads = createUploadRows({
  retry: uploads.retry,
  cancel(id) {
    const text = uploads.find(id)?.text;
    uploads.cancel(id);
    if (text && !byId("text").value) composer.restore({ draft: text });
  },
});
const ring = createAlerts(memory);
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

function receive(message, socket) {
  const { type, on } = message;
  if (type === "lab") import("./lab.js").then((lab) => lab.test(connection, socket, on));
  else if (type === "refused") refused(message);
  else if (type === "granted" || type === "received") uploads.receive(message);
  else {
    if (type === "earlier") pager.done();
    if (type === "welcome" && room.me !== null) tellReturn(message);
    const before = room;
    room = apply(room, message, Date.now());
    heed(newsIn(before, room));
    // What somebody reads is not taken away.
    if (log.isFollowing()) room = bounded(room);
    const { history, events = [message], whispers = [] } = message;
    const kept = [...(history ?? events), ...whispers];
    for (const queue of [outbox, uploads]) queue.settle(kept.map(({ id }) => id));
    const { kind, seq } = composer.mode() ?? {};
    const isEdited = kept.some((each) => each.type === "edited" && each.target === seq);
    // In another numbering the same `seq` is another message.
    const isAfresh = before.epoch !== room.epoch;
    if (isAfresh) for (const item of [...outbox.items, ...uploads.items()]) item.reply_to = 0;
    if ((seq && isAfresh) || (kind === Mode.EDIT && isEdited)) composer.leave();
    if (type === "welcome" || type === "renamed") {
      nick = room.me.nick;
      memory.remember("nick", nick);
    }
  }
  render();
}

// Who is away is told.
function heed(news) {
  if (news.length === 0 || !isAway()) return;
  unseen += news.length;
  showTitle();
  ring(news.at(-1), news.some((entry) => isPersonal(entry, room)));
}

function refused(refusal) {
  const { id, suggestion, wait_s } = refusal;
  let sentence = () => refusalSentence(refusal);
  if (connection.status.state === ConnectionState.CONNECTING) {
    cover(joinForm);
    if (refusal.code !== RefusalCode.WRONG_CODE) joinForm.objectToNick(sentence, suggestion);
    else {
      // Who gave none has done nothing wrong.
      if (code === "" && !wait_s) sentence = () => say("join.code_wanted");
      joinForm.askForCode(sentence);
    }
  } else if (outbox.has(id)) outbox.refuse(id, refusal);
  else if (uploads.find(id)) uploads.refuse(id, refusal);
  else if ([RefusalCode.NICK_TAKEN, RefusalCode.NICK_INVALID].includes(refusal.code)) {
    roster.objectToNick(sentence, suggestion);
  } else if (composer.mode()?.kind === Mode.EDIT) composer.object(sentence);
  else room = noted(room, refusal, Date.now());
  const host_ms = hostNow();
  if (refusal.code === RefusalCode.MUTED && wait_s && !silencedBy(room, host_ms)) {
    room = apply(room, { type: "muted", until_ms: host_ms + wait_s * 1_000, reason: "" });
  }
}

// Only who was cut off needs to hear of it.
function tellReturn({ history, person_id }) {
  if (connection.status.offline_since_ms === null) return;
  const count = history.filter((event) =>
    ["said", "announced"].includes(event.type) && event.person_id !== person_id).length;
  tell(say(count ? "online.missed" : "online.back", { count }));
}

// --- What the person does -----------------------------------------------------------------------

function request(type, fields) {
  if (!connection.send(make(type, fields))) tell(say("host.silent"));
}

function react({ seq }, emoji) {
  const on = !reactionsOf(room.reactions[seq], room.me).some((e) => e.own && e.emoji === emoji);
  request("react", { seq, emoji, on });
}

function edit({ seq, text }) {
  composer.enter({ kind: Mode.EDIT, seq, text });
}

function whisper(person) {
  composer.enter({ kind: Mode.WHISPER, nick: person.nick, person });
}

// --- What the connection does -------------------------------------------------------------------

function showStatus({ state }) {
  const online = state === ConnectionState.ONLINE;
  for (const queue of [outbox, uploads]) queue.setOnline(online);
  if (online) uncover();
  else pager.done();
  if (state === ConnectionState.ENDED) {
    cover(ended);
    memory.dropPlace(); // of a page that rests
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
    byId("room-name").textContent = room.name || "WSChat";
    log.render(room, outbox.items, pager.isAsking);
    roster.render(room);
    renderStatus();
  });
}

const isAway = () => document.hidden || !log.isFollowing();

function showTitle() {
  if (!isAway()) unseen = 0;
  showBadge(unseen, room.name || "WSChat");
}

// What changes with time alone.
function tick() {
  const before = room;
  room = settled(room, Date.now());
  if (room === before) renderStatus();
  else render();
}

function renderStatus() {
  const now_ms = Date.now();
  const { state } = connection.status;
  const view = {
    ...connection.status,
    online: state === ConnectionState.ONLINE,
    connecting: state === ConnectionState.CONNECTING,
  };
  statusBar.render(view, now_ms);
  joinForm.render(view, now_ms);
  if (state === ConnectionState.ENDED) ended.describe(connection.status, hostNow());
  renderFloor(now_ms);
  byId("attach").hidden = room.file_bytes === 0;
  renderUploads(uploads.items(), view.online);
  showTitle();
}

function renderFloor(now_ms) {
  const host_ms = hostNow();
  const silence = silencedBy(room, host_ms);
  composer.render(room, {
    hint: hint(room, silence),
    isBlocked: silence !== "",
    slow_wait_s: Math.ceil(slowWaitMs(room, host_ms) / 1_000),
  });
  write(byId("typing"), whoWrites(typists(room, now_ms)));
}

function savePlace() {
  const { token, epoch } = room;
  // Who was sent away comes back only by asking again.
  if (token === "" || !byId("ended").hidden) return;
  memory.savePlace({ nick, code, token, epoch, pending: outbox.items, ...composer.save() });
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
  joinForm.fill({ nick, code });
});
setInterval(tick, 500);

bringIcons();
followViewport();
createTheme(memory);
createLanguages(memory, render);
joinForm.fill({ nick: nick || suggestNick(Math.random), code });
if (place !== null) {
  composer.restore(place);
  cover(null);
  connection.start();
}
