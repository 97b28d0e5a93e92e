// The files on their way, above where one writes: how far each is, and how to stop it.

import { fileSize, say } from "../language.js";
import { Delivery } from "../outbox.js";
import { isPicture } from "./file_box.js";
import { byId, fromTemplate, write } from "./page.js";
import { refusalSentence } from "./words.js";

const THUMBNAIL_PX = 44;

const partsOf = (row) => row.querySelectorAll("p, progress, button");

/** Returns how to show { items, online }; `actions` are { retry(id), cancel(id) }. */
export function createUploadRows(actions) {
  const rows = new Map(); // by item

  function build({ id, file }) {
    const row = fromTemplate("upload-row");
    const [name, , , , retry, cancel] = partsOf(row);
    if (isPicture(file.type)) {
      const image = new Image(THUMBNAIL_PX, THUMBNAIL_PX);
      row.prepend(Object.assign(image, { alt: "", src: URL.createObjectURL(file) }));
    }
    name.textContent = file.name;
    retry.onclick = () => actions.retry(id);
    cancel.onclick = () => {
      byId("attach").focus(); // this button goes
      actions.cancel(id);
    };
    byId("uploads").append(row);
    return row;
  }

  function update(row, { file, delivery, received_bytes, reason }, online) {
    const failed = delivery === Delivery.FAILED;
    const [, size, bar, trouble, retry, cancel] = partsOf(row);
    const wait = ` · ${say(online ? "upload.waiting" : "upload.offline")}`;
    write(size, fileSize(file.size) + (delivery === Delivery.QUEUED ? wait : ""));
    write(trouble, failed ? say("message.failed", { reason: refusalSentence(reason) }) : "");
    write(cancel, say(failed ? "message.discard" : "rename.cancel"));
    // What is too large stays so.
    retry.hidden = !failed || reason.limit > 0;
    bar.hidden = failed;
    bar.value = received_bytes / file.size;
  }

  return (items, online) => {
    for (const [item, row] of rows) {
      if (items.includes(item)) continue;
      URL.revokeObjectURL(row.querySelector("img")?.src);
      row.remove();
      rows.delete(item);
    }
    for (const item of items) {
      if (!rows.has(item)) rows.set(item, build(item));
      update(rows.get(item), item, online);
    }
  };
}
