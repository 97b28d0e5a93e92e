// The language this page speaks: its sentences, of `strings/`, and its numbers. Knows no page.

/** By its code, what a language calls itself. */
export const LANGUAGES = { en: "English", zh: "简体中文", de: "Deutsch", es: "Español", ja: "日本語" };

const codeOf = (tag) => tag.toLowerCase().split("-")[0];

/** The first of these tags ("zh-TW", "de") that we speak, as a code; English for none. */
export const choose = (tags) =>
  tags.map(codeOf).find((code) => Object.hasOwn(LANGUAGES, code)) ?? "en";

/** Fetch what `speak` takes; English where the file is missing. `get` is as `fetch`. */
export async function load(language, get) {
  const answer = await get(`strings/${language}.json`);
  if (answer.ok) return { language, sentences: await answer.json() };
  if (language === "en") throw new Error(`no sentences: ${answer.status}`);
  return load("en", get);
}

// One at a time; none before the first `speak`.
let spoken = { language: "", locale: "en", sentences: {} };

/** Speak what was loaded; of the browser's `tags` the dialect: Britain and America share
 * sentences, and not the clock. */
export function speak({ language, sentences }, tags = []) {
  const locale = tags.find((tag) => codeOf(tag) === language) ?? language;
  spoken = { language, locale, sentences };
}

/** The code of the language spoken, or "". */
export const language = () => spoken.language;

/** For Intl. */
export const locale = () => spoken.locale;

/** Whether there is a sentence for this key. */
export const knows = (key) => Object.hasOwn(spoken.sentences, key);

/** The sentence of `key`, its places filled; the place `count` picks the plural. */
export const say = (key, places) => sayParts(key, places).join("");

/** As `say`, in parts: so that an element may fill a place. */
export function sayParts(key, places = {}) {
  let sentence = knows(key) ? spoken.sentences[key] : key;
  if (typeof sentence !== "string") {
    const category = new Intl.PluralRules(spoken.locale).select(places.count);
    sentence = sentence[category] ?? sentence.other;
  }
  const fill = (value) => (typeof value === "number" ? number(value) : value);
  const parts = sentence.split(/\{(\w+)\}/);
  const filled = parts.map((part, at) => (at % 2 ? fill(places[part]) : part));
  return filled.filter((part) => part !== "");
}

const number = (value, options) => new Intl.NumberFormat(spoken.locale, options).format(value);

const inUnit = (value, unit, unitDisplay) =>
  number(value, { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 });

/** "30 seconds", "5 minutes": rounded up, to be waited for. */
export function duration(wait_s) {
  const [unit_s, unit] =
    wait_s < 120 ? [1, "second"] : wait_s < 7_200 ? [60, "minute"] : [3_600, "hour"];
  return inUnit(Math.ceil(wait_s / unit_s), unit, "long");
}

/** "10 MB": by 1,024, as limits are set. */
export function fileSize(size_bytes) {
  if (size_bytes < 2 ** 10) return inUnit(size_bytes, "byte", "long");
  const [unit_bytes, unit] = size_bytes < 2 ** 20 ? [2 ** 10, "kilobyte"] : [2 ** 20, "megabyte"];
  return inUnit(size_bytes / unit_bytes, unit, "short");
}
