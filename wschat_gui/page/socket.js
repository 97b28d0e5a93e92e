// The connection to the host: opens, notices a drop, backs off, joins again. Knows no page: what
// the browser notices of sleep and network is fed in through `check`.

import { CloseCode, SUBPROTOCOL, make } from "./vocabulary.js";

export const ConnectionState = {
  IDLE: "idle", // not in the room and not trying
  CONNECTING: "connecting", // a socket opens, or the join has no answer yet
  ONLINE: "online", // a member
  WAITING: "waiting", // dropped; tries again at `retry_at_ms`
  REFUSED: "refused", // the host wants another nick or code first
  ENDED: "ended", // sent away; `close_code` tells how, `until_ms` for how long
};

const { IDLE, CONNECTING, ONLINE, WAITING, REFUSED, ENDED } = ConnectionState;

// Closed with one of these, the page does not come back by itself.
const FINAL_STATES = {
  [CloseCode.KICKED]: ENDED,
  [CloseCode.BANNED]: ENDED,
  [CloseCode.REPLACED]: ENDED,
  [CloseCode.WRONG_CODE]: REFUSED,
};

export const BACKOFF_FIRST_MS = 500;
export const BACKOFF_MAX_MS = 15_000;

// A LAN answers within milliseconds; the system would wait minutes for a host that is gone.
export const WELCOME_MS = 8_000;

// After a sleep the browser may call a dead socket open. One that was heard within this is alive.
export const SILENCE_MS = 5_000;

// A host that is gone without a word, its plug pulled, would pass for a quiet one for ever: after so
// much silence it is asked.
export const PROBE_MS = 20_000;

const AT_EASE =
  { offline_since_ms: null, retry_at_ms: null, close_code: null, reason: "", until_ms: 0 };

/** Full jitter, `random` in [0, 1): a full room must not come back in one blow. */
export const backoffMs = (failures, random) =>
  Math.round(random * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** failures));

export class Connection {
  /** The times are null while not cut off; code and reason are of the close that cut it off. */
  status = { state: IDLE, ...AT_EASE };
  /** Makes a message of what came in a frame; what is no message at all, lab.js makes one of. */
  read = JSON.parse;
  #env;
  #socket = null;
  #doubtful = null; // closed once the fresh socket is welcomed
  #timer = null; // until the next try, the welcome is overdue, or the next look at the silence
  #failures = 0;
  #heard_ms = 0;

  /**
   * `env` has `url`; `makeJoin()`, the join for this moment; `onMessage(message, socket)`, which
   * gets a welcome before the status is online; `onStatus(status)`; and of the browser
   * `WebSocket setTimeout clearTimeout now random`.
   */
  constructor(env) {
    this.#env = env;
  }

  /** Join, or try at once, because the person wants it. */
  start() {
    if (this.status.state === REFUSED && this.#isOpen()) this.#join();
    else this.#open();
  }

  /** Send a message of the vocabulary; false while there is no room to send it to. */
  send(message) {
    if (this.status.state !== ONLINE || !this.#isOpen()) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Send part of a file. */
  sendBytes(bytes) {
    if (this.#isOpen()) this.#socket.send(bytes);
  }

  /** The page woke up or the network came back: do not wait, and trust no silent socket. */
  check() {
    const silence_ms = this.#env.now() - this.#heard_ms;
    if (this.status.state === WAITING) this.#open();
    // A clock that was set back proves no life either.
    else if (silence_ms >= SILENCE_MS || silence_ms < 0) this.replace();
  }

  /** Resume over a fresh socket. The old one stays open until the welcome: so the host sees a
   * resumption, and not somebody who leaves and comes in. */
  replace() {
    if (![ONLINE, CONNECTING].includes(this.status.state)) return;
    const doubtful = this.#socket;
    this.#socket = null;
    this.#open();
    this.#doubtful = doubtful;
  }

  /** Leave on purpose: the others see it at once. */
  stop() {
    this.#drop();
    this.#become({ state: IDLE, ...AT_EASE });
  }

  #open() {
    this.#drop();
    const socket = new this.#env.WebSocket(this.#env.url, SUBPROTOCOL);
    const listen = (type, act) =>
      socket.addEventListener(type, (event) => socket === this.#socket && act(event));
    listen("open", () => this.#join());
    listen("message", ({ data }) => this.#receive(data));
    listen("close", ({ code, reason }) => this.#closed(code, reason));
    this.#socket = socket;
    this.#heard_ms = this.#env.now();
    this.#expectWelcome();
  }

  #join() {
    this.#socket.send(JSON.stringify(this.#env.makeJoin()));
    this.#expectWelcome();
  }

  #expectWelcome() {
    this.#arm(WELCOME_MS, () => this.#closed(null, ""));
    this.#become({ state: CONNECTING, retry_at_ms: null });
  }

  #receive(data) {
    this.#heard_ms = this.#env.now();
    const message = this.read(data);
    const { type, ...ending } = message;
    // The host may hold the connection for a while, and think better of it.
    if (type === "dismissed") this.#become({ ...AT_EASE, ...ending, state: ENDED });
    if (type === "reinstated") this.#join();
    this.#env.onMessage(message, this.#socket);
    if (type === "welcome") this.#welcomed();
    else if (type === "refused" && this.status.state === CONNECTING) {
      this.#disarm();
      this.#become({ state: REFUSED });
    }
  }

  #welcomed() {
    this.#disarm();
    this.#failures = 0;
    this.#doubtful?.close(CloseCode.NORMAL);
    this.#doubtful = null;
    this.#become({ state: ONLINE, ...AT_EASE });
    this.#watch();
  }

  #watch() {
    const heard_ms = this.#heard_ms;
    const silence_ms = Math.max(0, this.#env.now() - heard_ms);
    if (silence_ms < PROBE_MS) {
      this.#arm(PROBE_MS - silence_ms, () => this.#watch());
      return;
    }
    this.send(make("probe"));
    this.#arm(WELCOME_MS, () => (this.#heard_ms === heard_ms ? this.replace() : this.#watch()));
  }

  #closed(close_code, reason) {
    this.#drop();
    if (this.status.state === ENDED) return;
    const final = this.status.state === REFUSED ? REFUSED : undefined;
    const state = FINAL_STATES[close_code] ?? final;
    if (state === undefined) this.#wait(close_code, reason);
    else this.#become({ ...AT_EASE, state, close_code, reason });
  }

  #wait(close_code, reason) {
    const now_ms = this.#env.now();
    const wait_ms = backoffMs(this.#failures, this.#env.random());
    this.#failures += 1;
    this.#arm(wait_ms, () => this.#open());
    const first = this.status.offline_since_ms === null;
    const cause = first ? { offline_since_ms: now_ms, close_code, reason } : {};
    this.#become({ state: WAITING, retry_at_ms: now_ms + wait_ms, ...cause });
  }

  // What these sockets still say is no longer listened to.
  #drop() {
    this.#disarm();
    const sockets = [this.#socket, this.#doubtful];
    this.#socket = this.#doubtful = null;
    for (const socket of sockets) socket?.close(CloseCode.NORMAL);
  }

  #arm(wait_ms, act) {
    this.#disarm();
    this.#timer = this.#env.setTimeout(act, wait_ms);
  }

  #disarm() {
    this.#env.clearTimeout(this.#timer);
  }

  #isOpen() {
    return this.#socket?.readyState === this.#env.WebSocket.OPEN;
  }

  #become(changes) {
    this.status = { ...this.status, ...changes };
    this.#env.onStatus(this.status);
  }
}
