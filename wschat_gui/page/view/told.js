// Says something for a moment, over the log.

import { byId, write } from "./page.js";

const TOLD_MS = 5_000;

/** Returns tell(sentence); the last one holds. */
export function createTold() {
  const element = byId("told");
  let timer = null;
  return (sentence) => {
    clearTimeout(timer);
    write(element, sentence);
    timer = setTimeout(() => write(element, ""), TOLD_MS);
  };
}
