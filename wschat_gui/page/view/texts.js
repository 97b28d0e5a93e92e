// The sentences that `index.html` has by their keys, and the switch of the languages.

import { LANGUAGES, choose, language, load, say, speak } from "../language.js";

const ATTRIBUTES = ["title", "aria-label", "placeholder"];

const switches = () => document.querySelectorAll(".language select");

// Without a language the page is blank.
const RETRY_MS = 1_000;

// All of them in the language spoken, in what is built from templates later as well.
function writeTexts() {
  document.documentElement.lang = language();
  const templates = [...document.querySelectorAll("template")].map(({ content }) => content);
  for (const root of [document, ...templates]) {
    for (const element of root.querySelectorAll("[data-say]")) {
      element.textContent = say(element.dataset.say);
    }
    for (const name of ATTRIBUTES) {
      for (const element of root.querySelectorAll(`[data-say-${name}]`)) {
        element.setAttribute(name, say(element.getAttribute(`data-say-${name}`)));
      }
    }
  }
  for (const select of switches()) select.value = language();
}

/** `recall(name)` and `remember(name, value)` are for the person's choice; `onChange()` is told of each language. */
export function createLanguages({ recall, remember }, onChange) {
  let wanted = "";

  // The last one that is wanted wins; where it does not come, the one there is stays.
  async function change(code) {
    wanted = code;
    const loaded = await load(code, (path) => fetch(path)).catch(() => null);
    if (wanted !== code) return;
    if (loaded !== null) speak(loaded, navigator.languages);
    else if (language() === "") {
      setTimeout(() => change(code), RETRY_MS);
      return;
    }
    writeTexts();
    onChange();
  }

  for (const select of switches()) {
    for (const [code, name] of Object.entries(LANGUAGES)) {
      select.append(Object.assign(new Option(name, code), { lang: code }));
    }
    select.onchange = () => {
      remember("language", select.value);
      change(select.value);
    };
  }
  change(choose([recall("language"), ...navigator.languages]));
}
