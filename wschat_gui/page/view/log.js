// The log on the page: which rows are there, and where the reader is. Follows the newest row for a
// reader at the bottom; for any other the place stays, and a button counts.

import { LineKind, linesOf } from "./lines.js";
import { byId } from "./page.js";
import { buildRow, updateRow } from "./rows.js";
import { newMessages } from "./words.js";

// Entries on the page: enough to scroll far back, few enough for an old phone. While somebody reads
// further up nothing is taken away above, up to the larger bound.
const SHOWN_MAX = 1_000;
const SHOWN_READING_MAX = 3_000;
// This near to the end is the end: a finger does not stop on the pixel.
const BOTTOM_PX = 40;
// More than this at once is history, and appears without a movement.
const ARRIVALS_MAX = 3;

/** `actions` are { retry(id), discard(id) } for messages that were not sent. */
export function createLog(actions) {
  const scroller = byId("log");
  const list = byId("rows");
  const shown = new Map(); // key -> { row, line }
  let following = true;
  let unseen = 0;

  function follow() {
    scroller.scrollTop = scroller.scrollHeight;
    following = true;
    countUnseen(0);
  }

  function countUnseen(count) {
    unseen = count;
    byId("new-button").hidden = count === 0;
    byId("new-count").textContent = newMessages(count);
  }

  scroller.addEventListener("scroll", () => {
    const below_px = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    following = below_px < BOTTOM_PX;
    if (following) countUnseen(0);
  });
  byId("new-button").addEventListener("click", () => {
    follow();
    scroller.focus();
  });
  // The keyboard, a longer draft, a turned phone: what was followed still is.
  new ResizeObserver(() => following && follow()).observe(scroller);

  function render(room, pending) {
    const lines = linesOf(room, pending, following ? SHOWN_MAX : SHOWN_READING_MAX);
    const arrivals = lines.filter(({ key }) => !shown.has(key));
    const spoken = arrivals.filter(isSpoken);
    const stay = keepPlace();
    reconcile(lines);
    byId("empty").hidden = lines.length > 0 || room.me === null;
    if (arrivals.length <= ARRIVALS_MAX) {
      for (const { key } of arrivals) shown.get(key).row.classList.add("arriving");
    }
    // What one has just written oneself, one wants to see.
    if (following || spoken.some(({ id }) => id !== undefined)) follow();
    else {
      stay();
      countUnseen(unseen + spoken.length);
    }
  }

  // Returns how to bring the row that the reader has on top back to where it is now.
  function keepPlace() {
    const top = (row) => row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    const row = following ? undefined : [...list.children].find((each) => top(each) >= 0);
    const before_px = row && top(row);
    return () => {
      if (row?.isConnected) scroller.scrollTop += top(row) - before_px;
    };
  }

  // Make the rows those of `lines`, touching only what differs.
  function reconcile(lines) {
    const wanted = new Set(lines.map(({ key }) => key));
    for (const [key, { row }] of shown) {
      if (wanted.has(key)) continue;
      row.remove();
      shown.delete(key);
    }
    let next = list.firstElementChild;
    for (const line of lines) {
      const row = rowOf(line);
      if (row === next) next = row.nextElementSibling;
      else list.insertBefore(row, next);
    }
  }

  function rowOf(line) {
    const before = shown.get(line.key);
    const row = before?.row ?? buildRow(line, actions);
    if (before !== undefined && differs(before.line, line)) updateRow(row, line, actions);
    shown.set(line.key, { row, line });
    return row;
  }

  return { render };
}

const isSpoken = ({ kind }) => kind === LineKind.SAID || kind === LineKind.ANNOUNCED;

const differs = (before, line) =>
  before.entry.text !== line.entry.text ||
  before.entry.at_ms !== line.entry.at_ms ||
  before.continues !== line.continues ||
  before.delivery !== line.delivery;
