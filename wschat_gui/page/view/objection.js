// What the host has against a nick, beside the field it was typed into, and the free one it offers.

import { byId } from "./page.js";
import { useNick } from "./words.js";

/** `name` begins the ids of the elements; `onAccept(nick)` is told that the offer is taken. */
export function createObjection(name, onAccept) {
  const suggested = byId(`${name}-suggested`);
  suggested.addEventListener("click", () => onAccept(suggested.value));

  return {
    show(sentence, suggestion = "") {
      byId(`${name}-trouble`).textContent = sentence;
      suggested.value = suggestion;
      suggested.textContent = useNick(suggestion);
      suggested.hidden = suggestion === "";
    },
  };
}
