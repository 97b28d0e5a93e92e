// The room as this page knows it, and how a message of the host changes it. Pure: plain data in and
// out, the time passed in. What the host has not confirmed yet is in `outbox.js`.

import { withReaction } from "./amendments.js";
import { isGone, union } from "./gone.js";
import { NoticeKind, joined, left, renamed, withNotice } from "./notices.js";
import { SAID_DEFAULTS } from "./vocabulary.js";

// What is remembered of the log: a long day, a few megabytes.
export const ENTRIES_MAX = 10_000;

// So long a `typing` is believed: they are sent every 3 s.
const TYPING_MS = 5_000;

export const EntryKind = {
  SAID: "said",
  ANNOUNCED: "announced",
  WHISPERED: "whispered", // between two people: has no place in the numbering
  DELETED: "deleted", // stands where `first` to `last` were deleted
  ...NoticeKind,
};

/** The room before a welcome; `kept` is what an earlier life of this tab has saved of it. */
export const emptyRoom = (kept = {}) => ({
  name: "",
  me: null, // { client_id, nick, person_id } once welcomed
  token: kept.token ?? "",
  epoch: kept.epoch ?? "",
  last_seq: 0,
  from_seq: 1, // from here on the log is whole; above 1 the host may have more
  gone: [], // what was deleted, as in `gone.js`
  roster: [], // { client_id, nick, person_id } in order of joining
  leaving: [], // goodbyes that wait, as in `notices.js`
  entries: [], // kept events ascending by `seq`, and notices where they came
  reactions: {}, // as in `amendments.js`
  typing: [], // { client_id, until_ms }
  notices: 0, // made so far: names the next one
  state: { frozen: false, slow_s: 0, locked: false },
  muted_until_ms: 0, // by the host's clock; 0: not muted, null: until the host lifts it
  muted_reason: "",
  message_chars: 4_000,
  file_bytes: 0, // 0: no files
  edit_s: 0,
  clock_offset_ms: 0, // the host's clock minus ours
});

/** What a join tells of the past: nothing of the log if there is none on the page. */
export const resumption = ({ me, token, epoch, last_seq }) =>
  ({ token, epoch: me === null ? "" : epoch, last_seq });

const CHANGES = {
  welcome: welcomed,
  joined,
  left,
  renamed,
  deleted: (room, { ranges }) => withoutGone({ ...room, gone: union(room.gone, ranges) }),
  earlier: withEarlier,
  whispered: (room, message) => withWhispers(room, [message]),
  typing: withTyping,
  changed: (room, { room: name, state }) => ({ ...room, name, state }),
  limits: (room, { message_chars, file_bytes, edit_s }) =>
    ({ ...room, message_chars, file_bytes, edit_s }),
  muted: (room, { until_ms, reason }) =>
    ({ ...room, muted_until_ms: until_ms, muted_reason: reason }),
  unmuted: (room) => ({ ...room, muted_until_ms: 0 }),
};

/** The room after `message`; some say nothing of it, or are of a newer host. */
export function apply(room, message, now_ms) {
  if (isKept(message)) return withKept(room, [message]);
  return CHANGES[message.type]?.(room, message, now_ms) ?? room;
}

/** The room with a refusal for this person alone at the end of the log. */
export const noted = (room, refusal, now_ms) =>
  withNotice(room, EntryKind.NOTE, now_ms, { refusal });

/** The room without the oldest that are too many; they can be asked for again. */
export function bounded(room) {
  if (room.entries.length <= ENTRIES_MAX) return room;
  const entries = room.entries.slice(-ENTRIES_MAX);
  return { ...room, entries, from_seq: entries.find(isKept)?.seq ?? room.last_seq + 1 };
}

/** Whether this entry has a place in the numbering, and is no notice. */
export const isKept = ({ seq }) => seq !== undefined;

/** The key of the own message `id`: the same before and after the host has it. */
export const ownKey = (id) => `o${id}`;

/** Who is writing just now, oneself left out: nicks. */
export const typists = ({ roster, typing, me }, now_ms) =>
  roster
    .filter(({ client_id }) => client_id !== me?.client_id
      && typing.some((each) => each.client_id === client_id && each.until_ms > now_ms))
    .map(({ nick }) => nick);

function welcomed(room, message, now_ms) {
  const { client_id, nick, person_id, room: name, token, epoch, history, whispers } = message;
  const { roster, gone, state, muted_until_ms, message_chars, file_bytes, edit_s } = message;
  const sameNumbers = room.epoch === epoch;
  const resumes = sameNumbers && room.me !== null;
  let next = {
    ...room, name, token, epoch, roster, gone, state, muted_until_ms, message_chars, file_bytes,
    edit_s, me: { client_id, nick, person_id }, clock_offset_ms: message.now_ms - now_ms,
    leaving: [], typing: [],
  };
  if (!resumes || !message.complete) next = startedOver(next, message);
  if (!sameNumbers && room.entries.length > 0) next = withNotice(next, EntryKind.AFRESH, now_ms);
  next = withWhispers(withoutGone(withKept(next, history)), whispers);
  return resumes && !message.complete ? withNotice(next, EntryKind.GAP, now_ms) : next;
}

