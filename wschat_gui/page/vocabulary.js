// The words of the `wschat.v1` subprotocol, as `chat/vocabulary.py` has them: a test compares.

export const SUBPROTOCOL = "wschat.v1";

/** What a page sends, by `make`; the fields of each:
 *   join: nick code token epoch last_seq device
 *   say: id text reply_to
 *   edit: seq text
 *   retract: seq
 *   react: seq emoji on
 *   whisper: id to text
 *   typing:
 *   offer: id name size_bytes text reply_to
 *   cancel: id
 *   rename: nick
 *   older: before_seq
 *   probe:
 *   observed: what length crc32 close_code reason clean
 */

/** What the host sends; the fields of each:
 *   said: seq at_ms client_id nick id text person_id reply_to edited_ms file
 *   announced: seq at_ms text
 *   edited: seq at_ms client_id nick target text
 *   reacted: seq at_ms client_id nick person_id target emoji on
 *   welcome: client_id nick token room epoch roster history complete gone now_ms message_chars
 *     person_id edit_s file_bytes state muted_until_ms whispers
 *   joined: client_id nick person_id
 *   left: client_id nick cause
 *   renamed: client_id old_nick nick by_host
 *   deleted: ranges
 *   typing: client_id
 *   changed: room state
 *   limits: message_chars file_bytes edit_s
 *   earlier: before_seq events more
 *   whispered: id at_ms sender recipient text
 *   muted: until_ms reason
 *   unmuted:
 *   dismissed: close_code reason until_ms
 *   reinstated:
 *   probed:
 *   granted: id chunk_bytes
 *   received: id received_bytes
 *   lab: on
 *   refused: code text id suggestion limit wait_s
 */

// What a `said` has only where it differs from this.
export const SAID_DEFAULTS = { person_id: "", reply_to: 0, edited_ms: 0, file: null };

// A line of a roster: client_id nick person_id.

// Of the codes, those that mean more to the page than a sentence.
export const RefusalCode = {
  NICK_INVALID: "nick_invalid",
  NICK_TAKEN: "nick_taken",
  WRONG_CODE: "wrong_code",
  MUTED: "muted",
  FILE_TOO_LARGE: "file_too_large",
  FILE_BROKEN: "file_broken",
};

// Of the causes likewise.
export const LeaveCause = {
  KICKED: "kicked",
  BANNED: "banned",
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
const whole = (value) =>
  (typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\uFFFD") : value);

/** A message to the host, ready for JSON: `make("say", { id, text })`. */
export const make = (type, fields = {}) =>
  ({ type, ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, whole(value)])) });
