// A message's text as elements, by `textContent` alone.

import { isEmojiOnly, parse } from "../markup.js";
import { copy as copyText } from "./page.js";

export const make = (name, textContent, rest) =>
  Object.assign(document.createElement(name), { textContent }, rest);

/** `text` as a fragment for dir="auto"; `labels` are { copy, copied }. */
export function richText(text, { nicks, me, labels }) {
  const fragment = new DocumentFragment();
  if (isEmojiOnly(text)) fragment.append(make("span", text, { className: "emoji" }));
  else fragment.append(...parse(text, nicks).map((token) => build(token, me, labels)));
  return fragment;
}

function build({ source, block, code, href, nick }, me, labels) {
  if (block) return codeBlock(block, labels);
  if (code) return make("code", code);
  if (nick) return make("bdi", source, { className: nick === me ? "mention me" : "mention" });
  if (!href) return source;
  const rel = "noopener noreferrer nofollow ugc";
  // The title unmasks look-alikes.
  return make("a", source, { href, title: href, target: "_blank", rel });
}

function codeBlock(text, { copy, copied }) {
  const block = make("span", "", { className: "code-block" });
  const code = make("code", text);
  const button = make("button", copy, { className: "button quiet" });
  button.onclick = () => {
    if (copyText(text)) button.textContent = copied;
    setTimeout(() => (button.textContent = copy), 2_000);
  };
  block.append(code, button);
  return block;
}
