// What the host lets one do just now. Pure: times are by the host's clock.

import { EntryKind } from "./room.js";

/** Whether one may read only, and why: "frozen", "muted" or "". */
export function silencedBy({ state, muted_until_ms }, host_ms) {
  if (state.frozen) return "frozen";
  return muted_until_ms === null || muted_until_ms > host_ms ? "muted" : "";
}

/** How long slow mode lets one wait yet. */
export function slowWaitMs({ state, entries }, host_ms) {
  if (state.slow_s === 0) return 0;
  const last = entries.findLast(({ kind, own }) => own && kind === EntryKind.SAID);
  return last ? Math.max(0, last.at_ms + state.slow_s * 1_000 - host_ms) : 0;
}

/** Whether this is an own message that one may still edit or delete. */
export const mayChange = ({ kind, own, seq, at_ms }, { edit_s }, host_ms) =>
  kind === EntryKind.SAID && own && seq > 0 && host_ms < at_ms + edit_s * 1_000;
