import assert from "node:assert/strict";
import { test } from "node:test";

import { fold, isEmojiOnly, isWord, parse } from "../../wschat_gui/page/markup.js";

const NICKS = ["Ada", "Ada Lovelace", "Grace", "赵敏", "a`b", "$.*", "🐱", "İx"];
const ROUNDS = 4_000;
const LONGEST = 4_000;
const SLOWEST_MS = 250; // what is quadratic in this length takes seconds on a slow machine
const PIECES = [
  ..."`@ \n.,;:!?'\"()[]{}<>*_~/\\#", "``", "```", "```js\n", "\n```\n", "http:\/\/", "https:\/\/",
  "www.", "a.example", "user@", ":80", ":99999", "/path_(x)", "[::1]", "Ada", "ADA LOVELACE",
  "grace",
  "赵敏", "你好", "é", "e\u0301", "\u202e", "\u2066", "\u200b", "\ud83d", "👩‍👩‍👧", "🇩🇪", "1️⃣", "$.*",
  "\t", "\r\n", "\u2028",
];

const parts = (text, nicks = NICKS) =>
  parse(text, nicks).map(({ source, block, code, href, nick }) => {
    if (block) return { block };
    if (code) return { code };
    if (nick) return { nick, source };
    return href ? { href, source } : source;
  });
const linkIn = (text) => parts(text).find(({ href }) => href);
const isPlain = (text) => assert.deepEqual(parts(text), [text]);

// Mulberry32: the same texts in every run.
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("the sources of the tokens are the text, whatever it is", () => {
  const random = randomFrom(4);
  const seen = new Set();
  for (let round = 0; round < ROUNDS; round += 1) {
    const count = Math.floor(random() * 24);
    const pick = () => PIECES[Math.floor(random() * PIECES.length)];
    const text = Array.from({ length: count }, pick).join("");
    const tokens = parse(text, NICKS);
    assert.equal(tokens.map(({ source }) => source).join(""), text);
    for (const { source, block, code, href, nick } of tokens) {
      assert.notEqual(source, "");
      for (const inner of [block, code]) assert.ok(source.includes(inner ?? ""), source);
      if (nick) assert.equal(fold(source), `@${fold(nick)}`);
      if (href) assertHarmless(href, source);
      for (const [kind, value] of Object.entries({ block, code, href,
        nick })) if (value) seen.add(kind);
    }
  }
  assert.equal(seen.size, 4);
});

function assertHarmless(href, source) {
  const { protocol, username, password } = new URL(href);
  assert.match(protocol, /^https?:$/);
  assert.equal(username + password, "");
  assert.doesNotMatch(source, /[\s\p{C}]/u);
}

test("time grows with the length alone", () => {
  const crowd = Array.from({ length: 500 }, (_, at) => `${"n".repeat(1 + (at % 24))}${at}`);
  const hostile = [
    ..."`@.([:\n ", "```a\n", "``` ", "```", "``a`", "http:\/\/", "http:\/\/a(", "http:\/\/a)",
      "www.a.", "@n",
    " @nnnn", "www.", "👍🏽", "👍🏽\u200d", "🇩", "❤", "\u200d", "(www.a", "http:\/\/a.b/.,", "`\n",
    "\n```",
  ];
  for (const piece of hostile) {
    for (const [first, last] of [["", ""], ["http:\/\/a", "x"], ["```", ""], ["@", "\u0000"],
      ["`", "x"]]) {
      const text = (first + piece.repeat(LONGEST)).slice(0, LONGEST - 1) + last;
      const before_ms = performance.now();
      parse(text, crowd);
      isEmojiOnly(text);
      const took_ms = performance.now() - before_ms;
      assert.ok(took_ms < SLOWEST_MS, `${took_ms} ms for ${JSON.stringify(first + piece)}…${last}`);
    }
  }
});

test("plain text is one token, with its line breaks, and no text is none", () => {
  isPlain("a\nb\n\n <b>c</b> &amp; * _d_");
  assert.deepEqual(parts(""), []);
});

test("a fenced block loses the line breaks that its box makes needless, and its language", () => {
  assert.deepEqual(parts("see\n```js\nlet a;\n\n  b\n```\nthere"), ["see",
    { block: "let a;\n\n  b" }, "there"]);
  assert.deepEqual(parts("```one line```"), [{ block: "one line" }]);
  assert.deepEqual(parts("```\na `b` www.c.d @Ada\n```"), [{ block: "a `b` www.c.d @Ada" }]);
  assert.deepEqual(parts("```\na\n```\n```\nb\n```"), [{ block: "a" }, { block: "b" }]);
});

test("a fence without its end is text, and what follows it is not", () => {
  isPlain("```js\nlet a;");
  assert.deepEqual(parts("```js\n`a`"), ["```js\n", { code: "a" }]);
});