// With an empty log, for the history of this welcome.
function startedOver(room, { history, gone }) {
  const from_seq = history[0]?.seq ?? 1 + (gone.at(-1)?.[1] ?? 0);
  return { ...room, entries: [], reactions: {}, last_seq: 0, from_seq };
}

function withKept(room, messages) {
  let { last_seq, reactions } = room;
  const entries = [...room.entries];
  for (const message of messages) {
    const { type, seq } = message;
    if (type === "reacted") reactions = withReaction(reactions, message);
    else if (type === "edited") edit(entries, message);
    // What only a newer host says is counted, and not shown.
    else if ("text" in message) {
      const place = placeOf(seq, entries, last_seq, room);
      if (place !== null) entries.splice(place, 0, keptEntry(message, room.me));
    }
    last_seq = Math.max(last_seq, seq);
  }
  const said = messages.map(({ client_id }) => client_id);
  const typing = room.typing.filter(({ client_id }) => !said.includes(client_id));
  return { ...room, entries, reactions, last_seq, typing };
}

// An older edit than the one that is shown already changes nothing.
function edit(entries, { target, text, at_ms: edited_ms }) {
  const place = entries.findLastIndex(({ seq }) => seq === target);
  const entry = entries[place];
  if (entry?.edited_ms < edited_ms) entries[place] = { ...entry, text, edited_ms };
}

// Where `seq` belongs; null if it is there, deleted, or older than all on the page.
function placeOf(seq, entries, last_seq, { from_seq, gone }) {
  if (seq < from_seq || isGone(gone, seq)) return null;
  if (seq > last_seq) return entries.length;
  const before = entries.findLastIndex((entry) => entry.seq <= seq);
  if (before === -1) return Math.max(0, entries.findIndex(isKept));
  return entries[before].seq === seq ? null : before + 1;
}

// An answer to an earlier question could leave a gap.
function withEarlier(room, { before_seq, events, more }) {
  if (before_seq !== room.from_seq) return room;
  const from_seq = more ? (events[0]?.seq ?? 1) : 1;
  const next = withKept({ ...room, from_seq, entries: [] }, events);
  const place = Math.max(0, room.entries.findIndex(isKept));
  const above = room.entries.slice(0, place);
  const isWhisper = ({ kind }) => kind === EntryKind.WHISPERED;
  const notices = above.filter((entry) => !isWhisper(entry));
  const entries = [...notices, ...next.entries, ...room.entries.slice(place)];
  return withoutGone({ ...next, entries: inTime(entries, above.filter(isWhisper)) });
}

// With a marker where something was deleted that this page has shown; those that meet are one.
// What else is gone needs none: edits and reactions go with their message, unseen.
function withoutGone(room) {
  const entries = [];
  for (const entry of room.entries) {
    const deleted = isGone(room.gone, entry.seq);
    const before = entries.at(-1);
    if (!deleted) entries.push(entry);
    else if (before?.kind !== EntryKind.DELETED) entries.push(marker(entry.seq, entry.count));
    else entries.splice(-1, 1, marker(before.seq, before.count + (entry.count ?? 1)));
  }
  const last_seq = Math.max(room.last_seq, room.gone.at(-1)?.[1] ?? 0);
  return { ...room, entries, last_seq };
}

const marker = (seq, count = 1) =>
  ({ kind: EntryKind.DELETED, key: `x${seq}-${count}`, seq, count });

function keptEntry({ type: kind, id, ...event }, me) {
  const own = kind === EntryKind.SAID && event.person_id === me?.person_id;
  const key = own && id !== "" ? ownKey(id) : `s${event.seq}`;
  return { ...SAID_DEFAULTS, ...event, kind, key, own };
}

// The host tells them again after every drop.
function withWhispers(room, whispers) {
  const { me } = room;
  const known = new Set(room.entries.map(({ key }) => key));
  const entries = whispers
    .map(({ type, id, sender, ...whisper }) => {
      const own = sender.client_id !== 0 && sender.person_id === me?.person_id;
      const key = own ? ownKey(id) : `w${sender.person_id}-${id}`;
      return { ...whisper, kind: EntryKind.WHISPERED, key, sender, nick: sender.nick, own };
    })
    .filter(({ key }) => !known.has(key));
  return entries.length === 0 ? room : { ...room, entries: inTime(room.entries, entries) };
}

// With these where their time is: they have no other place.
function inTime(entries, whispers) {
  const all = [...entries];
  for (const whisper of whispers) {
    all.splice(all.findLastIndex(({ at_ms }) => at_ms <= whisper.at_ms) + 1, 0, whisper);
  }
  return all;
}

function withTyping(room, { client_id }, now_ms) {
  const others = room.typing.filter((each) => each.client_id !== client_id);
  return { ...room, typing: [...others, { client_id, until_ms: now_ms + TYPING_MS }] };
}
