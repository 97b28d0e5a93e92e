// The words of the `wschat.v1` subprotocol, as `chat/vocabulary.py` has them: a test compares.

export const SUBPROTOCOL = "wschat.v1";

export const PAGE_MESSAGES = {
  join: ["nick", "code", "token", "epoch", "last_seq"],
  say: ["id", "text"],
  rename: ["nick"],
  older: ["before_seq"],
};

export const SERVER_MESSAGES = {
  said: ["seq", "at_ms", "client_id", "nick", "id", "text"],
  announced: ["seq", "at_ms", "text"],
  welcome: [
    "client_id", "nick", "token", "room", "epoch",
    "roster", "history", "complete", "gone", "now_ms", "message_chars",
  ],
  joined: ["client_id", "nick"],
  left: ["client_id", "nick", "cause"],
  renamed: ["client_id", "old_nick", "nick"],
  deleted: ["ranges"],
  refused: ["code", "text", "id", "suggestion"],
  earlier: ["before_seq", "events", "more"],
};

// A line of a welcome's roster.
export const PERSON = ["client_id", "nick"];

export const RefusalCode = {
  MALFORMED: "malformed",
  NOT_JOINED: "not_joined",
  ALREADY_JOINED: "already_joined",
  NICK_INVALID: "nick_invalid",
  NICK_TAKEN: "nick_taken",
  WRONG_CODE: "wrong_code",
  TEXT_EMPTY: "text_empty",
  TEXT_TOO_LONG: "text_too_long",
  TOO_FAST: "too_fast",
  MUTED: "muted",
  BINARY_UNEXPECTED: "binary_unexpected",
};

export const LeaveCause = {
  LEFT: "left",
  KICKED: "kicked",
  BANNED: "banned",
  TIMED_OUT: "timed_out",
  TOO_SLOW: "too_slow",
  PROTOCOL_ERROR: "protocol_error",
  SERVER_STOPPED: "server_stopped",
};

// Those that mean something to the page: RFC 6455 section 7.4.1, and our private ones.
export const CloseCode = {
  NORMAL: 1000,
  GOING_AWAY: 1001,
  TRY_AGAIN_LATER: 1013,
  KICKED: 4001,
  BANNED: 4002,
  WRONG_CODE: 4003,
  REPLACED: 4004,
};

// Half a surrogate pair has no UTF-8: the host could not even read the message's id.
const whole = (text) => text.replace(/\p{Surrogate}/gu, "\uFFFD");

export const join = ({ nick, code, ...resumption }) =>
  ({ type: "join", nick: whole(nick), code: whole(code), ...resumption });
export const say = (id, text) => ({ type: "say", id, text: whole(text) });
export const rename = (nick) => ({ type: "rename", nick: whole(nick) });
export const older = (before_seq) => ({ type: "older", before_seq });

/** Read a text frame of the host; null for a type that only a newer host knows. */
export function decode(text) {
  const message = JSON.parse(text);
  if (!Object.keys(SERVER_MESSAGES).includes(message.type)) return null;
  const missing = SERVER_MESSAGES[message.type].filter((field) => !(field in message));
  if (missing.length > 0) throw new TypeError(`${message.type} lacks ${missing.join(", ")}`);
  return message;
}
