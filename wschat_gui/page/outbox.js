// What the person has said and the host has not confirmed: kept until its own `said` comes back,
// sent again after a drop under the same id, so that it never becomes two. Knows no page or socket.

import { make } from "./vocabulary.js";

export const Delivery = {
  QUEUED: "queued", // waits for a connection, or for its turn
  SENDING: "sending", // handed to the connection
  FAILED: "failed", // refused or never answered: the person decides
};

const { QUEUED, SENDING, FAILED } = Delivery;

// The host takes a burst of 8 and then 2 a second, and mutes who goes on: what was written offline
// must not all arrive at once.
export const BURST = 6;
export const PACE_MS = 600;

// A socket that swallows a message for this long is not to be trusted.
export const ANSWER_MS = 8_000;
const SILENCES_MAX = 3;

const queued = ({ id, text, at_ms, reply_to = 0, to = null }) =>
  ({ id, text, at_ms, reply_to, to, delivery: QUEUED, reason: null, silences: 0 });

const messageOf = ({ id, text, reply_to, to }) =>
  (to === null ? make("say", { id, text, reply_to }) : make("whisper", { id, to: to.person_id, text }));

export class Outbox {
  /** Everything unconfirmed, oldest first: { id, text, at_ms, reply_to, to, delivery, reason }; the
   * reason is the host's refusal, null where it never answered. */
  items;
  #env;
  #online = false;
  #allowance = BURST;
  #counted_ms = 0; // when the allowance was last brought up to date
  #adrift = 0; // was on its way when the line went
  #timer = null;

  /**
   * `env` has `send(message)`, false where it could not; `onSilence()`, told when a message stays
   * unanswered; `onChange()`; `makeId()`; and of the browser `now setTimeout clearTimeout`.
   */
  constructor(env, kept = []) {
    this.#env = env;
    // What had failed waits for the person still.
    this.items = kept.map((item) => (item.delivery === FAILED ? item : queued(item)));
  }

  has(id) {
    return this.items.some((item) => item.id === id);
  }

  /** Take a new message of the person: an answer to the `seq` reply_to, or for the person `to`
   * alone. */
  add(text, { reply_to, to } = {}) {
    const { makeId, now } = this.#env;
    this.items = [...this.items, queued({ id: makeId(), text, at_ms: now(), reply_to, to })];
    this.#pump();
  }

  /** Forget these: the host has them, or the person gives them up. */
  settle(ids) {
    if (!ids.some((id) => this.has(id))) return;
    this.items = this.items.filter(({ id }) => !ids.includes(id));
    this.#pump();
  }

  /** The host has turned this one down. */
  refuse(id, reason) {
    this.#change(id, { delivery: FAILED, reason });
    this.#pump();
  }

  /** Send it again: under the same id, in case it did arrive. */
  retry(id) {
    this.#change(id, { delivery: QUEUED, reason: null, silences: 0 });
    this.#pump();
  }

  /** The room is there, or gone: then what was on its way goes again next time. */
  setOnline(online) {
    this.#online = online;
    for (const { id, delivery } of online ? [] : this.items) {
      if (delivery !== SENDING) continue;
      this.#change(id, { delivery: QUEUED });
      this.#adrift += 1;
    }
    if (online) {
      this.#refill(this.#env.now());
      // A host that was asleep gets it only now, and all that follows right behind.
      this.#allowance = Math.min(this.#allowance, BURST - this.#adrift);
      this.#adrift = 0;
    }
    this.#pump();
  }

  #change(id, changes) {
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...changes } : item));
  }

  // Send what may go, and look again when more may, or when an answer is overdue.
  #pump() {
    const { now, clearTimeout, setTimeout, onChange } = this.#env;
    clearTimeout(this.#timer);
    if (this.#online) {
      this.#sendQueued(now());
      const wait_ms = this.#untilNextLook(now());
      if (wait_ms < Infinity) this.#timer = setTimeout(() => this.#look(), wait_ms);
    }
    onChange();
  }

  #refill(now_ms) {
    const gained = Math.max(0, now_ms - this.#counted_ms) / PACE_MS;
    this.#allowance = Math.min(BURST, this.#allowance + gained);
    this.#counted_ms = now_ms;
  }

  #sendQueued(now_ms) {
    this.#refill(now_ms);
    for (const item of this.items.filter(({ delivery }) => delivery === QUEUED)) {
      if (this.#allowance < 1 || !this.#env.send(messageOf(item))) return;
      this.#allowance -= 1;
      this.#change(item.id, { delivery: SENDING, answer_by_ms: now_ms + ANSWER_MS });
    }
  }

  #untilNextLook(now_ms) {
    const waits = this.items.map(({ delivery, answer_by_ms }) => {
      if (delivery === FAILED) return Infinity;
      return delivery === SENDING ? answer_by_ms - now_ms : (1 - this.#allowance) * PACE_MS;
    });
    return Math.max(1, Math.ceil(Math.min(...waits)));
  }

  #look() {
    const now_ms = this.#env.now();
    const isOverdue = (item) => item.delivery === SENDING && item.answer_by_ms <= now_ms;
    const overdue = this.items.filter(isOverdue);
    for (const { id, silences } of overdue) {
      const delivery = silences + 1 < SILENCES_MAX ? QUEUED : FAILED;
      this.#change(id, { silences: silences + 1, delivery });
    }
    // First of all: what was swallowed once had better go over a fresh socket.
    if (overdue.length > 0) this.#env.onSilence();
    this.#pump();
  }
}
