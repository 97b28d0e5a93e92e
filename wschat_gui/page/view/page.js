// Short ways to what stands in `index.html`.

export const byId = (id) => document.getElementById(id);

/** A fresh copy of what the template holds. */
export const fromTemplate = (id) => byId(id).content.firstElementChild.cloneNode(true);
