// Files on their way to the host: offered one at a time, their bytes sent as it takes them, offered
// again after a drop under the same id, so that none arrives twice. Knows no page or socket.

import { Delivery, PACE_MS } from "./outbox.js";
import { RefusalCode, make } from "./vocabulary.js";

const { QUEUED, SENDING, FAILED } = Delivery;

// Sent and not yet received, at most: a chat message waits behind no more than this. The host tells
// every 256 KiB: less would stop the flow. The socket's own `bufferedAmount` sees nothing of what
// waits in the system and the network.
export const AHEAD_BYTES = 384 * 1024;

// A connection that moves nothing of a file for this long is not to be trusted.
export const STALL_MS = 20_000;

const NAME_CHARS_MAX = 255;

/**
 * `env` has `send(message)` and `sendBytes(buffer)`; `onSilence()`, told when nothing moves;
 * `onChange()`; `makeId()`; `fileBytesMax()`; and of the browser `setTimeout clearTimeout`.
 */
export function createUploads(env) {
  let items = [];
  let online = false;
  let current = null; // the one that is offered or sent; {} for a moment after it
  let timer;

  const find = (id) => items.find((item) => item.id === id);

  function pump() {
    const next = items.find(({ delivery }) => delivery === QUEUED);
    if (online && !current && next) {
      const { id, file, text, reply_to } = next;
      const name = file.name.slice(-NAME_CHARS_MAX);
      env.send(make("offer", { id, name, size_bytes: file.size, text, reply_to }));
      current = Object.assign(next, { delivery: SENDING, received_bytes: 0 });
      expectMore();
    }
    env.onChange();
  }

  // One such loop at a time sends the bytes of `item`: that of the last grant.
  async function feed(item, chunk_bytes) {
    const { id, file } = item;
    const grant = (item.grant = {});
    try {
      for (let sent = 0; sent < file.size; sent += chunk_bytes) {
        const bytes = await file.slice(sent, sent + chunk_bytes).arrayBuffer();
        while (item.grant === grant && sent - item.received_bytes >= AHEAD_BYTES) {
          await new Promise((resolve) => (item.goOn = resolve));
        }
        if (item.grant !== grant) return;
        env.sendBytes(bytes);
      }
    } catch {
      // A folder, or a file that was changed meanwhile.
      if (item.grant !== grant) return;
      env.send(make("cancel", { id }));
      refuse(id, { code: RefusalCode.FILE_BROKEN });
    }
  }

  // The next one not at once: files count as messages, and who sends too many is muted.
  function end(item, fate) {
    Object.assign(item, { grant: null, ...fate });
    if (item === current) {
      current = {};
      arm(PACE_MS, () => {
        current = null;
        pump();
      });
    }
    env.onChange();
  }

  function expectMore() {
    arm(STALL_MS, env.onSilence);
  }

  function arm(wait_ms, act) {
    env.clearTimeout(timer);
    timer = env.setTimeout(act, wait_ms);
  }

  /** Take files of the person. `takeWords()` gives { text, reply_to } to the first that can go. */
  function add(files, takeWords) {
    const limit = env.fileBytesMax();
    for (const file of files) {
      let fate = { delivery: FAILED, reason: { code: RefusalCode.FILE_TOO_LARGE, limit } };
      if (file.size <= limit) {
        fate = { ...takeWords(), delivery: QUEUED };
        takeWords = () => {};
      }
      items.push({ id: env.makeId(), file, received_bytes: 0, ...fate });
    }
    pump();
  }

  /** Forget these: the host has them, or the person gives them up. */
  function settle(ids) {
    for (const item of items.filter(({ id }) => ids.includes(id))) end(item);
    items = items.filter(({ id }) => !ids.includes(id));
  }

  /** The person gives it up, perhaps on its way. */
  function cancel(id) {
    if (current?.id === id) env.send(make("cancel", { id }));
    settle([id]);
  }

  /** The host has turned this one down. */
  function refuse(id, reason) {
    end(find(id), { delivery: FAILED, reason });
  }

  /** Send it again: under the same id, in case it did arrive. */
  function retry(id) {
    find(id).delivery = QUEUED;
    pump();
  }

  /** The room is there, or gone: then what was on its way begins again next time. */
  function setOnline(now) {
    online = now;
    if (!online && current?.id) end(current, { delivery: QUEUED });
    pump();
  }

  /** The host wants the bytes (`granted`), or has some of them (`received`). */
  function receive({ id, chunk_bytes, received_bytes = 0 }) {
    const item = current;
    if (item?.id !== id) return;
    item.received_bytes = received_bytes;
    expectMore();
    if (chunk_bytes) feed(item, chunk_bytes);
    else item.goOn?.();
    env.onChange();
  }

  return {
    add, cancel, find, receive, refuse, retry, setOnline, settle,
    /** Oldest first: { id, file, text, reply_to, delivery, received_bytes, reason }; the reason is
     * a refusal. */
    items: () => items,
  };
}
