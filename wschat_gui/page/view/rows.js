// One row of the log, built from its line and brought up to date. Text reaches the page through
// `textContent` alone.

import { Delivery } from "../outbox.js";
import { LineKind } from "./lines.js";
import { fromTemplate } from "./page.js";
import { dress, nickElement } from "./person.js";
import { clockTime, dayName, fullTime } from "./time.js";
import * as words from "./words.js";

/** Build the <li> of a line; `actions` are { retry(id), discard(id) }. */
export function buildRow(line, actions) {
  const row = (BUILDERS[line.kind] ?? noticeRow)(line);
  updateRow(row, line, actions);
  return row;
}

/** Bring a row up to date with a newer line of the same key. */
export function updateRow(row, { kind, entry, continues, ...delivery }, actions) {
  if (kind !== LineKind.SAID) return;
  row.classList.toggle("continues", continues);
  writeText(row, entry);
  if (entry.own) showDelivery(row, delivery, actions);
}

const BUILDERS = {
  [LineKind.SAID]({ entry }) {
    const row = fromTemplate("message-row");
    dress(row, entry.nick);
    if (entry.own) row.classList.add("own");
    else row.querySelector(".delivery").remove();
    return row;
  },
  [LineKind.ANNOUNCED]({ entry }) {
    const row = fromTemplate("announcement-row");
    writeText(row, entry);
    return row;
  },
  [LineKind.DAY]({ entry }) {
    return plainRow("day", [dayName(entry.at_ms, Date.now())]);
  },
  [LineKind.DELETED]: ({ entry }) =>
    plainRow("notice deleted", [words.deletedMessages(entry.count)]),
  [LineKind.BEGINNING]: ({ entry }) =>
    plainRow("notice", [entry.seq === 1 ? words.BEGINNING : words.NOT_KEPT]),
};

function noticeRow({ kind, entry }) {
  const row = plainRow(`notice ${kind}`, noticeParts(kind, entry));
  row.title = fullTime(entry.at_ms);
  return row;
}

function plainRow(names, parts) {
  const row = document.createElement("li");
  row.className = `muted small ${names}`;
  row.append(...parts);
  return row;
}

function noticeParts(kind, { nick, old_nick, own, cause, text }) {
  switch (kind) {
    case LineKind.JOINED:
      return [nickElement(nick), words.JOINED];
    case LineKind.LEFT:
      return [nickElement(nick), words.DEPARTURES[cause] ?? words.DEPARTURES.left];
    case LineKind.RENAMED:
      if (own) return [words.RENAMED_SELF, nickElement(nick)];
      return [nickElement(old_nick), words.RENAMED, nickElement(nick)];
    default:
      return [text ?? words.NOTICES[kind]];
  }
}

function writeText(row, { text, at_ms }) {
  row.querySelector(".text").textContent = text;
  const time = row.querySelector("time");
  time.dateTime = new Date(at_ms).toISOString();
  time.title = fullTime(at_ms);
  time.textContent = clockTime(at_ms);
}

// What is in the log and no longer in the outbox has been sent.
function showDelivery(row, { id, delivery = "sent", reason }, { retry, discard }) {
  const mark = row.querySelector(".delivery");
  mark.className = `delivery is-${delivery}`;
  mark.title = words.DELIVERIES[delivery];
  mark.querySelector(".unseen").textContent = words.DELIVERIES[delivery];
  const failed = delivery === Delivery.FAILED;
  row.classList.toggle("failed", failed);
  row.querySelector(".failed-part")?.remove();
  if (!failed) return;
  const part = fromTemplate("failed-part");
  part.querySelector(".trouble").textContent = `${words.DELIVERIES.failed}. ${reason}`;
  part.querySelector(".retry").addEventListener("click", () => retry(id));
  part.querySelector(".discard").addEventListener("click", () => discard(id));
  row.append(part);
}
