// Short ways to what stands in `index.html`.

export const byId = (id) => document.getElementById(id);

/** A fresh copy of what the template holds. */
export const fromTemplate = (id) => byId(id).content.firstElementChild.cloneNode(true);

/** Put into the clipboard; plain http knows no better way. Returns whether it is there. */
export function copy(text) {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  focused.focus();
  return copied;
}

/** Show this one of `icons.svg` in `element`. */
export const showIcon = (element, name) =>
  element.querySelector("use").setAttribute("href", `#i-${name}`);

/** Write only what differs: every writing may be read aloud. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
