"""How much of what went over the wire, in all and a second, for the room and for each client.

Totals are the server's; rates over a span are worked out from totals of before. Bounded: 60 totals
a span, and for each open client three series. How they are drawn is the widgets'.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from msgspec import Struct, field

from wschat_gui.bridge.events import DirectionFigures, RoomFigures, WatchedClientFigures
from wschat_gui.language import N_, _
from wschat_gui.model.close_codes import close_code_name
from wschat_gui.model.figures import OPCODE_NAMES
from wschat_gui.model.series import BUCKETS, Series, Span

_CONTROL_OPCODES = range(0x8, 0x10)
"""RFC 6455 section 5.5."""
_LEAST_STEP_MS = 900
"""Between two samples of one client."""
_CLIENTS_AT_ONCE = 64
"""So many are sampled with one picture, the others with the next: 500 at once would be felt."""


class Flow(Struct, frozen=True):
    """The frames of both directions, of the room or of one client."""

    inbound: DirectionFigures
    outbound: DirectionFigures
    violations: tuple[tuple[str, int], ...]


class Line(Struct, frozen=True):
    """One line of the table of figures: totals, and how many a second over the span."""

    name: str
    """In the language in force."""
    inbound: int
    outbound: int
    in_per_s: float | None
    """None while nothing is known from before."""
    out_per_s: float | None
    is_bytes: bool = False
    has_outbound: bool = True
    """Whether the server could do it as well."""


class Group(Struct, frozen=True):
    """Lines under one heading."""

    heading: str
    lines: tuple[Line, ...]


class Totals(Struct):
    """Flows of before, of each span the first that its buckets saw."""

    _spans: dict[Span, deque[tuple[int, Flow]]] = field(
        default_factory=lambda: {span: deque(maxlen=BUCKETS + 1) for span in Span}
    )
    now: Flow | None = None
    at_ms: int = 0

    def add(self, at_ms: int, flow: Flow) -> None:
        """Take what has been counted up to a moment."""
        self.at_ms, self.now = at_ms, flow
        for span, kept in self._spans.items():
            if not kept or at_ms // int(span.value) != kept[-1][0] // int(span.value):
                kept.append((at_ms, flow))

    def before(self, span: Span) -> tuple[int, Flow] | None:
        """Give the oldest flow within the span, and when it was counted."""
        since_ms = self.at_ms - span.length_ms - int(span.value)
        return next((each for each in self._spans[span] if each[0] >= since_ms), None)


class ClientTrail(Struct):
    """What one open client took and gave over time."""

    in_per_s: Series = field(default_factory=Series)
    out_per_s: Series = field(default_factory=Series)
    rtt_ms: Series = field(default_factory=Series)
    _bytes: tuple[int, int, int] | None = None
    """When, and the wire bytes in and out then."""

    def add(self, at_ms: int, bytes_in: int, bytes_out: int, rtt_ms: float | None) -> None:
        """Take its counts of a moment; one too soon after the last is let go."""
        if self._bytes is not None:
            before_ms, before_in, before_out = self._bytes
            if 0 <= at_ms - before_ms < _LEAST_STEP_MS:
                return
            # A clock that was set back gives no rate, and is counted from anew.
            passed_s = max(_LEAST_STEP_MS, at_ms - before_ms) / 1_000
            self.in_per_s.add(at_ms, max(0, bytes_in - before_in) / passed_s)
            self.out_per_s.add(at_ms, max(0, bytes_out - before_out) / passed_s)
        if rtt_ms is not None:
            self.rtt_ms.add(at_ms, rtt_ms)
        self._bytes = (at_ms, bytes_in, bytes_out)


class Statistics(Struct):
    """All that is remembered of this run of the server."""

    room: Totals = field(default_factory=Totals)
    watched: Totals = field(default_factory=Totals)
    watched_id: int = 0
    """The client that is looked at; 0: the whole room."""
    in_per_s: Series = field(default_factory=Series)
    out_per_s: Series = field(default_factory=Series)
    rtt_ms: Series = field(default_factory=Series)
    """The median over all clients: one bad line does not move it."""
    worst_rtt_ms: Series = field(default_factory=Series)
    trails: dict[int, ClientTrail] = field(default_factory=dict)
    _turn: int = 0

    def watch(self, client_id: int) -> None:
        """Look at one client from now on, or (0) at the room."""
        if client_id != self.watched_id:
            self.watched_id = client_id
            self.watched = Totals()

    def add(self, figures: RoomFigures) -> None:
        """Take the server's figures of a moment."""
        at_ms = figures.at_ms
        self.room.add(at_ms, Flow(figures.inbound, figures.outbound, figures.violations))
        watched = figures.watched
        if watched is not None and watched.client_id == self.watched_id:
            self.watched.add(at_ms, _flow_of(watched))
        self.in_per_s.add(at_ms, figures.inbound.bytes_per_s)
        self.out_per_s.add(at_ms, figures.outbound.bytes_per_s)
        round_trips = [each.rtt_ms for each in figures.clients if each.rtt_ms is not None]
        if round_trips:
            from statistics import median  # noqa: PLC0415  (fractions and all, for later)

            self.rtt_ms.add(at_ms, median(round_trips))
            self.worst_rtt_ms.add(at_ms, max(round_trips))
        self._follow_clients(figures)

    def _follow_clients(self, figures: RoomFigures) -> None:
        open_ids = {each.client_id for each in figures.clients}
        for gone in self.trails.keys() - open_ids:
            if gone != self.watched_id:  # whoever is looked at can be looked at after it has gone
                del self.trails[gone]
        self._turn += 1
        turns = 1 + len(figures.clients) // _CLIENTS_AT_ONCE
        for each in figures.clients:
            if each.client_id % turns == self._turn % turns:
                trail = self.trails.get(each.client_id)
                if trail is None:
                    trail = self.trails[each.client_id] = ClientTrail()
                trail.add(figures.at_ms, each.wire_bytes_in, each.wire_bytes_out, each.rtt_ms)

    @property
    def shown(self) -> Totals:
        """What is looked at."""
        return self.watched if self.watched_id else self.room