test("a code span stays on its line", () => {
  assert.deepEqual(parts("a `b @Ada www.c.d` e"), ["a ", { code: "b @Ada www.c.d" }, " e"]);
  assert.deepEqual(parts("``a``"), [{ code: "a" }]);
  for (const text of ["`a\nb`", "`", "``", "it`s"]) isPlain(text);
});

test("a link is what was typed, and leads where the browser says", () => {
  assert.deepEqual(linkIn("go www.Example.org now"), { href: "http:\/\/www.example.org/",
    source: "www.Example.org" });
  for (const typed of [
    "http:\/\/a.example", "HTTPS:\/\/A.example:8443/b?c=d&e=f#g",
    "http:\/\/192.168.0.7:12345/#code=x",
    "http:\/\/nas/x", "https:\/\/en.example/wiki/Foo_(bar)", "http:\/\/münchen.example/ü",
    "http:\/\/a.example/@ada",
  ]) {
    assert.deepEqual(linkIn(`看${typed}`), { href: new URL(typed).href, source: typed });
  }
});

test("a link leaves the sentence around it alone", () => {
  for (const [before, after] of [
    ["", "."], ["", "..."], ["", "?!"], ["(", ")"], ["(", ")."], ["[x](", ")"], ["<", ">"], ["“",
    "”"],
    ["看", "，很好"], ["（", "）。"], ["*", "*"], ["'", "',"], ["{", "}"], ["", "\u202ex"], ["",
      "\u200b"], ["", "("],
  ]) {
    const typed = "http:\/\/a.example/b.c";
    assert.deepEqual(parts(before + typed + after).join("|"), [before, {},
      after].filter(Boolean).join("|"));
    assert.equal(linkIn(before + typed + after).source, typed);
  }
  assert.equal(linkIn("(see http:\/\/a.example/b_(c))").source, "http:\/\/a.example/b_(c)");
});

test("what could deceive is no link", () => {
  for (const text of [
    "http:\/\/bank.example@evil.example", "http:\/\/bank.example:x@evil.example/",
    "www.bank.example@evil.example",
    "http:\/\/bank.example%2f@evil.example", "http:\/\/bank.example⁄login.evil.example",
    "http:\/\/a:99999",
    "http:\/\/%zz", "http:\/\/", "http:\/\/.", "www.", "javascript:alert(1)", "data:text/html,x",
    "file:/etc/passwd",
    "ftp:/a.example", "xhttp:\/\/a.example", "awww.example", "vbscript:x", "//a.example",
  ]) {
    isPlain(text);
  }
});

test("a mention is the longest nick that fits, in any case", () => {
  assert.deepEqual(parts("hi @ada lovelace!"), ["hi ", { nick: "Ada Lovelace",
    source: "@ada lovelace" }, "!"]);
  assert.deepEqual(parts("@ADA Lovelaces"), [{ nick: "Ada", source: "@ADA" }, " Lovelaces"]);
  assert.deepEqual(parts("@a`b`"), [{ nick: "a`b", source: "@a`b" }, "`"]);
  assert.deepEqual(parts("@$.*@🐱"), ["$.*", "🐱"].map((nick) => ({ nick, source: `@${nick}` })));
});

test("a mention is a word of its own, where a script has words", () => {
  for (const text of ["@Adam", "@Ada_", "@Ada7", "@Ade", "ada@grace", "@Ada\u0301", "@",
    "@ Ada"]) isPlain(text);
  assert.deepEqual(parts("你好@赵敏你好"), ["你好", { nick: "赵敏", source: "@赵敏" }, "你好"]);
  assert.deepEqual(["a", "é", "7", "_", "я"].filter(isWord).length, 5);
  assert.deepEqual(["", " ", "-", "あ", "敏", "🐱"].filter(isWord), []);
});

test("nobody can be mentioned in an empty room", () => {
  assert.deepEqual(parts("@Ada", []), ["@Ada"]);
});

test("one to three emoji alone are only emoji", () => {
  for (const text of ["👍", "👍🏽", "❤️", "👩‍👩‍👧", "👩🏻‍❤️‍💋‍👩🏼", "🇩🇪🇫🇷🇯🇵", " 👍 🎉\n", "☝🏽", "©️"]) {
    assert.equal(isEmojiOnly(text), true, text);
  }
  for (const text of ["", " ", "1", "#", "12", "©", "❤", "a👍", "👍👍👍👍", "👍a", "🇩", "\u200d",
    "\ufe0f"]) {
    assert.equal(isEmojiOnly(text), false, text);
  }
});

test("every emoji of one sign that is recommended is an emoji", () => {
  const recommended = new RegExp("^\\p{RGI_Emoji}$", "v");
  let count = 0;
  for (let code = 0x80; code < 0x20000; code += 1) {
    for (const text of [String.fromCodePoint(code), `${String.fromCodePoint(code)}\ufe0f`]) {
      if (!recommended.test(text) || /\p{EMod}/u.test(text)) continue;
      count += 1;
      assert.equal(isEmojiOnly(text), true, text);
    }
  }
  assert.ok(count > 1_000, `${count}`);
});
