// Who is here: at the side of a wide screen, in a sheet on a phone; and taking another nick.

import { language, say } from "../language.js";
import { createObjection } from "./objection.js";
import { byId, fromTemplate, write } from "./page.js";
import { dress } from "./person.js";

const WIDE = "(min-width: 52rem)"; // as in room.css

/** `actions` are { rename(nick) }, which returns false where the host cannot be asked, and
 * { whisper(person) }. */
export function createRoster(actions) {
  const closeSheet = createSheet();
  const renaming = createRenaming(actions);
  let shown = null;
  let told = ""; // the language of the rows

  byId("people").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !renaming.close()) closeSheet();
  });

  return {
    objectToNick: renaming.object,
    render({ roster, me }) {
      renaming.know(me?.nick ?? "");
      write(byId("people-heading"), say("people.here", { count: roster.length }));
      if (roster === shown && told === language()) return;
      shown = roster;
      told = language();
      byId("people-count").textContent = roster.length;
      byId("roster").replaceChildren(...roster.map((person) => personRow(person, me)));
    },
  };

  function personRow(person, me) {
    const { client_id, person_id, nick } = person;
    const row = fromTemplate("person-row");
    dress(row, nick);
    row.querySelector(".nick").title = nick;
    row.querySelector(".you").hidden = client_id !== me?.client_id;
    const button = row.querySelector("button");
    button.hidden = !person_id || person_id === me?.person_id;
    button.title = say("menu.whisper", { nick });
    button.onclick = () => {
      closeSheet();
      actions.whisper(person);
    };
    return row;
  }
}

// The sheet of a phone; returns how to close it.
function createSheet() {
  const people = byId("people");
  const button = byId("people-button");

  const set = (open) => {
    if (people.classList.contains("open") === open) return;
    people.classList.toggle("open", open);
    byId("shade").hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    for (const part of document.querySelectorAll(".top, .bar, .talk, .composer")) part.inert = open;
    (open ? byId("people-close") : button).focus();
  };
  const close = () => set(false);
  button.onclick = () => set(true);
  byId("people-close").onclick = close;
  byId("shade").onclick = close;
  matchMedia(WIDE).onchange = close;
  return close;
}

function createRenaming(actions) {
  const opener = byId("rename-open");
  const form = byId("rename");
  const field = byId("rename-nick");
  const objection = createObjection("rename", ask);
  let nick = "";

  function open() {
    form.hidden = false;
    opener.hidden = true;
    field.value = nick;
    field.select();
  }

  // Returns whether it was open.
  function close() {
    if (form.hidden) return false;
    form.hidden = true;
    opener.hidden = false;
    objection.show();
    opener.focus();
    return true;
  }

  function ask(wanted) {
    if (wanted === nick) close();
    else if (actions.rename(wanted)) objection.show();
    else objection.show(() => say("host.silent"));
  }

  opener.onclick = open;
  byId("rename-cancel").onclick = close;
  form.onsubmit = (event) => {
    event.preventDefault();
    ask(field.value.trim());
  };

  return {
    close,
    object: objection.show,
    /** The nick one has now; a new one is what the form was open for. */
    know(current) {
      if (current !== nick) close();
      nick = current;
      objection.render();
    },
  };
}
