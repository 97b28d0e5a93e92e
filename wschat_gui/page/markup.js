// What in a message is more than text. Pure; takes linear time whatever the text.

// Nowhere in a link (nor is what is invisible), and not at its end.
const STOP = String.raw`\s\p{C}<>"\x60\\[\]{}、。〈-】！（），：；？`;
const ODD = ".,;:!?'…’”“»*_~";
const MARKUP = new RegExp(
  "\\n?```(?:[\\w+#.-]*\\n)?([^]+?)\\n?```\\n?|(`{1,2})([^`\\n]+)\\2|@|" +
    String.raw`\b(?:https?:\/\/|www\.)(?:[^${STOP}${ODD}()]|[${ODD}]+(?=[^${STOP}${ODD})])|` +
    String.raw`\([^${STOP}()]*\))+`,
  "giu",
);
// Nothing before or in the host looks like a host or a slash.
const HOST = /^(?:https?:\/\/|www\.)[\p{L}\p{M}\p{N}.:_-]+(?:[/?#]|$)/iu;
const EMOJI =
  /^(?:\s*(?:\p{RI}{2}|(?=\p{EPres}|.[\uFE0F\p{EMod}])\p{ExtPict}(?:[\uFE0F\p{EMod}]|\u200D\p{ExtPict})*)){1,3}\s*$/u;

export const isEmojiOnly = (text) => EMOJI.test(text);
export const fold = (nick) => nick.toLowerCase();
/** Whether a word is here; scripts without spaces cannot tell. */
export const isWord = (text) => /^(?![\p{Ideo}ぁ-ヿ])[\p{L}\p{M}\p{N}_]/u.test(text);

/** Tokens whose `source`s make up `text`; some have a { block, code, href or nick }. */
export function parse(text, nicks) {
  const tokens = [];
  const nickAt = nickFinder(text, text.includes("@") ? nicks : []);
  let done = 0;
  const add = (to, token) => {
    if (to > done) tokens.push({ source: text.slice(done, to), ...token });
    done = to;
  };
  for (const { index, 0: source, 1: block, 3: code } of text.matchAll(MARKUP)) {
    if (index < done) continue; // in a nick
    const nick = source === "@" ? nickAt(index + 1) : "";
    const href = hrefOf(source);
    if (!(block || code || nick || href)) continue;
    add(index);
    add(index + source.length + nick.length, { block, code, href, nick });
  }
  add(text.length);
  return tokens;
}

// Tries each length, not each nick: the room may be full.
function nickFinder(text, nicks) {
  const known = new Map(nicks.map((nick) => [fold(nick), nick]));
  const lengths = [...new Set(nicks.map(({ length }) => length))].sort((a, b) => b - a);
  return (at) => {
    if (isWord(text.charAt(at - 2))) return ""; // mail
    const nickOf = (length) => known.get(fold(text.slice(at, at + length)));
    return nickOf(lengths.find((length) =>
      nickOf(length)?.length === length && !isWord(text.slice(at + length)))) ?? "";
  };
}

function hrefOf(link) {
  try {
    return HOST.test(link) && new URL(link.replace(/^w/i, "http:\/\/w")).href;
  } catch {
    return ""; // an impossible port
  }
}
