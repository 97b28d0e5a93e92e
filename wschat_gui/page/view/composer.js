// Where one writes. Enter sends, Shift+Enter breaks the line, and an input method that is composing
// keeps its Enter. What becomes of the text is not known here.

import { byId } from "./page.js";
import { charactersUsed } from "./words.js";

// The count appears when this much is used.
const COUNT_FROM = 0.9;

/** `actions` are { say(text) }. */
export function createComposer(actions) {
  const field = byId("text");
  const button = byId("send");
  const count = byId("count");
  let max_chars = Infinity;

  const textToSend = () => field.value.replace(/^(\s*\n)+|\s+$/g, "");

  function fit() {
    field.style.height = "auto";
    // `scrollHeight` is without the border.
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
    const text = textToSend();
    // The host counts code points; to JavaScript an emoji is two.
    const used = [...text].length;
    const over = used > max_chars;
    button.disabled = over || text === "";
    count.textContent = used > max_chars * COUNT_FROM ? charactersUsed(used, max_chars) : "";
    count.classList.toggle("over", over);
  }

  function send(event) {
    event.preventDefault();
    if (button.disabled) return;
    const text = textToSend();
    field.value = "";
    fit();
    actions.say(text);
  }

  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    // 229: in Safari the Enter that ends a composition comes after it.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !composing) send(event);
  });
  byId("composer").addEventListener("submit", send);
  // A tap on the button must not take the focus from the field, or the phone's keyboard goes.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  fit();

  return {
    focus: () => field.focus(),
    draft: () => field.value,
    setDraft(text) {
      field.value = text;
      fit();
    },
    render({ message_chars }) {
      if (message_chars === max_chars) return;
      max_chars = message_chars;
      fit();
    },
  };
}
