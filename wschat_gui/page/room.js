// The room as this page knows it, and how a message of the host changes it. Pure: plain data in and
// out, the time passed in. What the host has not confirmed yet is in `outbox.js`.

import { isGone, union } from "./gone.js";
import { LeaveCause } from "./vocabulary.js";

// What is remembered of the log: a long day, a few megabytes.
export const ENTRIES_MAX = 10_000;

// Who is back within this has not been away: phones drop and resume all the time.
export const GRACE_MS = 10_000;

export const EntryKind = {
  SAID: "said",
  ANNOUNCED: "announced",
  JOINED: "joined",
  LEFT: "left",
  RENAMED: "renamed",
  DELETED: "deleted", // stands where the host has deleted `first` to `last`
  GAP: "gap", // more was missed than is on the page
  AFRESH: "afresh", // the host has begun a new numbering
  NOTE: "note", // a sentence of the host for this person alone
};

/** The room before a welcome; `kept` is what an earlier life of this tab has saved of it. */
export const emptyRoom = (kept = {}) => ({
  name: "",
  me: null, // { client_id, nick } once welcomed
  token: kept.token ?? "",
  epoch: kept.epoch ?? "",
  last_seq: 0,
  from_seq: 1, // from here on the log is whole; above 1 the host may have more
  gone: [], // what the host has deleted, as in `gone.js`
  own_seqs: kept.own_seqs ?? [],
  roster: [], // { client_id, nick } in order of joining
  entries: [], // kept events ascending by `seq`, and notices where they came
  notices: 0, // made so far: names the next one
  message_chars: 4_000,
  clock_offset_ms: 0, // the host's clock minus ours
});

/** What a join tells of the past: nothing of the log if there is none on the page. */
export const resumption = ({ me, token, epoch, last_seq }) =>
  ({ token, epoch: me === null ? "" : epoch, last_seq });

/** The room after `message`; `isPending(id)` tells whether we wait to see a message of ours. */
export function apply(room, message, now_ms, isPending) {
  switch (message.type) {
    case "welcome":
      return welcomed(room, message, now_ms, isPending);
    case "joined":
      return joined(room, message, now_ms);
    case "left":
      return left(room, message, now_ms);
    case "renamed":
      return renamed(room, message, now_ms);
    case "deleted":
      return withMarkers({ ...room, gone: union(room.gone, message.ranges) });
    case "earlier":
      return withEarlier(room, message, isPending);
    default:
      return withKept(room, [message], ({ client_id, id }) =>
        client_id === room.me?.client_id || isPending(id));
  }
}

/** The room with a sentence for this person alone at the end of the log. */
export const noted = (room, text, now_ms) => withNotice(room, EntryKind.NOTE, now_ms, { text });

/** The room without the oldest that are too many; they can be asked for again. */
export function bounded(room) {
  if (room.entries.length <= ENTRIES_MAX) return room;
  const entries = room.entries.slice(-ENTRIES_MAX);
  return { ...room, entries, from_seq: entries.find(isKept)?.seq ?? room.last_seq + 1 };
}

/** Whether this entry has a place in the numbering, and is no notice. */
export const isKept = ({ seq }) => seq !== undefined;

/** The room without the right to one's old place in it. */
export const strangerTo = (room) => ({ ...room, token: "" });

/** The key of the own message `id`: the same before and after the host has it. */
export const ownKey = (id) => `o${id}`;

function welcomed(room, message, now_ms, isPending) {
  const { client_id, nick, token, room: name, epoch, roster, gone, message_chars } = message;
  const clock_offset_ms = message.now_ms - now_ms;
  const me = { client_id, nick };
  let next = { ...room, name, me, token, epoch, roster, gone, message_chars, clock_offset_ms };
  const sameNumbers = room.epoch === epoch;
  const resumes = sameNumbers && room.me !== null;
  if (!resumes || !message.complete) next = startedOver(next, message);
  if (!sameNumbers) next.own_seqs = [];
  if (!sameNumbers && room.entries.length > 0) next = withNotice(next, EntryKind.AFRESH, now_ms);
  // By its id alone: a host that was restarted gives old client ids to new people.
  next = withMarkers(withKept(next, message.history, ({ id }) => isPending(id)));
  return resumes && !message.complete ? withNotice(next, EntryKind.GAP, now_ms) : next;
}

