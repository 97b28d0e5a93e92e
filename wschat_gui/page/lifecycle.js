// What the browser tells of the page's sleep, waking and end, in three words.

/**
 * `onWake()`: seen again, or the network is back: what was open may be dead. `onRest()`: out of
 * sight, and perhaps never heard of again. `onLeave()`: closed or left for good.
 */
export function watchLifecycle({ onWake, onRest, onLeave }) {
  document.addEventListener("visibilitychange", () => (document.hidden ? onRest() : onWake()));
  document.addEventListener("resume", onWake);
  window.addEventListener("pageshow", onWake);
  window.addEventListener("online", onWake);
  window.addEventListener("pagehide", ({ persisted }) => {
    onRest();
    // A persisted page only sleeps, in the back-forward cache, and may come back.
    if (!persisted) onLeave();
  });
}
