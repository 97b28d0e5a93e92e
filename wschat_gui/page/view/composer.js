// Where one writes: to all, in answer to somebody, to one alone, or over what one has said. Enter
// sends, Shift+Enter breaks the line, and an input method that is composing keeps its Enter. What
// becomes of the text is not known here.

import { say } from "../language.js";
import { createMentionBox } from "./mention_box.js";
import { byId, showIcon, write } from "./page.js";
import { isolated } from "./words.js";

// The count appears when this much is used.
const COUNT_FROM = 0.9;

export const Mode = { REPLY: "reply", WHISPER: "whisper", EDIT: "edit" };

const nothing = () => "";

/** `actions` are { say({ text, reply_to, to }), edit(seq, text), editLast(event), typing(),
 * people() }; a mode is null or { kind, seq, nick, text, person }. */
export function createComposer(actions) {
  const field = byId("text");
  const button = byId("send");
  const count = byId("count");
  const bar = byId("mode");
  const mentions = createMentionBox(field, byId("mentions"), { people: actions.people });
  let mode = null;
  let aside = ""; // what was in the field before an edit or one person took it
  let objection = nothing;
  let blocked = false;
  let wait_s = 0;
  let max_chars = Infinity;

  const textToSend = () => field.value.trim();
  const isForAll = () => mode === null || mode.kind === Mode.REPLY;

  function fit() {
    field.style.height = "auto";
    // `scrollHeight` is without the border.
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
    judge();
  }

  function judge() {
    const text = textToSend();
    // The host counts code points; to JavaScript an emoji is two.
    const used = [...text].length;
    const over = used > max_chars;
    const waits = wait_s > 0 && isForAll();
    if (waits) button.dataset.wait = wait_s;
    else delete button.dataset.wait;
    button.disabled = over || text === "" || blocked || waits;
    field.readOnly = blocked;
    // A file goes to all.
    byId("attach").disabled = blocked || waits || !isForAll();
    const near = used > max_chars * COUNT_FROM;
    write(count, near ? say("composer.count", { used, limit: max_chars }) : "");
    count.classList.toggle("over", over);
  }

  function send(event) {
    event.preventDefault();
    if (button.disabled) return;
    if (mode?.kind === Mode.EDIT) actions.edit(mode.seq, textToSend());
    else actions.say(takeWords());
  }

  function setText(text) {
    field.value = text;
    mentions.close();
    fit();
  }

  // Empty the field; who writes to one alone goes on doing so.
  function takeWords() {
    const words = { text: textToSend(), reply_to: mode?.seq, to: mode?.person };
    setText("");
    if (mode?.kind === Mode.REPLY) leave();
    return words;
  }

  function enter(next) {
    const draft = leave();
    mode = next;
    aside = draft;
    if (!isForAll()) setText(next.text ?? "");
    renderMode();
    field.focus();
  }

  // Returns what is in the field then: never what was meant for one alone.
  function leave() {
    if (!isForAll()) setText(aside);
    mode = null;
    objection = nothing;
    renderMode();
    return field.value;
  }

  function renderMode() {
    const kind = mode?.kind ?? "";
    bar.hidden = mode === null;
    byId("composer").dataset.mode = kind;
    if (mode === null) return;
    const { nick, text } = mode;
    showIcon(bar, kind);
    write(byId("mode-text"), objection() || say(`mode.${kind}`, { nick: isolated(nick), text }));
  }

  field.addEventListener("input", () => {
    fit();
    if (field.value !== "" && isForAll()) actions.typing();
  });
  field.addEventListener("keydown", (event) => {
    if (mentions.handlesKey(event)) return;
    // 229: in Safari the Enter that ends a composition comes after it.
    const composing = event.isComposing || event.keyCode === 229;
    const { key } = event;
    if (key === "Enter" && !event.shiftKey && !composing) send(event);
    else if (key === "Escape" && !composing) leave();
    else if (key === "ArrowUp" && field.value === "" && mode === null) actions.editLast(event);
  });
  byId("mode-close").onclick = () => {
    leave();
    field.focus();
  };
  byId("composer").onsubmit = send;
  // A tap on the button must not take the focus from the field, or the phone's keyboard goes.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  fit();

  return {
    focus: () => field.focus(),
    mode: () => mode,
    enter,
    leave,
    takeWords,
    /** What a reload must find again: { draft, mode, aside }. */
    save: () =>
      (mode?.kind === Mode.EDIT ? { draft: aside } : { draft: field.value, mode, aside }),
    restore({ draft, mode: next, aside: before = "" }) {
      setText(before);
      if (next) enter(next);
      setText(draft);
    },
    /** What the host has against an edit; `sentence()` is asked again in another language. */
    object(sentence) {
      objection = sentence;
      renderMode();
    },
    /** `hint` says what keeps one from writing, if `isBlocked`, or how long one waits. */
    render({ message_chars }, { hint, isBlocked, slow_wait_s }) {
      max_chars = message_chars;
      blocked = isBlocked;
      wait_s = slow_wait_s;
      write(byId("hint"), hint);
      byId("composer").classList.toggle("blocked", blocked);
      renderMode();
      judge();
    },
  };
}
