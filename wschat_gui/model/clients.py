"""The connected clients by id, and which of them changed since the table was last drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wschat_gui.bridge.events import ClientFigures, ClientKind, ClientOpened
from wschat_gui.model.browser import browser_name
from wschat_gui.model.formats import one_line

SLOW_SHARE = 0.25
"""Of the backlog that gets a client closed: from here on the table calls it slow."""


@dataclass(slots=True)
class ClientRow:
    """What is known of one open client."""

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
    violations: int = 0
    is_slow: bool = False

    @property
    def is_person(self) -> bool:
        """Whether somebody may sit there: an echo connection is only a test."""
        return self.kind is not ClientKind.ECHO


@dataclass(slots=True)
class ClientTable:
    """All open clients in order of arrival.

    `backlog_limit_bytes` is what gets a client closed; it only decides who is called slow.
    """

    backlog_limit_bytes: int
    _rows: dict[int, ClientRow] = field(default_factory=dict)
    _changed: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        """Count the open clients, echo connections included."""
        return len(self._rows)

    def __iter__(self) -> Iterator[ClientRow]:
        """Give the rows in order of arrival."""
        return iter(self._rows.values())

    def get(self, client_id: int) -> ClientRow | None:
        """Find an open client."""
        return self._rows.get(client_id)

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

    def take_changed(self) -> frozenset[int]:
        """Give the ids that opened, changed or closed since the last call."""
        changed = frozenset(self._changed)
        self._changed.clear()
        return changed

    def open(self, opened: ClientOpened) -> None:
        """Add a client."""
        self._rows[opened.client_id] = ClientRow(
            client_id=opened.client_id,
            address=one_line(opened.address),
            browser=browser_name(opened.user_agent),
            kind=opened.kind,
            since_ms=opened.opened_ms,
        )
        self._changed.add(opened.client_id)

    def name(self, client_id: int, nick: str) -> bool:
        """Give a client its nick; False if it is gone."""
        row = self._rows.get(client_id)
        if row is None:
            return False
        row.nick = one_line(nick)
        self._changed.add(client_id)
        return True

    def close(self, client_id: int) -> bool:
        """Take a client off; False if it was gone already."""
        if self._rows.pop(client_id, None) is None:
            return False
        self._changed.add(client_id)
        return True

    def clear(self) -> None:
        """Take all off: the server that had them has ended."""
        self._changed.update(self._rows)
        self._rows.clear()

    def measure(self, figures: Iterable[ClientFigures]) -> bool:
        """Take over the clients' figures; False if all are what they were."""
        return sum(self._measure_one(each) for each in figures) > 0

    def _measure_one(self, figures: ClientFigures) -> bool:
        row = self._rows.get(figures.client_id)
        if row is None:
            return False
        before = (
            row.messages,
            row.wire_bytes_in,
            row.wire_bytes_out,
            row.rtt_ms,
            row.backlog_bytes,
            row.violations,
        )
        now = (
            figures.messages,
            figures.wire_bytes_in,
            figures.wire_bytes_out,
            figures.rtt_ms,
            figures.backlog_bytes,
            figures.violations,
        )
        if now == before:
            return False
        row.messages, row.wire_bytes_in, row.wire_bytes_out = now[:3]
        row.rtt_ms, row.backlog_bytes, row.violations = now[3:]
        row.is_slow = figures.backlog_bytes > self.backlog_limit_bytes * SLOW_SHARE
        self._changed.add(figures.client_id)
        return True
