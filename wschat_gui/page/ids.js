// Ids that nobody else makes or guesses: of messages, of uploads, and of this browser.

/** 24 hexadecimal digits. `crypto.randomUUID` would need a secure context; this does not. */
export function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
