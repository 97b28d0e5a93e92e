// What the host has against a nick, beside the field it was typed into, and the free one it offers.

import { say } from "../language.js";
import { byId, write } from "./page.js";

const nothing = () => "";

/** `name` begins the ids of the elements; `onAccept(nick)` is told that the offer is taken. */
export function createObjection(name, onAccept) {
  const suggested = byId(`${name}-suggested`);
  suggested.onclick = () => onAccept(suggested.value);
  let says = nothing;

  function render() {
    write(byId(`${name}-trouble`), says());
    write(suggested, say("nick.use", { nick: suggested.value }));
  }

  return {
    render,
    /** `sentence()` is asked again when the language changes. */
    show(sentence = nothing, suggestion = "") {
      says = sentence;
      suggested.value = suggestion;
      suggested.hidden = suggestion === "";
      render();
    },
  };
}