// With an empty log, for the history of this welcome.
function startedOver(room, { history, gone }) {
  const from_seq = history[0]?.seq ?? 1 + (gone.at(-1)?.[1] ?? 0);
  return { ...room, entries: [], last_seq: 0, from_seq };
}

function withKept(room, messages, isOwn) {
  const entries = [...room.entries];
  let { last_seq, own_seqs } = room;
  for (const message of messages) {
    const { seq } = message;
    const place = placeOf(seq, entries, last_seq, room);
    if (place === null) continue;
    const own = message.type === "said" && (own_seqs.includes(seq) || isOwn(message));
    if (own) own_seqs = [...own_seqs, seq];
    entries.splice(place, 0, keptEntry(message, own));
    last_seq = Math.max(last_seq, seq);
  }
  return { ...room, entries, own_seqs, last_seq };
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
function withEarlier(room, { before_seq, events, more }, isPending) {
  if (before_seq !== room.from_seq) return room;
  const from_seq = more ? (events[0]?.seq ?? 1) : 1;
  const next = withKept({ ...room, from_seq, entries: [] }, events, ({ id }) => isPending(id));
  const entries = [...room.entries];
  entries.splice(Math.max(0, entries.findIndex(isKept)), 0, ...next.entries);
  return withMarkers({ ...next, entries });
}

// With nothing of what was deleted, but a marker in its place: the same wherever a page begins.
function withMarkers(room) {
  const { gone, from_seq } = room;
  const markers = gone.filter(([, last]) => last >= from_seq).map(markerEntry);
  const entries = [];
  for (const entry of room.entries) {
    while (markers[0]?.seq <= entry.seq) entries.push(markers.shift());
    if (entry.kind !== EntryKind.DELETED && !isGone(gone, entry.seq)) entries.push(entry);
  }
  const last_seq = Math.max(room.last_seq, gone.at(-1)?.[1] ?? 0);
  return { ...room, entries: [...entries, ...markers], last_seq };
}

const markerEntry = ([first, last]) =>
  ({ kind: EntryKind.DELETED, key: `x${first}-${last}`, seq: first, count: last - first + 1 });

function keptEntry({ type: kind, seq, at_ms, client_id, nick, id, text }, own) {
  const key = own && id !== "" ? ownKey(id) : `s${seq}`;
  return { kind, key, seq, at_ms, client_id, nick, text, own };
}

function joined(room, { client_id, nick }, now_ms) {
  if (room.roster.some((person) => person.client_id === client_id)) return room;
  const next = { ...room, roster: [...room.roster, { client_id, nick }] };
  const since_ms = now_ms + room.clock_offset_ms - GRACE_MS;
  const goodbye = room.entries.findLast(({ kind, cause, at_ms, ...entry }) =>
    kind === EntryKind.LEFT && entry.nick === nick && at_ms >= since_ms
      && cause !== LeaveCause.KICKED);
  if (goodbye === undefined) return withNotice(next, EntryKind.JOINED, now_ms, { nick });
  return { ...next, entries: room.entries.filter((entry) => entry !== goodbye) };
}

function left(room, { client_id, nick, cause }, now_ms) {
  const roster = room.roster.filter((person) => person.client_id !== client_id);
  // When the host stops everybody goes: a bar says so, not a line for each.
  if (cause === LeaveCause.SERVER_STOPPED) return { ...room, roster };
  return withNotice({ ...room, roster }, EntryKind.LEFT, now_ms, { nick, cause });
}

function renamed(room, { client_id, old_nick, nick }, now_ms) {
  const own = client_id === room.me?.client_id;
  const me = own ? { client_id, nick } : room.me;
  const roster = room.roster.map((person) =>
    person.client_id === client_id ? { client_id, nick } : person);
  return withNotice({ ...room, me, roster }, EntryKind.RENAMED, now_ms, { old_nick, nick, own });
}

function withNotice(room, kind, now_ms, details = {}) {
  const notices = room.notices + 1;
  const entry = { kind, key: `n${notices}`, at_ms: now_ms + room.clock_offset_ms, ...details };
  return { ...room, notices, entries: [...room.entries, entry] };
}
