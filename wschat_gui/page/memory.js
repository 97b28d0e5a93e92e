// What this browser remembers: the nick for good, a tab's place in the room until the tab closes.

const NICK = "wschat.nick";
const PLACE = "wschat.place";

export const recallNick = () => attempt(() => localStorage.getItem(NICK)) ?? "";
export const rememberNick = (nick) => attempt(() => localStorage.setItem(NICK, nick));

/** Save what a reload needs to take the same place again: plain data. */
export const savePlace = (place) =>
  attempt(() => sessionStorage.setItem(PLACE, JSON.stringify(place)));

export const dropPlace = () => attempt(() => sessionStorage.removeItem(PLACE));

/** Take the saved place, or null. A duplicated tab copies the storage, and two tabs must not fight
 * for one place: so it is saved only while the page rests. */
export function takePlace() {
  const place = attempt(() => JSON.parse(sessionStorage.getItem(PLACE)));
  dropPlace();
  return place;
}

// Storage may be full, or throw at a mere look where it is forbidden: then nothing is remembered.
function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
