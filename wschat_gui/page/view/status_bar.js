// The state of the connection in words: a line under the room's name, and a bar while cut off.

import { byId } from "./page.js";
import * as words from "./words.js";

// A drop that is mended within this is not worth a bar that moves everything.
const PATIENCE_MS = 600;

/** `actions` are { tryNow() }. */
export function createStatusBar(actions) {
  const status = byId("status");
  const bar = byId("offline");
  byId("offline-try").addEventListener("click", actions.tryNow);

  return {
    render({ online, offline_since_ms, ...rest }, now_ms) {
      const offline = offline_since_ms !== null;
      const word = online ? words.ONLINE : offline ? words.OFFLINE : words.CONNECTING;
      // Written only when it changes: every writing is read aloud.
      if (status.textContent !== word) status.textContent = word;
      status.classList.toggle("is-online", online);
      status.classList.toggle("is-offline", offline);
      bar.hidden = !offline || now_ms - offline_since_ms < PATIENCE_MS;
      if (bar.hidden) return;
      byId("offline-sentence").textContent = words.offlineSentence({ offline_since_ms, ...rest });
      byId("offline-retry").textContent = words.retrySentence(rest, now_ms);
    },
  };
}
