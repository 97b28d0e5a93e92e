// Which rows the log shows: the room's entries, what is still on its way, a row for each new day;
// and which messages continue the one before. Pure, but for what day it is.

import { isGone } from "../gone.js";
import { EntryKind, isKept, ownKey } from "../room.js";
import { dayName, sameDay } from "./time.js";

// Messages of one person this close together share one heading.
const GROUP_MS = 5 * 60_000;

// Entries with a row on either side of the reader: some screens in both directions.
export const AROUND = 200;

export const LineKind = { ...EntryKind, DAY: "day", BEGINNING: "beginning", UNREAD: "unread" };

/** The entries { from, to } that get rows: around the first of `keys` there is, or the last. */
export function spanOf({ entries }, keys) {
  const placeOf = (key) => entries.findIndex((entry) => entry.key === key);
  const mark = keys.find((key) => placeOf(key) !== -1);
  const place = mark === undefined ? entries.length - AROUND : placeOf(mark);
  return { from: Math.max(0, place - AROUND), to: Math.min(entries.length, place + AROUND) };
}

/** Rows { key, kind, entry, continues, quoted, reactions }, oldest first, of the entries in this
 * span; those on their way, below the last entry, also have { id, delivery, reason }. `quoted` is
 * the entry that this one answers, or the key of a sentence in its stead; `unread` the key of the
 * first entry below the line that says so. The row of a day has { key, kind, name } alone. */
export function linesOf(room, pending, { from, to }, unread) {
  const lines = [];
  let before = null;
  let day_ms = null;
  let bySeq = null; // few messages are answers
  const quotedBy = ({ reply_to }) => {
    if (!reply_to) return undefined;
    bySeq ??= new Map(room.entries.map((entry) => [entry.seq, entry]));
    if (isGone(room.gone, reply_to)) return "quote.deleted";
    return bySeq.get(reply_to) ?? "quote.earlier";
  };
  const add = (entry, details = {}) => {
    const { kind, key, at_ms } = entry; // a marker has no time
    if (at_ms !== undefined && (day_ms === null || !sameDay(day_ms, at_ms))) {
      // Today's row is another one tomorrow.
      const name = dayName(at_ms, Date.now());
      lines.push({ kind: LineKind.DAY, key: `d${key}${name}`, name });
    }
    if (key === unread) {
      lines.push({ kind: LineKind.UNREAD, key: LineKind.UNREAD, entry });
      before = null;
    }
    const [quoted, reactions] = [quotedBy(entry), room.reactions[entry.seq]];
    const continues = continuesGroup(before, entry);
    lines.push({ kind, key, entry, continues, quoted, reactions, ...details });
    before = entry;
    day_ms = at_ms ?? day_ms;
  };
  const oldest = room.entries.find(isKept);
  if (from === 0 && oldest !== undefined && room.from_seq === 1) {
    lines.push({ kind: LineKind.BEGINNING, key: `b${oldest.seq}`, entry: oldest });
  }
  for (const entry of room.entries.slice(from, to)) add(entry);
  if (to < room.entries.length) return lines;
  for (const { id, text, at_ms, reply_to, to: recipient, delivery, reason } of pending) {
    const kind = recipient ? EntryKind.WHISPERED : EntryKind.SAID;
    const message = { kind, key: ownKey(id), own: true, text, reply_to, recipient };
    const said = { ...message, nick: room.me?.nick ?? "", at_ms: at_ms + room.clock_offset_ms };
    add(said, { id, delivery, reason });
  }
  return lines;
}

const continuesGroup = (before, entry) =>
  before?.kind === EntryKind.SAID &&
  entry.kind === EntryKind.SAID &&
  before.own === entry.own &&
  before.nick === entry.nick &&
  sameDay(before.at_ms, entry.at_ms) &&
  entry.at_ms - before.at_ms < GROUP_MS;
