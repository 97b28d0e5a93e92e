// A file that was said: a picture in a box that is there before it, all else to be downloaded.

import { fileSize, say } from "../language.js";
import { openLightbox } from "./lightbox.js";
import { make } from "./rich_text.js";

const SIDE_MAX_PX = 320;

/** Whether we show it: whatever is not a grid of pixels could hold scripts. */
export const isPicture = (media_type) => /^image\/(png|jpeg|gif|webp)$/.test(media_type);

/** The element for `said.file`, whose type the host tells by content. */
export function fileBox({ key, name, size_bytes, media_type, width, height }) {
  const href = `/files/${key}/${encodeURIComponent(name)}`;
  if (!isPicture(media_type)) {
    const link = make("a", "", { className: "file", href, download: name });
    link.onclick = () => check(link, href);
    link.append(make("bdi", name), make("span", fileSize(size_bytes), { className: "small" }));
    return link;
  }
  const shrunk = Math.min(1, SIDE_MAX_PX / width, SIDE_MAX_PX / height);
  const image = make("img", "", { alt: name, loading: "lazy", width: Math.ceil(width * shrunk) });
  // Whatever the picture itself says of its sides: nothing may move when it comes.
  image.style.aspectRatio = `${width} / ${height}`;
  const button = make("button", "", { className: "picture", title: name });
  button.onclick = () => openLightbox(href, name);
  image.onerror = () => check(button, href);
  image.src = href;
  button.append(image);
  return button;
}

// The host may have deleted it; or is only out of reach.
async function check(box, href) {
  const answer = await fetch(href, { method: "HEAD" }).catch(() => null);
  if (answer?.status === 404) box.replaceWith(make("i", say("file.gone")));
}
