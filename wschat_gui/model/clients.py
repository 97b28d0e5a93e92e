"""The clients by id, open and gone, and which of them changed since the table was last drawn.

In what order they stand is `client_order.py`'s, what happened to one `client_history.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from wschat_gui.bridge.events import (
    ClientClosed,
    ClientFigures,
    ClientKind,
    ClientMuted,
    ClientNamed,
    ClientOpened,
    ClientUnmuted,
    LineKind,
    LogLine,
)
from wschat_gui.model.browser import browser_name
from wschat_gui.model.client_history import ClientHistory, Happening
from wschat_gui.model.formats import one_line

SLOW_SHARE = 0.25
"""Of the backlog that gets a client closed: from here on the table calls it slow."""
MAX_GONE = 50
"""So many of those who have gone last can still be looked at."""


class Muted(Struct, frozen=True):
    """A member may read only."""

    until_ms: int | None
    """None: until the host lifts it."""


class ClientRow(Struct):
    """What is known of one client."""

    client_id: int
    address: str
    browser: str
    kind: ClientKind
    since_ms: int
    nick: str = ""
    """Empty before it has joined."""
    messages: int = 0
    wire_bytes_in: int = 0
    wire_bytes_out: int = 0
    rtt_ms: float | None = None
    backlog_bytes: int = 0
    most_backlog_bytes: int = 0
    violations: int = 0
    is_slow: bool = False
    muted: Muted | None = None
    is_in_lab: bool = False
    """Whether the host experiments with its connection."""
    gone: ClientClosed | None = None
    """How it ended; None while it is open."""
    history: ClientHistory = field(default_factory=ClientHistory)
    ip: str = ""
    """The address without its port and brackets; made from it."""

    def __post_init__(self) -> None:
        """Take the address apart once: each picture of the figures asks for it."""
        self.ip = self.address.rpartition(":")[0].strip("[]")

    @property
    def is_person(self) -> bool:
        """Whether somebody may sit there: an echo connection is only a test."""
        return self.kind is not ClientKind.ECHO

    @property
    def name(self) -> str:
        """The nick, or the address of who has none."""
        return self.nick or self.address


class ClientTable(Struct):
    """All open clients in order of arrival, and the last of those who have gone.

    `backlog_limit_bytes` is what gets a client closed; it only decides who is called slow.
    """

    backlog_limit_bytes: int
    _rows: dict[int, ClientRow] = field(default_factory=dict)
    _gone: dict[int, ClientRow] = field(default_factory=dict)
    _changed: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        """Count the open clients, echo connections included."""
        return len(self._rows)

    def __iter__(self) -> Iterator[ClientRow]:
        """Give the open clients in order of arrival."""
        return iter(self._rows.values())

    def get(self, client_id: int) -> ClientRow | None:
        """Find an open client."""
        return self._rows.get(client_id)

    def find(self, client_id: int) -> ClientRow | None:
        """Find a client, open or gone."""
        return self._rows.get(client_id) or self._gone.get(client_id)

    @property
    def gone(self) -> Iterable[ClientRow]:
        """Those who have gone, the last MAX_GONE, in the order in which they went."""
        return self._gone.values()

    @property
    def people(self) -> int:
        """How many clients are more than a connection test."""
        return sum(row.is_person for row in self._rows.values())

    @property
    def slow(self) -> int:
        """How many clients do not keep up."""
        return sum(row.is_slow for row in self._rows.values())

    @property
    def violators(self) -> int:
        """How many clients have broken the protocol."""
        return sum(row.violations > 0 for row in self._rows.values())

    @property
    def muted(self) -> int:
        """How many members may read only."""
        return sum(row.muted is not None for row in self._rows.values())

    def take_changed(self) -> frozenset[int]:
        """Give the ids that opened, changed or closed since the last call."""
        changed = frozenset(self._changed)
        self._changed.clear()
        return changed

    def open(self, opened: ClientOpened) -> None:
        """Add a client."""
        row = ClientRow(
            client_id=opened.client_id,
            address=one_line(opened.address),
            browser=browser_name(opened.user_agent),
            kind=opened.kind,
            since_ms=opened.opened_ms,
        )
        row.history.note(opened.opened_ms, Happening.OPENED, opened.address)
        self._rows[opened.client_id] = row
        self._changed.add(opened.client_id)

    def name(self, named: ClientNamed, now_ms: int) -> bool:
        """Give a client its nick; False if it is gone."""
        row = self._rows.get(named.client_id)
        if row is None:
            return False
        nick = one_line(named.nick)
        row.history.note(now_ms, Happening.RENAMED if row.nick else Happening.JOINED, nick)
        row.nick = nick
        self._changed.add(named.client_id)
        return True

    def mute(self, muted: ClientMuted, now_ms: int) -> bool:
        """Mark a member that may read only; False if it is gone."""
        row = self._rows.get(muted.client_id)
        if row is None:
            return False
        row.muted = Muted(muted.until_ms)
        row.history.note_mute(now_ms, muted.until_ms)
        self._changed.add(muted.client_id)
        return True

    def unmute(self, unmuted: ClientUnmuted, now_ms: int) -> bool:
        """Mark a member that may speak again; False if it always could."""
        row = self._rows.get(unmuted.client_id)
        if row is None or row.muted is None:
            return False
        row.muted = None
        row.history.note(now_ms, Happening.UNMUTED)
        self._changed.add(unmuted.client_id)
        return True

    def experiment_with(self, client_id: int) -> bool:
        """Mark the one client in the lab (0: none is); False if that is so already."""
        changed = [row for row in self if row.is_in_lab != (row.client_id == client_id)]
        for row in changed:
            row.is_in_lab = row.client_id == client_id
            self._changed.add(row.client_id)
        return bool(changed)

    def close(self, closed: ClientClosed) -> bool:
        """Move a client to those who have gone; False if it was there already."""
        row = self._rows.pop(closed.client_id, None)
        if row is None:
            return False
        row.gone, row.is_slow, row.muted, row.backlog_bytes = closed, False, None, 0
        row.is_in_lab = False
        row.history.note_close(
            closed.closed_ms, closed.cause, closed.close_code, closed.close_reason
        )
        self._gone[closed.client_id] = row
        self._changed.add(closed.client_id)
        while len(self._gone) > MAX_GONE:
            longest_gone = next(iter(self._gone))
            del self._gone[longest_gone]
            self._changed.add(longest_gone)
        return True

    def note(self, lines: Iterable[LogLine]) -> bool:
        """Take into the clients' histories what the log says of them; False if that is nothing."""
        return sum(self._note_one(line) for line in lines if line.kind in _WORTH_NOTING) > 0

    def _note_one(self, line: LogLine) -> bool:
        row = self.find(line.client_id)
        if row is None or not _is_worth_noting(line, row):
            return False
        row.history.note(line.at_ms, Happening.REPORTED, line.text)
        return True

    def clear(self) -> None:
        """Take all off: the server that had them has ended."""
        self._changed.update(self._rows, self._gone)
        self._rows.clear()
        self._gone.clear()

    def measure(self, figures: Iterable[ClientFigures], at_ms: int = 0) -> bool:
        """Take over the clients' figures of `at_ms`; False if all are what they were."""
        rows, changed, slow_bytes = self._rows, self._changed, self.backlog_limit_bytes * SLOW_SHARE
        has_news = False
        # A full room has 500 of them, four times a second: no call for what is as it was.
        for each in figures:
            row = rows.get(each.client_id)
            if row is None or (
                each.wire_bytes_out == row.wire_bytes_out
                and each.wire_bytes_in == row.wire_bytes_in
                and each.backlog_bytes == row.backlog_bytes
                and each.rtt_ms == row.rtt_ms
                and each.messages == row.messages
                and each.violations == row.violations
            ):
                continue
            has_news = True
            changed.add(each.client_id)
            row.messages, row.violations = each.messages, each.violations
            row.wire_bytes_in, row.wire_bytes_out = each.wire_bytes_in, each.wire_bytes_out
            if each.rtt_ms != row.rtt_ms:
                row.rtt_ms = each.rtt_ms
                row.history.note_round_trip(at_ms, each.rtt_ms)
            if each.backlog_bytes != row.backlog_bytes:
                row.backlog_bytes = each.backlog_bytes
                row.most_backlog_bytes = max(row.most_backlog_bytes, each.backlog_bytes)
            row.is_slow = each.backlog_bytes > slow_bytes
        return has_news


_WORTH_NOTING = frozenset({LineKind.MODERATED, LineKind.REFUSED})


def _is_worth_noting(line: LogLine, row: ClientRow) -> bool:
    """All else comes as membership; of a ban, the log alone tells how and for how long."""
    is_ban = line.kind is LineKind.MODERATED and row.gone is not None
    return is_ban or line.kind is LineKind.REFUSED
