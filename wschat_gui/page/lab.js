// Reports to the host what reaches this page while the host tests its connection. Loaded only then:
// whoever only chats has no use for it.

import { say } from "./language.js";
import { make } from "./vocabulary.js";
import { byId } from "./view/page.js";

// The socket that is tested, and how the last one ended that was.
let tested = null;
let ending = null;

// What the room takes no notice of.
const NO_MESSAGE = { type: "tested" };

/** Begin to watch `socket` of a `connection`, or end. */
export function test(connection, socket, on) {
  const report = (what, details) => connection.send(make("observed", { what, ...details }));
  const reportBytes = (what, bytes) => {
    report(what, { length: bytes.length, crc32: crc32(bytes) });
    return NO_MESSAGE;
  };
  const end = () => {
    tested = null;
    connection.read = JSON.parse;
    byId("lab")?.remove();
  };

  end();
  if (!on) return;
  tested = socket;
  socket.binaryType = "arraybuffer";
  connection.read = (data) => {
    if (typeof data !== "string") return reportBytes("binary", new Uint8Array(data));
    try {
      return JSON.parse(data);
    } catch {
      return reportBytes("text", new TextEncoder().encode(data));
    }
  };
  socket.addEventListener("close", ({ code: close_code, reason, wasClean: clean }) => {
    if (socket !== tested) return;
    ending = { close_code, reason, clean };
    end();
  });
  show();
  report("ready");
  if (ending !== null) report("close", ending);
  ending = null;
}

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
  // After that, so that it is read aloud.
  mark.textContent = say("lab.on");
}
