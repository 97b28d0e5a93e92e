// Who comes, goes and is renamed: the roster, and the log's lines about it. Pure. Comings of one
// moment share a line, as goings do; who is back soon has not been away.

import { LeaveCause } from "./vocabulary.js";

export const NoticeKind = {
  JOINED: "joined",
  LEFT: "left",
  RENAMED: "renamed",
  GAP: "gap", // more was missed than is on the page
  AFRESH: "afresh", // the host has begun a new numbering
  NOTE: "note", // a refusal of the host, for this person alone
};

// Phones drop and resume all the time: a goodbye waits this long for its return.
export const GRACE_MS = 10_000;

// Nobody comes back by itself from these.
const AT_ONCE = [LeaveCause.KICKED, LeaveCause.BANNED];

export function joined(room, { type, ...person }, now_ms) {
  if (room.roster.some(({ client_id }) => client_id === person.client_id)) return room;
  const next = { ...room, roster: [...room.roster, person] };
  const leaving = room.leaving.filter(({ nick }) => nick !== person.nick);
  if (leaving.length < room.leaving.length) return { ...next, leaving };
  return withPerson(next, NoticeKind.JOINED, now_ms, person.nick);
}

export function left(room, { client_id, nick, cause }, now_ms) {
  const roster = room.roster.filter((person) => person.client_id !== client_id);
  // When the host stops everybody goes: a bar says so, not a line for each.
  if (cause === LeaveCause.SERVER_STOPPED) return { ...room, roster };
  const next = { ...room, roster };
  if (AT_ONCE.includes(cause)) return withPerson(next, NoticeKind.LEFT, now_ms, nick, cause);
  return { ...next, leaving: [...room.leaving, { nick, cause, at_ms: now_ms }] };
}

export function renamed(room, { client_id, old_nick, nick, by_host }, now_ms) {
  const own = client_id === room.me?.client_id;
  const me = own ? { ...room.me, nick } : room.me;
  const roster = room.roster.map((person) =>
    person.client_id === client_id ? { ...person, nick } : person);
  const details = { old_nick, nick, own, by_host };
  return withNotice({ ...room, me, roster }, NoticeKind.RENAMED, now_ms, details);
}

/** The room when the goodbyes have waited long enough that are due by now. */
export function settled(room, now_ms) {
  const isDue = ({ at_ms }) => at_ms + GRACE_MS <= now_ms;
  if (!room.leaving.some(isDue)) return room;
  const next = { ...room, leaving: room.leaving.filter((goodbye) => !isDue(goodbye)) };
  return room.leaving.filter(isDue).reduce(
    (each, { nick, cause }) => withPerson(each, NoticeKind.LEFT, now_ms, nick, cause), next);
}

export function withNotice(room, kind, now_ms, details = {}) {
  const notices = room.notices + 1;
  const entry = { kind, key: `n${notices}`, at_ms: now_ms + room.clock_offset_ms, ...details };
  return { ...room, notices, entries: [...room.entries, entry] };
}

function withPerson(room, kind, now_ms, nick, cause) {
  const last = room.entries.at(-1);
  if (last?.kind !== kind || last.cause !== cause) {
    return withNotice(room, kind, now_ms, { nicks: [nick], cause });
  }
  const nicks = [...last.nicks.filter((each) => each !== nick), nick];
  return { ...room, entries: [...room.entries.slice(0, -1), { ...last, nicks }] };
}
