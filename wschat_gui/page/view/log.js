// The log on the page: which rows are there, and where the reader is. Follows the newest row for a
// reader at the bottom; for any other the place stays, and a button counts. Only what is around the
// reader has rows. The arrow keys lead from row to row.

import { isGone } from "../gone.js";
import { language, say } from "../language.js";
import { LineKind, linesOf, spanOf } from "./lines.js";
import { byId, write } from "./page.js";
import { buildRow, isMessage, updateRow } from "./rows.js";

// So near to the end is the end: a finger stops on no pixel.
const BOTTOM_PX = 40;
// With less ahead, more is made ready.
const AHEAD_SCREENS = 2;
// More than this at once is history, and appears without a movement.
const ARRIVALS_MAX = 3;
// After so long in sight, what was new is read.
const READ_MS = 10_000;
const FLASH_MS = 2_000;

const STEPS = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };

/** `actions` are { retry(id), discard(id) } for messages that were not sent, { react(entry, emoji),
 * openMenu(entry, row) }, { loadOlder(before_seq) }, asked for again and again, and { tell(text) }. */
export function createLog(actions) {
  const scroller = byId("log");
  const list = byId("rows");
  const shown = new Map(); // key -> { row, line }
  let lines = []; // of the rows, from the top
  let known = null; // { room, pending } of the last rendering
  let span = { from: 0, to: 0 };
  let told = ""; // the language of the rows
  let following = true;
  let read = { seq: 0, at_ms: 0 }; // the newest when the reader was last at the bottom
  let wasHidden = false; // since the reader was last at the bottom
  let unread = null; // the key of the first row below the line that says so
  let reading = null; // a timer: then that line may go
  let sought_seq = 0; // a message to show once it is loaded
  let isOld = false; // what was drawn last: history, or the same in another language

  const below_px = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  const isAtEnd = () => span.to === known.room.entries.length;

  function goToEnd() {
    following = true;
    if (!isAtEnd()) draw();
    scroller.scrollTop = scroller.scrollHeight;
    showProgress();
  }

  scroller.onscroll = () => {
    if (known === null) return;
    following = isAtEnd() && below_px() < BOTTOM_PX;
    showProgress();
    lookAhead();
  };
  byId("new-button").onclick = () => {
    goToEnd();
    scroller.focus();
  };
  document.addEventListener("visibilitychange", () => {
    wasHidden ||= document.hidden;
  });
  scroller.addEventListener("keydown", (event) => {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    const step = STEPS[key];
    if (altKey || ctrlKey || metaKey || target.closest("button, a")) return;
    const row = target.closest("li");
    if (key === "Enter" || key === "ContextMenu") openMenu(row);
    else if (!step) return;
    else walk(row, step);
    event.preventDefault();
  });

  // From the log itself, first to the newest in sight.
  function walk(row, step) {
    if (step === Infinity) goToEnd();
    const rows = [...list.children];
    const end_px = scroller.getBoundingClientRect().bottom;
    const inSight = rows.findLast((each) => each.getBoundingClientRect().top < end_px);
    const place = rows.indexOf(row ?? inSight) + (row || !isFinite(step) ? step : 0);
    rows[Math.min(Math.max(place, 0), rows.length - 1)]?.focus();
  }

  function openMenu(row) {
    const line = lines.find(({ key }) => shown.get(key).row === row);
    // What is on its way has no place yet.
    if (line && isMessage(line) && !line.delivery) actions.openMenu(line.entry, row);
  }

  // The keyboard, a longer draft, a turned phone: what was followed still is.
  new ResizeObserver(() => known !== null && following && goToEnd()).observe(scroller);

  // Count what is not read yet; offer a reader far up the way back.
  function showProgress() {
    const { entries, last_seq } = known.room;
    const news = entries.filter((entry) => isNews(entry, read));
    if (following) {
      const times = news.map(({ at_ms }) => at_ms);
      read = { seq: last_seq, at_ms: Math.max(read.at_ms, ...times) };
      if (unread !== null) reading ??= setTimeout(markRead, READ_MS);
    }
    const count = following ? 0 : news.length;
    byId("new-button").hidden = count === 0 && isAtEnd();
    write(byId("new-count"), count ? say("log.new", { count }) : say("log.latest"));
    // Rows that scrolling brings are no news to be read aloud; the button then says what is.
    scroller.setAttribute("aria-live", following && !isOld ? "polite" : "off");
  }

  // Without the line above what was new, once that was in sight for a while.
  function markRead() {
    reading = null;
    if (!following || document.hidden) return;
    unread = null;
    draw();
    goToEnd();
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
    if (wrote) unread = null;
    else if (!following || wasHidden) {
      unread ??= room.entries.find((entry) => !entry.own && isNews(entry, read))?.key ?? null;
    }
    wasHidden = document.hidden;
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
    if (sought_seq) jump(sought_seq);
  }

  /** Show this message, after loading it if need be. */
  function jump(seq) {
    const { entries, gone, from_seq } = known.room;
    const entry = entries.find((each) => each.seq === seq);
    sought_seq = 0;
    if (isGone(gone, seq)) actions.tell(say("quote.deleted"));
    else if (entry) flash(entry.key);
    else if (from_seq === 1) actions.tell(say("quote.lost"));
    else {
      sought_seq = seq;
      actions.loadOlder(from_seq);
    }
  }

  function flash(key) {
    following = false;
    draw([key]);
    const { row } = shown.get(key);
    row.scrollIntoView({ block: "center" });
    following = isAtEnd() && below_px() < BOTTOM_PX;
    row.focus({ preventScroll: true });
    row.classList.add("flash");
    setTimeout(() => row.classList.remove("flash"), FLASH_MS);
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
    lines = linesOf(known.room, known.pending, span, unread);
    const arrivals = lines.filter(({ key }) => !shown.has(key));
    isOld = arrivals.length > ARRIVALS_MAX || told !== language();
    reconcile();
    return arrivals;
  }

  // Make the rows those of `lines`, touching only what differs; all are new in a new language.
  function reconcile() {
    const retold = told !== language();
    told = language();
    const hadFocus = list.contains(document.activeElement);
    const wanted = new Set(lines.map(({ key }) => key));
    for (const [key, { row }] of shown) {
      if (wanted.has(key) && !retold) continue;
      row.remove();
      shown.delete(key);
    }
    let next = list.firstElementChild;
    for (const line of lines) {
      const row = rowOf(line);
      if (row === next) next = row.nextElementSibling;
      else list.insertBefore(row, next);
    }
    // Whose row is gone goes on from the log.
    if (hadFocus && !list.contains(document.activeElement)) scroller.focus({ preventScroll: true });
  }

  function rowOf(line) {
    const before = shown.get(line.key);
    const row = before?.row ?? buildRow(line, known.room, rowActions);
    if (before !== undefined && differs(before.line, line)) {
      updateRow(row, line, before.line, known.room, rowActions);
    }
    shown.set(line.key, { row, line });
    return row;
  }

  const rowActions = { ...actions, jump };
  return { render, openMenu, isFollowing: () => following };
}

const isEntry = ({ kind }) =>
  ![LineKind.DAY, LineKind.BEGINNING, LineKind.UNREAD].includes(kind);

// What was said to one alone has no number.
const isNews = ({ kind, seq, at_ms }, read) =>
  kind === LineKind.WHISPERED
    ? at_ms > read.at_ms
    : seq > read.seq && (kind === LineKind.SAID || kind === LineKind.ANNOUNCED);

const differs = (before, line) =>
  ["entry", "continues", "delivery", "quoted", "reactions"].some(
    (detail) => before[detail] !== line[detail]);
