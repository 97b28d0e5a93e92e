// The end: sent away by the host or replaced by another tab, large. Nothing comes back by itself.

import { knows, say } from "../language.js";
import { CloseCode } from "../vocabulary.js";
import { byId, write } from "./page.js";
import { fullTime } from "./time.js";

const ENDINGS = {
  [CloseCode.KICKED]: "kicked",
  [CloseCode.BANNED]: "banned",
  [CloseCode.REPLACED]: "replaced",
};

/** `actions` are { joinAgain() }. */
export function createEnded(actions) {
  byId("ended-again").onclick = actions.joinAgain;

  return {
    /** `until_ms`, by the host's clock as `host_ms`: when a ban ends; null: never by itself. */
    describe({ close_code, reason, until_ms }, host_ms) {
      const ending = `ended.${ENDINGS[close_code]}`;
      for (const part of ["heading", "advice", "again"]) {
        const key = `${ending}.${part}`;
        write(byId(`ended-${part}`), say(knows(key) ? key : "ended.kicked.again"));
      }
      if (until_ms) write(byId("ended-advice"), say("ended.until", { time: fullTime(until_ms) }));
      write(byId("ended-reason"), reason);
      const isOver = until_ms > 0 && until_ms <= host_ms;
      byId("ended-again").hidden = !knows(`${ending}.again`) && !isOver;
    },
    show(open) {
      byId("ended").hidden = !open;
      if (open) byId("ended-heading").focus();
    },
  };
}
