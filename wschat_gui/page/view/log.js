// The log on the page: which rows are there, and where the reader is. Follows the newest row for a
// reader at the bottom; for any other the place stays, and a button counts. Only what is around the
// reader has rows.

import { LineKind, linesOf, spanOf } from "./lines.js";
import { byId } from "./page.js";
import { buildRow, updateRow } from "./rows.js";
import { newMessages } from "./words.js";

// So near to the end is the end: a finger stops on no pixel.
const BOTTOM_PX = 40;
// With less ahead, more is made ready.
const AHEAD_SCREENS = 2;
// More than this at once is history, and appears without a movement.
const ARRIVALS_MAX = 3;

/** `actions` are { retry(id), discard(id) } for messages that were not sent, and
 * { loadOlder(before_seq) }, asked for again and again. */
export function createLog(actions) {
  const scroller = byId("log");
  const list = byId("rows");
  const shown = new Map(); // key -> { row, line }
  let lines = []; // of the rows, from the top
  let known = null; // { room, pending } of the last rendering
  let span = { from: 0, to: 0 };
  let following = true;
  let read_seq = 0; // the newest when the reader was last at the bottom

  const below_px = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  const isAtEnd = () => span.to === known.room.entries.length;

  function goToEnd() {
    following = true;
    if (!isAtEnd()) draw();
    scroller.scrollTop = scroller.scrollHeight;
    showProgress();
  }

  scroller.addEventListener("scroll", () => {
    if (known === null) return;
    following = isAtEnd() && below_px() < BOTTOM_PX;
    showProgress();
    lookAhead();
  });
  byId("new-button").addEventListener("click", () => {
    goToEnd();
    scroller.focus();
  });
  // The keyboard, a longer draft, a turned phone: what was followed still is.
  new ResizeObserver(() => known !== null && following && goToEnd()).observe(scroller);

  // Count what is not read yet; offer a reader far up the way back.
  function showProgress() {
    const { entries, last_seq } = known.room;
    if (following) read_seq = last_seq;
    const unread = following ? 0 : countSince(entries, read_seq);
    byId("new-button").hidden = unread === 0 && isAtEnd();
    const count = byId("new-count");
    if (count.textContent !== newMessages(unread)) count.textContent = newMessages(unread);
    // Rows that scrolling brings are no news to be read aloud; the button then says what is.
    scroller.setAttribute("aria-live", following ? "polite" : "off");
  }

  // Where the rows nearly end, make more, or ask for more.
  function lookAhead() {
    const ahead_px = AHEAD_SCREENS * scroller.clientHeight;
    const { from_seq } = known.room;
    const above = scroller.scrollTop < ahead_px;
    const below = below_px() < ahead_px;
    if ((above && span.from > 0) || (below && !isAtEnd())) drawInPlace();
    if (above && span.from === 0 && from_seq > 1) actions.loadOlder(from_seq);
  }

  // { key, bottom_px } of the entries, first the one on top of the view. Bottoms, because a row
  // loses its heading when what it continues comes in above.
  function landmarks() {
    const marks = lines.filter(isEntry).map(({ key }) => ({ key, bottom_px: bottomOf(key) }));
    const top = marks.findIndex(({ bottom_px }) => bottom_px > 0);
    return [...marks.slice(top), ...marks.slice(0, top).reverse()];
  }

  // Below the view's top.
  const bottomOf = (key) =>
    shown.get(key).row.getBoundingClientRect().bottom - scroller.getBoundingClientRect().top;

  function render(room, pending, loading) {
    const wrote = pending.some(({ id }) => !known?.pending.some((each) => each.id === id));
    known = { room, pending };
    byId("loading").hidden = !loading;
    // What one has just written oneself, one wants to see.
    if (following || wrote) {
      following = true;
      const arrivals = draw();
      if (arrivals.length <= ARRIVALS_MAX) {
        for (const { key } of arrivals) shown.get(key).row.classList.add("arriving");
      }
      goToEnd();
    } else drawInPlace();
    byId("empty").hidden = lines.length > 0 || room.me === null;
    showProgress();
    lookAhead();
  }

  // What the reader looks at stays where it is; the end, if nothing of it is left.
  function drawInPlace() {
    const marks = landmarks();
    draw(marks.map(({ key }) => key));
    const mark = marks.find(({ key }) => shown.has(key));
    if (mark === undefined) goToEnd();
    else scroller.scrollTop += bottomOf(mark.key) - mark.bottom_px;
  }

  // Make the rows around the first of `keys`, or the last; returns the lines that are new.
  function draw(keys = []) {
    span = spanOf(known.room, keys);
    lines = linesOf(known.room, known.pending, span);
    const arrivals = lines.filter(({ key }) => !shown.has(key));
    reconcile();
    return arrivals;
  }

  // Make the rows those of `lines`, touching only what differs.
  function reconcile() {
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

  return { render, isFollowing: () => following };
}

const isEntry = ({ kind }) => kind !== LineKind.DAY && kind !== LineKind.BEGINNING;

const isSpoken = ({ kind }) => kind === LineKind.SAID || kind === LineKind.ANNOUNCED;

const countSince = (entries, read_seq) =>
  entries.filter((entry) => entry.seq > read_seq && isSpoken(entry)).length;

const differs = (before, line) =>
  before.entry.text !== line.entry.text ||
  before.entry.at_ms !== line.entry.at_ms ||
  before.continues !== line.continues ||
  before.delivery !== line.delivery;
