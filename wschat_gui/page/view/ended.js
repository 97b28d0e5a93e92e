// The end: sent away by the host or replaced by another tab, large. Nothing comes back by itself.

import { byId } from "./page.js";
import { ENDINGS } from "./words.js";

/** `actions` are { joinAgain() }. */
export function createEnded(actions) {
  byId("ended-again").addEventListener("click", actions.joinAgain);

  return {
    describe({ close_code, reason }) {
      const { heading, advice, again } = ENDINGS[close_code];
      byId("ended-heading").textContent = heading;
      byId("ended-reason").textContent = reason;
      byId("ended-advice").textContent = advice;
      byId("ended-again").textContent = again;
      byId("ended-again").hidden = again === "";
    },
    show(open) {
      byId("ended").hidden = !open;
      if (open) byId("ended-heading").focus();
    },
  };
}
