// A picture as large as the screen.

import { byId } from "./page.js";

const dialog = byId("lightbox");
const [image, name, link] = dialog.querySelectorAll("img, bdi, a");

// A tap anywhere but on the download closes it, as Esc does.
dialog.onclick = ({ target }) => target !== link && dialog.close();
// The next one shall not begin with this.
dialog.onclose = () => image.removeAttribute("src");

export function openLightbox(href, title) {
  Object.assign(image, { src: href, alt: title });
  Object.assign(link, { href, download: title });
  name.textContent = title;
  dialog.showModal();
}
