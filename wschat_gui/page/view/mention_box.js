// Completes a nick after "@". The field stays a textbox: a combobox has but one line.

import { fold, isWord } from "../markup.js";
import { make } from "./rich_text.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1, Enter: 0, Tab: 0, Escape: 0 };

/** Offers of `people()` for `field` in `list`. */
export function createMentionBox(field, list, { people }) {
  const items = list.children;
  let at, end; // of the "@" and its letters
  let settled; // the "@" to leave alone
  let chosen;

  function update() {
    end = field.selectionEnd;
    at = field.value.lastIndexOf("@", end - 1);
    const part = fold(field.value.slice(at + 1, end));
    if (!part) settled = -1;
    const fits = (nick) => nick !== part && ` ${nick}`.includes(` ${part}`);
    const asks = part && at >= 0 && at !== settled && !isWord(field.value.charAt(at - 1));
    show(asks ? people().filter(({ nick }) => fits(fold(nick))) : []);
  }

  function show(offers) {
    list.replaceChildren(...offers.slice(0, 6).map(({ nick }, place) => {
      const onclick = () => take(nick);
      const id = list.id + place;
      return make("li", nick, { id, onclick, className: "nick", dir: "auto", role: "option" });
    }));
    list.hidden = !items.length;
    choose(0);
  }

  function choose(place) {
    chosen = items[(place + items.length) % items.length];
    for (const item of items) item.setAttribute("aria-selected", item === chosen);
    field.setAttribute("aria-activedescendant", chosen?.id ?? "");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  function take(nick) {
    settled = at;
    field.setRangeText(`@${nick} `, at, end, "end");
    field.dispatchEvent(new Event("input"));
  }

  function close() {
    settled = at;
    show([]);
  }

  /** Whether the key was for the list. */
  function handlesKey(event) {
    const { key, isComposing, keyCode, shiftKey } = event;
    if (list.hidden || isComposing || keyCode === 229 || shiftKey || !(key in STEPS)) return false;
    event.preventDefault();
    if (STEPS[key]) choose([...items].indexOf(chosen) + STEPS[key]);
    else if (key === "Escape") close();
    else chosen.click();
    return true;
  }

  field.addEventListener("input", update);
  field.addEventListener("click", update);
  field.addEventListener("blur", () => show([]));
  // A tap leaves the focus.
  list.onmousedown = (event) => event.preventDefault();
  return { handlesKey, close };
}
