// What somebody who does not look should know of. Knows no page.

import { parse } from "./markup.js";
import { EntryKind } from "./room.js";

const { SAID, ANNOUNCED, WHISPERED } = EntryKind;

/** What others have said in `room` that `before` did not have; nothing where one was not in it. */
export function newsIn({ me, epoch, last_seq, entries }, room) {
  if (me === null || epoch !== room.epoch) return [];
  const old = room.entries.findLastIndex(({ seq }) => seq <= last_seq);
  // Only what was whispered has no number to tell it by.
  return room.entries.slice(old + 1).filter((entry) => !entry.own && (entry.kind === WHISPERED
    ? !entries.some(({ key }) => key === entry.key)
    : [SAID, ANNOUNCED].includes(entry.kind)));
}

/** Whether it is for oneself: in private, or by one's nick. */
export const isPersonal = ({ kind, text }, { me, roster }) =>
  kind === WHISPERED ||
  parse(text, roster.map(({ nick }) => nick)).some(({ nick }) => nick === me.nick);
