// Which rows the log shows: the room's entries, what is still on its way, a row for each new day;
// and which messages continue the one before. Pure.

import { EntryKind, ownKey } from "../room.js";
import { sameDay } from "./time.js";

// Messages of one person this close together share one heading.
const GROUP_MS = 5 * 60_000;

export const LineKind = { ...EntryKind, DAY: "day" };

/** Rows { key, kind, entry, continues }, oldest first, of the last `max` entries; those still on
 * their way also have { id, delivery, reason }. */
export function linesOf(room, pending, max) {
  const lines = [];
  let before = null;
  const add = (entry, details = {}) => {
    const { kind, key, at_ms } = entry;
    if (before === null || !sameDay(before.at_ms, at_ms)) {
      lines.push({ kind: LineKind.DAY, key: `d${key}`, entry });
    }
    lines.push({ kind, key, entry, continues: continuesGroup(before, entry), ...details });
    before = entry;
  };
  for (const entry of room.entries.slice(-max)) add(entry);
  for (const { id, text, at_ms, delivery, reason } of pending) {
    const message = { kind: EntryKind.SAID, key: ownKey(id), own: true, text };
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
