import assert from "node:assert/strict";
import { test } from "node:test";

import * as spoken from "../../wschat_gui/page/language.js";
import { refusalSentence } from "../../wschat_gui/page/view/words.js";
import { clockTime } from "../../wschat_gui/page/view/time.js";
import { getFile } from "./fakes.mjs";

const { LANGUAGES, choose, duration, fileSize, knows, load, say, sayParts, speak } = spoken;
const speakFile = async (code, tags) => speak(await load(code, getFile), tags);

test("nothing is spoken before the first language is there", () => {
  assert.equal(spoken.language(), "");
  assert.equal(say("people.you"), "people.you");
});

test("the first language wished for that there is gets chosen", () => {
  assert.equal(choose(["", "de-CH", "en"]), "de");
  assert.equal(choose(["ja", "de"]), "ja", "what was chosen before comes first");
  assert.equal(choose(["fr", "it-IT", "es-419", "en"]), "es");
  for (const tag of ["zh", "zh-CN", "zh-TW", "zh-Hant-HK", "ZH-cn"]) assert.equal(choose([tag]), "zh");
});

test("English is chosen where nothing fits, and no word of JavaScript is a language", () => {
  assert.equal(choose([]), "en");
  assert.equal(choose(["", "tlh", "constructor", "__proto__"]), "en");
});

test("a missing file of a language is English; a missing English an error", async () => {
  assert.equal((await load("tlh", getFile)).language, "en");
  await assert.rejects(load("en", async () => new Response("", { status: 503 })), /503/);
  const away = async () => Promise.reject(new TypeError("Failed to fetch"));
  await assert.rejects(load("de", away), TypeError);
});

test("numbers pick their plural", async () => {
  const forms = (key) => [1, 2, 1_000].map((count) => say(key, { count }));
  await speakFile("en");
  assert.deepEqual(forms("people.here"), ["1 person here", "2 people here", "1,000 people here"]);
  await speakFile("de");
  assert.deepEqual(forms("people.here"), ["1 Person hier", "2 Personen hier", "1.000 Personen hier"]);
  await speakFile("ja");
  assert.deepEqual(forms("log.new"), ["新着 1 件", "新着 2 件", "新着 1,000 件"]);
  await speakFile("es");
  assert.match(say("log.new", { count: 1_000_000 }), /nuevos$/, "a category without a form of its own");
});

test("places are filled with what they are given, and not looked into again", async () => {
  await speakFile("en");
  const nick = { bdi: "{old_nick} $& {count}" };
  assert.deepEqual(sayParts("notice.joined", { nick }), [nick, " joined"]);
  assert.equal(say("nick.use", { nick: "{nick} $1" }), "Use “{nick} $1”");
});

test("a nick that is empty or has the look of a place harms nothing", async () => {
  await speakFile("en");
  assert.equal(say("nick.use", { nick: "" }), "Use “”");
  assert.equal(say("nick.use", { nick: "{constructor}" }), "Use “{constructor}”");
});

test("a key that is missing shows itself, whatever it is called", async () => {
  await speakFile("en");
  assert.equal(say("toString"), "toString");
  assert.equal(knows("constructor"), false);
});

test("every language can be spoken, with times and amounts of its own", async () => {
  const found = {};
  for (const code of Object.keys(LANGUAGES)) {
    await speakFile(code);
    assert.equal(spoken.language(), code);
    found[code] = [duration(30), duration(300), fileSize(10 * 2 ** 20)];
  }
  assert.deepEqual(found.en, ["30 seconds", "5 minutes", "10 MB"]);
  assert.deepEqual(found.de, ["30 Sekunden", "5 Minuten", "10 MB"]);
  assert.match(found.ja[0], /30.*秒/);
  assert.equal(new Set(Object.values(found).map(String)).size, 5);
});

test("what is to be waited for is rounded up", async () => {
  await speakFile("en");
  const waits = [0.2, 119.5, 121, 7_199, 7_201].map(duration);
  assert.deepEqual(waits, ["1 second", "120 seconds", "3 minutes", "120 minutes", "3 hours"]);
});

test("the browser's own dialect sets the clock", async () => {
  const afternoon_ms = new Date(2026, 10, 22, 14, 2).getTime();
  await speakFile("en", ["de-DE", "en-GB", "en-US"]);
  assert.equal(clockTime(afternoon_ms), "14:02");
  await speakFile("en", ["en-US"]);
  assert.match(clockTime(afternoon_ms), /^02:02\sPM$/);
});

test("a refusal is said by its code, more exactly with a limit or a wait", async () => {
  await speakFile("de");
  const said = (code, rest) =>
    refusalSentence({ code, text: "By the host.", limit: 0, wait_s: 0, ...rest });
  const most = 10 * 2 ** 20;
  assert.equal(said("text_empty"), "Da steht kein Text.");
  assert.equal(said("text_too_long"), "Die Nachricht ist zu lang.");
  assert.match(said("text_too_long", { limit: 4_000 }), /: höchstens 4\.000 Zeichen\.$/);
  assert.match(said("file_too_large", { limit: most }), /: höchstens 10 MB\.$/);
  assert.equal(said("muted", { wait_s: 29.2 }), "Du bist noch 30 Sekunden stummgeschaltet.");
  assert.match(said("wrong_code", { wait_s: 300 }), /^Zu viele .* in 5 Minuten noch einmal\.$/);
  assert.match(refusalSentence({ code: "muted", text: "x" }), /für eine Weile/, "neither is there");
  assert.equal(said("text_empty", { limit: 3, wait_s: 3 }), "Da steht kein Text.", "no use for them");
  assert.equal(said("of_a_newer_host", { wait_s: 3 }), "By the host.");
});
