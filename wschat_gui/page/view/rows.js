// One row of the log, built from its line and brought up to date. Text reaches the page through
// `textContent` alone.

import { reactionsOf } from "../amendments.js";
import { knows, say, sayParts } from "../language.js";
import { Delivery } from "../outbox.js";
import { fileBox } from "./file_box.js";
import { LineKind } from "./lines.js";
import { fromTemplate, showIcon, write } from "./page.js";
import { dress, nickElement } from "./person.js";
import { make, richText } from "./rich_text.js";
import { clockTime, fullTime } from "./time.js";
import { nameParts, refusalSentence } from "./words.js";

const part = (element, name) => element.querySelector(`.${name}`);

/** Build the <li> of a line; `actions` are { retry(id), discard(id), react(entry, emoji),
 * jump(seq) }. */
export function buildRow(line, room, actions) {
  const row = (BUILDERS[line.kind] ?? noticeRow)(line);
  row.tabIndex = -1;
  updateRow(row, line, null, room, actions);
  return row;
}

/** Bring a row up to date with a newer line of the same key than `before`. */
export function updateRow(row, line, before, room, actions) {
  const { kind, entry, continues, quoted, reactions, ...delivery } = line;
  if (!(kind in BUILDERS)) row.replaceChildren(...noticeParts(kind, entry));
  if (!isMessage(line)) return;
  row.classList.toggle("continues", continues);
  writeTime(row, entry);
  if (before?.entry.text !== entry.text) writeText(row, entry, room);
  if (before?.quoted !== quoted) showQuote(row, quoted, () => actions.jump(entry.reply_to));
  if (before?.reactions !== reactions) {
    showReactions(row, reactionsOf(reactions, room.me), (emoji) => actions.react(entry, emoji));
  }
  if (entry.own) showDelivery(row, delivery, actions);
}

/** Whether somebody said it, to all or to one. */
export const isMessage = ({ kind }) => kind === LineKind.SAID || kind === LineKind.WHISPERED;

const BUILDERS = {
  [LineKind.SAID]: messageRow,
  [LineKind.WHISPERED]: messageRow,
  [LineKind.ANNOUNCED]({ entry }) {
    const row = fromTemplate("announcement-row");
    part(row, "text").textContent = entry.text;
    writeTime(row, entry);
    return row;
  },
  [LineKind.DAY]: ({ name }) => plainRow("day", name),
  [LineKind.DELETED]: ({ entry: { count } }) =>
    plainRow("notice deleted", say("log.deleted", { count })),
  [LineKind.UNREAD]: () => plainRow("day unread", say("log.unread")),
  [LineKind.BEGINNING]: ({ entry }) =>
    plainRow("notice", say(entry.seq === 1 ? "log.beginning" : "log.not_kept")),
};

function messageRow({ kind, entry: { nick, own, recipient, file } }) {
  const row = fromTemplate("message-row");
  dress(row, nick);
  row.classList.toggle("own", own);
  if (!own) part(row, "delivery").remove();
  if (file) part(row, "said").before(fileBox(file));
  const isPrivate = kind === LineKind.WHISPERED;
  row.classList.toggle("private", isPrivate);
  const privacy = part(row, "privacy");
  if (!isPrivate) privacy.remove();
  else privacy.append(own ? say("private.to", { nick: recipient.nick }) : say("private.to_you"));
  return row;
}

function noticeRow({ kind, entry }) {
  const row = plainRow(`notice ${kind}`);
  row.title = fullTime(entry.at_ms);
  return row;
}

function plainRow(names, ...parts) {
  const row = document.createElement("li");
  row.className = `muted small ${names}`;
  row.append(...parts);
  return row;
}

function noticeParts(kind, { nick, nicks = [nick], old_nick, own, by_host, cause, refusal }) {
  if (kind === LineKind.NOTE) return [refusalSentence(refusal)];
  const names = nameParts(nicks);
  const places = { nick: names, old_nick: nickElement(old_nick), count: nicks.length };
  const left = knows(`left.${cause}`) ? `left.${cause}` : "left.left";
  const renamed = `${own ? "renamed_self" : kind}${by_host ? "_by_host" : ""}`;
  return sayParts(kind === LineKind.LEFT ? left : `notice.${renamed}`, places).flat();
}

function writeText(row, { text, own }, { roster, me }) {
  const element = part(row, "text");
  const labels = { copy: say("message.copy"), copied: say("message.copied") };
  const nicks = roster.map(({ nick }) => nick);
  element.replaceChildren(richText(text, { nicks, me: me?.nick, labels }));
  row.classList.toggle("to-me", !own && part(element, "me") !== null);
}

function writeTime(row, { at_ms, edited_ms }) {
  const time = row.querySelector("time");
  time.dateTime = new Date(at_ms).toISOString();
  time.title = fullTime(at_ms);
  time.textContent = clockTime(at_ms);
  if (!edited_ms) return;
  const edited = part(row, "edited");
  edited.title = fullTime(edited_ms);
  write(edited, say("message.edited"));
}

// `quoted` as in lines.js.
function showQuote(row, quoted, jump) {
  const quote = part(row, "quote");
  quote.hidden = !quoted;
  if (!quoted) return;
  const { nick = "", text = say(quoted), file } = quoted;
  quote.replaceChildren(make("b", nick, { className: "nick" }), text || file?.name);
  quote.onclick = jump;
}

function showReactions(row, reactions, react) {
  const list = part(row, "reactions");
  const focused = list.contains(document.activeElement) && document.activeElement.value;
  const chips = reactions.map(({ emoji, nicks, own }) => {
    const chip = make("button", "", { value: emoji, title: nicks.join(", ") });
    chip.append(make("span", `${emoji} ${nicks.length}`));
    chip.setAttribute("aria-pressed", own);
    chip.onclick = () => react(emoji);
    return chip;
  });
  list.replaceChildren(...chips);
  if (focused) (chips.find(({ value }) => value === focused) ?? row).focus();
}

// What is in the log and no longer in the outbox has been sent.
function showDelivery(row, { id, delivery = "sent", reason }, { retry, discard }) {
  const mark = part(row, "delivery");
  showIcon(mark, delivery);
  mark.title = part(mark, "unseen").textContent = say(`delivery.${delivery}`);
  const failed = delivery === Delivery.FAILED;
  row.classList.toggle("failed", failed);
  const before = part(row, "failed-part");
  if (before?.contains(document.activeElement)) row.focus();
  before?.remove();
  if (!failed) return;
  const failure = fromTemplate("failed-part");
  const why = reason ? refusalSentence(reason) : say("host.silent");
  part(failure, "trouble").textContent = say("message.failed", { reason: why });
  part(failure, "retry").onclick = () => retry(id);
  part(failure, "discard").onclick = () => discard(id);
  row.append(failure);
}
