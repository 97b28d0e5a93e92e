// Asks the host for what is older than the log: one question at a time, and again after a drop.
// Knows no page and no socket.

import { make } from "./vocabulary.js";

export class Pager {
  /** Whether an answer is still to come. */
  isAsking = false;
  #env;

  /** `env` has `send(message)`, false where it could not, and `onChange()`. */
  constructor(env) {
    this.#env = env;
  }

  ask(before_seq) {
    if (this.isAsking || !this.#env.send(make("older", { before_seq }))) return;
    this.isAsking = true;
    this.#env.onChange();
  }

  /** The answer is here; or the connection is gone, and the answer with it. */
  done() {
    this.isAsking = false;
  }
}
