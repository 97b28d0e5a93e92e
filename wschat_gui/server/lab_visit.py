"""One client's stay in the protocol lab: who it is, how bad its line is, what its page owes.

What is done to it is in `lab.py`.
"""

from __future__ import annotations

from collections import deque
from random import Random

from msgspec import Struct

from wschat_gui.server.clients import Client
from wschat_gui.server.line_pace import LineConditions
from wschat_gui.server.slow_line import Clock, SlowLine


class Sent(Struct, frozen=True):
    """A message that the page is to report."""

    what: str
    length: int
    crc32: int
    at_s: float


class Visit:
    """From entering to leaving, over all connections that the page has meanwhile."""

    def __init__(self, client: Client, token: str, clock: Clock) -> None:
        """Begin with `client`; whoever joins again with its `token` is the same page."""
        self.client_id = client.client_id
        self.token = token
        self.client: Client | None = client
        """None while it is away."""
        self.is_ready = False
        """Its page has said that it watches."""
        self.owes_close = False
        """Its page has seen a connection end, and will report it on the next."""
        self.unreported: deque[Sent] = deque()
        self._clock = clock
        self._conditions = LineConditions()
        self._cut_until_s = float("-inf")
        self._line: SlowLine | None = None

    def return_as(self, client: Client) -> None:
        """Go on with another connection, whose line is as bad."""
        self.client_id = client.client_id
        self.client = client
        self.is_ready = False
        self._line = None
        if not self._conditions.is_good or self._clock.time() < self._cut_until_s:
            self._shape()

    def leave(self) -> None:
        """Be away: the connection is gone."""
        self.owes_close = self.owes_close or self.is_ready
        self.client = None
        self.is_ready = False
        # What it had not reported it never will.
        self.unreported.clear()

    def worsen(self, conditions: LineConditions, cut_s: float) -> None:
        """Make the line as bad as this; `cut_s` of 0 leaves it connected."""
        self._conditions = conditions
        self._cut_until_s = self._clock.time() + cut_s
        self._shape()

    def heal(self) -> None:
        """Make the line as good as it is."""
        if self._line is not None:
            self._line.heal()

    def _shape(self) -> None:
        if self.client is None:
            return
        if self._line is None:
            self._line = SlowLine(self.client.connection, self._clock, Random())
        self._line.change(self._conditions, self._cut_until_s)
