// Reports to the host what reaches this page while the host tests its connection. Loaded only then:
// whoever only chats has no use for it.

import { say } from "./language.js";
import { make } from "./vocabulary.js";
import { byId } from "./view/page.js";

// The socket that is tested, and how the last one ended that was.
let tested = null;
let ending = null;

/** Begin to watch `socket`, or end; `send(message)` brings the host what was observed. */
export function test(send, socket, on) {
  const report = (what, details) => send(make("observed", { what, ...details }));
  if (!on) return rest();
  if (socket === tested) return undefined;
  rest();
  tested = socket;
  socket.binaryType = "arraybuffer";
  // Before anybody else: what is no message of the room would be an error to them.
  socket.addEventListener("message", (event) => {
    if (socket !== tested) return;
    const seen = observed(event.data);
    if (seen === null) return;
    event.stopImmediatePropagation();
    report(seen.what, seen.details);
  }, { capture: true });
  socket.addEventListener("close", ({ code: close_code, reason, wasClean: clean }) => {
    if (socket !== tested) return;
    ending = { close_code, reason, clean };
    rest();
  });
  show();
  report("ready");
  if (ending !== null) report("close", ending);
  ending = null;
  return undefined;
}

/** What a frame of the test brought; null for a message of the room. */
function observed(data) {
  if (typeof data !== "string") return seenAs("binary", new Uint8Array(data));
  try {
    JSON.parse(data);
    return null;
  } catch {
    return seenAs("text", new TextEncoder().encode(data));
  }
}

const seenAs = (what, bytes) =>
  ({ what, details: { length: bytes.length, crc32: crc32(bytes) } });

/** As in PNG and zip files. */
export function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

// The person is told, in the place where it would be told to be offline.
function show() {
  const mark = document.createElement("p");
  mark.id = "lab";
  mark.className = "bar";
  mark.setAttribute("role", "status");
  mark.dataset.say = "lab.on";
  byId("room").append(mark);
  mark.textContent = say("lab.on");
}

function rest() {
  tested = null;
  byId("lab")?.remove();
}
