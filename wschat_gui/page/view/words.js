// Sentences that are put together from more than a key.

import { duration, fileSize, knows, locale, say } from "../language.js";
import { RefusalCode } from "../vocabulary.js";
import { nickElement } from "./person.js";
import { exactTime } from "./time.js";

// As many names stand side by side; of those who write, one fewer.
const NAMES_MAX = 3;

/** A nick that cannot turn the words around it, where no element can. */
export const isolated = (nick) => `\u2068${nick}\u2069`;

/** Why the host refused: what we say to its code, or else its own sentence, which is English.
 * `limit` and `wait_s` are 0 or absent where they mean nothing. */
export function refusalSentence({ code, text, limit, wait_s }) {
  const key = `refused.${code}`;
  if (wait_s && knows(`${key}.wait`)) return say(`${key}.wait`, { wait: duration(wait_s) });
  if (limit && knows(`${key}.limit`)) {
    const most = code === RefusalCode.FILE_TOO_LARGE ? fileSize(limit) : limit;
    return say(`${key}.limit`, { limit: most });
  }
  return knows(key) ? say(key) : text;
}

/** "Ada, Bob and 3 more", in parts. */
export function nameParts(nicks) {
  const some = nicks.length > NAMES_MAX ? nicks.slice(0, NAMES_MAX - 1) : nicks;
  const more = nicks.length - some.length;
  const names = some.map(nickElement);
  if (more > 0) names.push(say("people.more", { count: more }));
  const listed = new Intl.ListFormat(locale()).formatToParts(names.map(String));
  return listed.map(({ type, value }) => (type === "element" ? names.shift() : value));
}

/** "Ada and Ken are writing…", or "". */
export function whoWrites(nicks) {
  if (nicks.length >= NAMES_MAX) return say("typing.several");
  const nick = new Intl.ListFormat(locale()).format(nicks.map(isolated));
  return nick && say("typing.some", { nick, count: nicks.length });
}

/** What keeps one from writing, or slows one down; `silence` as in floor.js. */
export function hint({ state: { slow_s }, muted_until_ms, muted_reason }, silence) {
  if (silence === "frozen") return say("refused.frozen");
  if (silence === "") return slow_s ? say("room.slow", { wait: duration(slow_s) }) : "";
  const key = muted_until_ms === null ? "muted.lifted" : "muted.until";
  return `${say(key, { time: exactTime(muted_until_ms) })} ${muted_reason}`.trim();
}

/** Seconds until the next try. */
export const secondsUntil = (retry_at_ms, now_ms) =>
  Math.max(0, Math.ceil((retry_at_ms - now_ms) / 1000));
