// The ways in for files: chosen, dropped on the page, or pasted.

import { byId } from "./page.js";

/** `attach(files)` is told of them, while the button is there and can be pressed. */
export function createAttach(attach) {
  const button = byId("attach");
  const input = byId("file");
  const target = byId("drop");

  const isOpen = () => !button.hidden && !button.disabled && !byId("room").inert;

  button.onclick = () => input.click();
  input.onchange = () => {
    attach([...input.files]);
    input.value = ""; // the same one may be chosen again
  };
  document.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    // An office program adds a picture of the text that was copied.
    const isText = types.includes("text/plain") && types.includes("text/html");
    if (!files.length || isText || !isOpen()) return;
    event.preventDefault();
    attach([...files]);
  });
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.addEventListener(type, (event) => {
      const { files, types } = event.dataTransfer;
      if (!types.includes("Files")) return;
      // Always: the browser would open the file in place of the chat.
      event.preventDefault();
      const isDrop = type === "drop";
      target.hidden = isDrop || !isOpen();
      if (isDrop && isOpen()) attach([...files]);
    });
  }
  target.ondragleave = () => (target.hidden = true);
}