def _flow_of(watched: WatchedClientFigures) -> Flow:
    return Flow(watched.inbound, watched.outbound, watched.violations)


# The table ---------------------------------------------------------------------------------------

_Count = Callable[[DirectionFigures], int]


def _control_frames(figures: DirectionFigures) -> int:
    return sum(times for opcode, times in figures.by_opcode if opcode in _CONTROL_OPCODES)


_FRAMES, _BY_OPCODE, _BY_LENGTH = N_("Frames"), N_("Opcode"), N_("Length encoding")
_CLOSE_CODES, _VIOLATIONS = N_("Close codes"), N_("Protocol violations")
_TOTALS: tuple[tuple[str, _Count, bool], ...] = (
    (N_("Frames in all"), lambda each: each.frames, False),
    (N_("Control frames"), _control_frames, False),
    (N_("Fragments"), lambda each: each.fragments, False),
    (N_("Masked"), lambda each: each.masked, False),
    (N_("Compressed"), lambda each: each.compressed, False),
    (N_("Payload"), lambda each: each.payload_bytes, True),
    (N_("On the wire"), lambda each: each.wire_bytes, True),
)
_LENGTHS: tuple[tuple[str, _Count], ...] = (
    ("7-bit", lambda each: each.seven_bit),
    ("16-bit", lambda each: each.sixteen_bit),
    ("64-bit", lambda each: each.sixty_four_bit),
)


def groups_of(totals: Totals, span: Span) -> tuple[Group, ...]:
    """Write the whole table; empty while nothing has been counted."""
    now = totals.now
    if now is None:
        return ()
    before = totals.before(span)

    def line(name: str, count: _Count, *, is_bytes: bool = False) -> Line:
        inbound, outbound = count(now.inbound), count(now.outbound)
        in_per_s = out_per_s = None
        if before is not None and totals.at_ms > before[0]:
            passed_s = (totals.at_ms - before[0]) / 1_000
            in_per_s = max(0, inbound - count(before[1].inbound)) / passed_s
            out_per_s = max(0, outbound - count(before[1].outbound)) / passed_s
        return Line(name, inbound, outbound, in_per_s, out_per_s, is_bytes)

    groups = [
        Group(
            _(_FRAMES),
            tuple(line(_(name), count, is_bytes=is_bytes) for name, count, is_bytes in _TOTALS),
        ),
        Group(
            _(_BY_OPCODE),
            tuple(line(name, _pick("by_opcode", opcode)) for opcode, name in _opcodes(now)),
        ),
        Group(_(_BY_LENGTH), tuple(line(name, count) for name, count in _LENGTHS)),
    ]
    codes = sorted({code for each in _both(now) for code, _times in each.close_codes})
    if codes:
        lines = (
            line(f"{code} {close_code_name(code)}", _pick("close_codes", code)) for code in codes
        )
        groups.append(Group(_(_CLOSE_CODES), tuple(lines)))
    if now.violations:
        broken = tuple(
            Line(what, times, 0, None, None, has_outbound=False) for what, times in now.violations
        )
        groups.append(Group(_(_VIOLATIONS), broken))
    return tuple(groups)


def _both(flow: Flow) -> Iterable[DirectionFigures]:
    return (flow.inbound, flow.outbound)


def _pick(table: str, key: int) -> _Count:
    return lambda figures: dict(getattr(figures, table)).get(key, 0)


def _opcodes(flow: Flow) -> list[tuple[int, str]]:
    """The six of RFC 6455 always, reserved ones after them if any was seen."""
    seen = {opcode for each in _both(flow) for opcode, _times in each.by_opcode}
    reserved = sorted(seen - OPCODE_NAMES.keys())
    return [*OPCODE_NAMES.items(), *((opcode, f"0x{opcode:X} res.") for opcode in reserved)]
