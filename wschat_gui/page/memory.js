// What this browser remembers: nick, language and the like for good, a tab's place until it closes.

const OURS = "wschat.";
const PLACE = `${OURS}place`;

/** What was last remembered by this name, as text; "" for nothing. */
export const recall = (name) => attempt(() => localStorage.getItem(OURS + name)) ?? "";
export const remember = (name, value) => attempt(() => localStorage.setItem(OURS + name, value));

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
