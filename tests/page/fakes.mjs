// Stand-ins for what a browser has: a clock that only moves when told, sockets without a network, and
// a `fetch` of the page's own files.

import { readFile } from "node:fs/promises";

const PAGE = new URL("../../wschat_gui/page/", import.meta.url);

/** As `fetch`, without a host: what is missing is a 404. */
export async function getFile(path) {
  try {
    return new Response(await readFile(new URL(path, PAGE)));
  } catch {
    return new Response("", { status: 404 });
  }
}

export class FakeClock {
  now_ms = 1_000_000;
  #timers = new Map();
  #last = 0;

  now = () => this.now_ms;
  setTimeout = (act, wait_ms) => {
    this.#last += 1;
    this.#timers.set(this.#last, { act, due_ms: this.now_ms + wait_ms });
    return this.#last;
  };
  clearTimeout = (timer) => this.#timers.delete(timer);

  get pending() {
    return this.#timers.size;
  }

  /** Let this much time pass; what falls due happens in its order. */
  pass(wait_ms) {
    const end_ms = this.now_ms + wait_ms;
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.due_ms <= end_ms);
      if (due.length === 0) break;
      const [id, { act, due_ms }] = due.reduce((a, b) => (b[1].due_ms < a[1].due_ms ? b : a));
      this.#timers.delete(id);
      this.now_ms = Math.max(this.now_ms, due_ms);
      act();
    }
    this.now_ms = end_ms;
  }
}

export class FakeSocket extends EventTarget {
  static OPEN = 1;
  static made = [];

  readyState = 0;
  sent = [];
  closed_with = null;

  constructor(url, protocol) {
    super();
    Object.assign(this, { url, protocol });
    FakeSocket.made.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code) {
    if (this.readyState === 3) return;
    this.closed_with = code;
    this.readyState = 2;
  }

  // What the other side does.
  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  says(message) {
    this.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(message) }));
  }

  closes(code, reason = "") {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
  }
}

let seq = 0;

export const said = (fields = {}) => {
  seq = fields.seq ?? seq + 1;
  const rest = { at_ms: 1, client_id: 2, nick: "Grace", id: `id${seq}`, text: `text ${seq}` };
  return { type: "said", seq, person_id: "grace", ...rest, ...fields };
};

/** One's own, as `welcome` has it. */
export const saidByMe = (fields) => said({ client_id: 1, nick: "Ada", person_id: "ada", ...fields });

/** Of two people { client_id, nick, person_id }. */
export const whispered = (sender, recipient, fields = {}) =>
  ({ type: "whispered", id: "w1", at_ms: 1, text: "psst", sender, recipient, ...fields });

export const ADA = { client_id: 1, nick: "Ada", person_id: "ada" };
export const GRACE = { client_id: 2, nick: "Grace", person_id: "grace" };

/** What is said from the `first` seq to the `last`. */
export const saidFromTo = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, at) => said({ seq: first + at }));

export const earlier = (before_seq, events, more) => ({ type: "earlier", before_seq, events, more });

export const refused = (fields) =>
  ({ type: "refused", text: "", id: "", suggestion: "", limit: 0, wait_s: 0, ...fields });

export const welcome = (fields = {}) => ({
  type: "welcome",
  ...ADA,
  token: "secret",
  room: "Physics",
  epoch: "e1",
  roster: [ADA],
  history: [],
  complete: true,
  gone: [],
  now_ms: 1_000_000,
  message_chars: 4_000,
  edit_s: 300,
  file_bytes: 1_000,
  state: { frozen: false, slow_s: 0, locked: false },
  muted_until_ms: 0,
  whispers: [],
  ...fields,
});
