// How a person looks wherever one is shown: a colour and a letter that belong to the nick.

/** Write the nick and its letter into `element`, in the colour of this nick on every page. */
export function dress(element, nick) {
  element.style.setProperty("--hue", hueOf(nick));
  element.querySelector(".avatar").textContent = letterOf(nick);
  element.querySelector(".nick").textContent = nick;
}

/** A nick inside a sentence, isolated from the direction of the words around it. */
export function nickElement(nick) {
  const element = document.createElement("bdi");
  element.textContent = nick;
  return element;
}

function hueOf(nick) {
  let hash = 0;
  for (const character of nick) hash = (hash * 31 + character.codePointAt(0)) % 65_521;
  return (hash * 137) % 360;
}

// What a person calls a letter may be many characters; not every browser can tell.
function letterOf(nick) {
  const segments = Intl.Segmenter ? new Intl.Segmenter().segment(nick) : [];
  const [first = { segment: [...nick][0] ?? "" }] = segments;
  return first.segment.toUpperCase();
}
