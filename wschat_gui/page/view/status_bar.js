// The state of the connection in words: a line under the room's name, and a bar while cut off.

import { say } from "../language.js";
import { CloseCode } from "../vocabulary.js";
import { byId, write } from "./page.js";
import { exactTime } from "./time.js";
import { secondsUntil } from "./words.js";

// A drop that is mended within this is not worth a bar that moves everything.
const PATIENCE_MS = 600;

const CAUSES = {
  [CloseCode.GOING_AWAY]: "offline.stopped",
  [CloseCode.TRY_AGAIN_LATER]: "offline.slow",
};

/** `actions` are { tryNow() }. */
export function createStatusBar(actions) {
  const status = byId("status");
  const bar = byId("offline");
  byId("offline-try").onclick = actions.tryNow;

  return {
    render({ online, offline_since_ms, retry_at_ms, close_code }, now_ms) {
      const offline = offline_since_ms !== null;
      const key = online ? "status.online" : offline ? "status.offline" : "status.connecting";
      write(status, say(key));
      status.classList.toggle("is-online", online);
      status.classList.toggle("is-offline", offline);
      bar.hidden = !offline || now_ms - offline_since_ms < PATIENCE_MS;
      if (bar.hidden) return;
      const time = exactTime(offline_since_ms);
      write(byId("offline-sentence"), say(CAUSES[close_code] ?? "offline.since", { time }));
      const seconds = secondsUntil(retry_at_ms, now_ms);
      const tries = retry_at_ms === null ? "status.connecting" : "offline.retry";
      write(byId("offline-retry"), say(tries, { seconds }));
    },
  };
}
