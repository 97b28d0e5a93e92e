// What one can do with a message: near its row on a wide screen, in a sheet on a phone.

import { mayChange, silencedBy } from "../floor.js";
import { say } from "../language.js";
import { EntryKind } from "../room.js";
import { byId, fromTemplate, showIcon } from "./page.js";
import { make } from "./rich_text.js";

const REACTIONS = ["👍", "❤️", "😂", "😮", "😢", "🎉"];

// Between the menu and the bubble, and the edge of the page.
const GAP_PX = 6;

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** `openFor(row)` asks the log for the menu of a row; `actions` are { react(entry, emoji),
 * reply(entry), copy(entry), whisper(person), edit(entry), remove(entry) }. */
export function createMenu(openFor, actions) {
  const menu = byId("menu");
  const button = byId("act");
  const log = byId("log");

  // At the row under the mouse. A finger taps the bubble: its long press selects text.
  log.addEventListener("pointerover", ({ pointerType, target }) => {
    const bubble = pointerType === "mouse" && target.closest(".message")?.querySelector(".bubble");
    if (!bubble || bubble.contains(button)) return;
    bubble.append(button);
    button.hidden = false;
  });
  button.onclick = () => openFor(button.closest("li"));
  log.onclick = ({ target }) => {
    const bubble = target.closest(".bubble");
    const isTap = matchMedia("(pointer: coarse)").matches && getSelection().isCollapsed;
    if (isTap && bubble && !target.closest("a, button")) openFor(bubble.closest("li"));
  };

  menu.onclick = ({ target }) => target === menu && menu.close();
  menu.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    const items = [...menu.querySelectorAll("button")];
    const place = items.indexOf(document.activeElement) + STEPS[event.key];
    items.at(place % items.length).focus();
  });

  function choose(act, ...details) {
    menu.close();
    act(...details);
  }

  function item(name, places, onclick) {
    const element = fromTemplate("menu-item");
    showIcon(element, name);
    element.append(say(`menu.${name}`, places));
    element.onclick = onclick;
    return element;
  }

  // At a second press only.
  function removal(entry) {
    const element = item("delete", {}, () => {
      element.lastChild.data = say("menu.delete_sure");
      element.classList.add("trouble");
      element.onclick = () => choose(actions.remove, entry);
    });
    return element;
  }

  function itemsFor(entry, room, host_ms) {
    const isSaid = entry.kind === EntryKind.SAID;
    const mayTalk = !silencedBy(room, host_ms);
    const { person_id } = isSaid ? entry : entry.own ? entry.recipient : entry.sender;
    const person = room.roster.find((each) => each.person_id === person_id);
    const items = [];
    const add = (name, act, subject = entry, places) =>
      items.push(item(name, places, () => choose(act, subject)));
    if (mayTalk && isSaid) {
      const row = make("div", "", { className: "quick" });
      row.append(...REACTIONS.map((emoji) => make("button", emoji, {
        className: "button quiet",
        onclick: () => choose(actions.react, entry, emoji),
      })));
      items.push(row);
      add("reply", actions.reply);
    }
    if (entry.text) add("copy", actions.copy);
    if (mayTalk && person_id && person && person_id !== room.me.person_id) {
      add("whisper", actions.whisper, person, { nick: person.nick });
    }
    if (!mayChange(entry, room, host_ms)) return items;
    if (mayTalk) add("edit", actions.edit);
    return [...items, removal(entry)];
  }

  // Below the bubble or, where there is no room, above it.
  function place({ left, right, top, bottom }, isOwn) {
    const { offsetWidth: width, offsetHeight: height } = menu;
    const below = bottom + GAP_PX;
    const within = (at, size, whole) => Math.max(GAP_PX, Math.min(at, whole - size - GAP_PX));
    const y = below + height < innerHeight ? below : top - height - GAP_PX;
    menu.style.setProperty("--x", `${within(isOwn ? right - width : left, width, innerWidth)}px`);
    menu.style.setProperty("--y", `${within(y, height, innerHeight)}px`);
  }

  return {
    open(entry, row, room, host_ms) {
      menu.replaceChildren(...itemsFor(entry, room, host_ms));
      if (!menu.firstChild) return;
      menu.showModal();
      place(row.querySelector(".bubble").getBoundingClientRect(), entry.own);
    },
  };
}
