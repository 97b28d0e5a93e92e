// The sentences that the page makes up as it runs; those that never change are in `index.html`.

import { Delivery } from "../outbox.js";
import { EntryKind } from "../room.js";
import { CloseCode, LeaveCause } from "../vocabulary.js";
import { exactTime } from "./time.js";

// Around the nicks of a notice.
export const JOINED = " joined";
export const DEPARTURES = {
  [LeaveCause.LEFT]: " left",
  [LeaveCause.KICKED]: " was removed by the host",
  [LeaveCause.BANNED]: " was banned by the host",
  [LeaveCause.TIMED_OUT]: " lost the connection",
  [LeaveCause.TOO_SLOW]: " could not keep up and was disconnected",
  [LeaveCause.PROTOCOL_ERROR]: " was disconnected: its program broke the protocol",
};
export const RENAMED = " is now called ";
export const RENAMED_SELF = "You are now called ";

export const NOTICES = {
  [EntryKind.GAP]: "You missed more than is shown; scroll up for the rest.",
  [EntryKind.AFRESH]: "The host has started afresh: earlier messages are gone.",
};

export const BEGINNING = "This is the beginning.";
export const NOT_KEPT = "Earlier messages are no longer kept.";

export const DELIVERIES = {
  [Delivery.QUEUED]: "Sending…",
  [Delivery.SENDING]: "Sending…",
  [Delivery.FAILED]: "Not sent",
  sent: "Sent",
};

export const ENDINGS = {
  [CloseCode.KICKED]: {
    heading: "The host removed you from the chat",
    advice: "You stay out until you join again yourself.",
    again: "Join again",
  },
  [CloseCode.BANNED]: {
    heading: "The host banned you from the chat",
    advice: "You cannot join this chat at the moment.",
    again: "",
  },
  [CloseCode.REPLACED]: {
    heading: "You are in this chat in another tab",
    advice: "Only one tab can have your place.",
    again: "Use this tab",
  },
};

export const ONLINE = "Online";
export const OFFLINE = "Offline";
export const CONNECTING = "Connecting…";
export const UNREACHABLE = "The host does not answer.";

export const newMessages = (count) => (count === 0 ? "Latest" : `${count} new`);
export const deletedMessages = (count) =>
  `${count === 1 ? "A message was" : `${count} messages were`} deleted by the host`;
export const peopleHere = (count) => (count === 1 ? "1 person here" : `${count} people here`);
export const charactersUsed = (count, max) =>
  `${count.toLocaleString()} of ${max.toLocaleString()} characters`;
export const useNick = (nick) => `Use “${nick}”`;

const CAUSES = {
  [CloseCode.GOING_AWAY]: "The host has stopped. ",
  [CloseCode.TRY_AGAIN_LATER]: "The connection could not keep up. ",
};

/** Since when there is no connection, and why where that is known. */
export const offlineSentence = ({ close_code, offline_since_ms }) =>
  `${CAUSES[close_code] ?? ""}Offline since ${exactTime(offline_since_ms)}.`;

/** When the next try is due: "Trying again in 7 s". */
export function retrySentence({ retry_at_ms }, now_ms) {
  if (retry_at_ms === null) return CONNECTING;
  return `Trying again in ${Math.max(0, Math.ceil((retry_at_ms - now_ms) / 1000))} s`;
}
