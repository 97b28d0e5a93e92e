// Signs to somebody who does not look, a sound and the system's notifications, and their switches.

import { playSound, unlockSound } from "../sound.js";
import { byId } from "./page.js";

// On plain http nothing is permitted; on Android a page may not notify by itself.
const permission = () =>
  isSecureContext && !/Android/.test(navigator.userAgent) && window.Notification?.permission;

/** `recall(name)` gives, as text or null, what `remember(name, on)` was told last. */
export function createAlerts({ recall, remember }) {
  const sound = byId("sound");
  const notify = byId("notify");
  const isOn = (button) => button.getAttribute("aria-checked") === "true";

  function set(button, on) {
    button.setAttribute("aria-checked", on);
    remember(button.id, on);
    notify.hidden = !["default", "granted"].includes(permission());
  }

  set(sound, recall("sound") !== "false");
  set(notify, recall("notify") === "true" && permission() === "granted");
  for (const type of ["click", "keydown"]) document.addEventListener(type, unlockSound);
  sound.onclick = () => set(sound, !isOn(sound));
  notify.onclick = async () =>
    set(notify, !isOn(notify) && (await Notification.requestPermission()) === "granted");

  /** Tell of the newest message; of `personal` ones louder. */
  return ({ nick, text, file }, personal) => {
    if (!document.hidden) return;
    if (isOn(sound)) playSound(personal);
    if (!isOn(notify)) return;
    const shown = new Notification(nick ?? document.title, { body: text || file?.name });
    shown.onclick = () => window.focus();
  };
}
