"""The room's weather: who stalls with whom, told from what every client answers and when.

All stall together: the access point, or the host's own way to it. One alone: that device. Several
while others go on: those devices, or the corner they are in. The server itself did not run: then
nobody could be answered, and nothing is said of anybody else.

What counts is when a client was *proven* well or stalled, not when it was silent: an idle client
says nothing until its next ping. So a verdict waits until there is something to hold it against.
How it reads is in `weather_report.py`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from enum import Enum, auto

from msgspec import Struct, field

from wschat_gui.bridge.events import ClientFigures, RoomFigures

STALL_MS = 1_500.0
"""Unanswered for this long, a client stalls: Wi-Fi that sleeps answers within half a second."""
_SETTLED_MS = 8_000
"""Without a new sign of trouble for so long, it is over."""
_TOGETHER = 0.75
"""So much of those who gave a sign must stall to be all: one may have answered just before."""
_MARGIN_MS = 400
"""Figures are taken every 250 ms: what is closer together cannot be told apart."""
_BACKLOG_STALL_MS = 2_500
"""A backlog of which nothing is taken for this long is a stall as well."""


class Sky(Enum):
    """What the weather is."""

    CALM = auto()
    ONE = auto()
    """One device alone."""
    SEVERAL = auto()
    """Several devices, while others go on."""
    ALL = auto()
    """All that gave a sign: the access point, or the host's way to it."""
    HOST = auto()
    """The server itself stood still."""
    UNCLEAR = auto()
    """Somebody stalls, and of nobody else anything has been heard since."""


class Verdict(Struct, frozen=True):
    """The weather at a moment, with the evidence for it."""

    sky: Sky = Sky.CALM
    stalled: tuple[int, ...] = ()
    """Ids of the clients that stalled, the one that stalled longest first."""
    well: int = 0
    """Clients that were heard from meanwhile."""
    unheard: int = 0
    """Clients that said nothing either way."""
    since_ms: int = 0
    longest_ms: float = 0.0
    """How long the longest answer took, or has been waited for."""
    is_over: bool = False
    """Whether all answer again."""


class _Watched(Struct):
    """What is remembered of one client."""

    bytes_in: int = 0
    rtt_ms: float | None = None
    heard_ms: int = 0
    """When something last came from it without delay."""
    backlog_bytes: int = 0
    taken_ms: int = 0
    """When it last took something of its backlog, or had none."""
    bytes_out: int = 0


class _Episode(Struct):
    """One spell of bad weather: from the first stall to when all has been quiet for a while."""

    since_ms: int
    newest_ms: int
    stalled: dict[int, float] = field(default_factory=dict)
    """How long each stalled at most."""
    onsets: dict[int, int] = field(default_factory=dict)
    well: dict[int, int] = field(default_factory=dict)
    """When each was first heard from without delay since the first stall."""


class Weather:
    """Watches the figures."""

    def __init__(self) -> None:
        """Begin with a calm sky."""
        self._clients: dict[int, _Watched] = {}
        self._episode: _Episode | None = None
        self._host: Verdict | None = None
        self._moved_again_ms = 0
        self.verdict = Verdict()

    def observe(self, figures: RoomFigures, here: Container[int] = ()) -> bool:
        """Take the figures of a moment; False if the weather is what it was.

        Clients in `here` are on the host's own computer: no network lies between.
        """
        clients = [each for each in figures.clients if each.client_id not in here]
        if figures.moved_again_ms != self._moved_again_ms:
            self._moved_again_ms = figures.moved_again_ms
            self._blame_host(figures, clients)
        else:
            self._watch(clients, figures.at_ms)
        verdict = self._judge(clients, figures.at_ms)
        is_news = verdict != self.verdict
        self.verdict = verdict
        return is_news

    # Evidence ------------------------------------------------------------------------------------

    def _blame_host(self, figures: RoomFigures, clients: Sequence[ClientFigures]) -> None:
        """While the server stood still nobody could be heard: that proves nothing of clients."""
        still_ms = figures.stood_still_ms
        self._host = Verdict(
            Sky.HOST,
            since_ms=figures.moved_again_ms - still_ms,
            longest_ms=float(still_ms),
            is_over=True,
        )
        self._episode = None
        for each in clients:
            watched = self._clients.setdefault(each.client_id, _Watched())
            _remember(watched, each)
            watched.taken_ms = figures.at_ms

    def _watch(self, clients: Sequence[ClientFigures], now_ms: int) -> None:
        for each in clients:
            watched = self._clients.get(each.client_id)
            if watched is None:
                watched = self._clients[each.client_id] = _Watched(taken_ms=now_ms)
                _remember(watched, each)  # what it did before it was watched is no news
                continue
            stalled_ms = self._stalled_for(watched, each, now_ms)
            if stalled_ms >= STALL_MS:
                self._note_stall(each.client_id, stalled_ms, now_ms)
            elif each.wire_bytes_in != watched.bytes_in and not _was_late(watched, each):
                watched.heard_ms = now_ms
                if self._episode is not None:
                    self._episode.well.setdefault(each.client_id, now_ms)
            _remember(watched, each)
        for gone in self._clients.keys() - {each.client_id for each in clients}:
            del self._clients[gone]

    def _stalled_for(self, watched: _Watched, each: ClientFigures, now_ms: int) -> float:
        """Tell how long a client has not answered; 0 where nothing says so."""
        overdue_ms = each.pong_overdue_ms or 0.0
        if each.rtt_ms is not None and each.rtt_ms != watched.rtt_ms:
            overdue_ms = max(overdue_ms, each.rtt_ms)  # it has just answered, and late
        took = (
            each.backlog_bytes < watched.backlog_bytes or each.wire_bytes_out != watched.bytes_out
        )
        if not each.backlog_bytes or (took and watched.backlog_bytes):
            watched.taken_ms = now_ms
        waiting_ms = now_ms - watched.taken_ms
        return max(overdue_ms, waiting_ms if waiting_ms >= _BACKLOG_STALL_MS else 0.0)

    def _note_stall(self, client_id: int, stalled_ms: float, now_ms: int) -> None:
        if self._host is not None:
            return  # pings that waited while the server stood still
        onset_ms = now_ms - round(stalled_ms)
        episode = self._episode
        if episode is None:
            episode = self._episode = _Episode(onset_ms, now_ms)
            # Who has answered between the first stall and its being noticed is well, too.
            episode.well = {
                client_id: watched.heard_ms
                for client_id, watched in self._clients.items()
                if watched.heard_ms > onset_ms + _MARGIN_MS
            }
        episode.newest_ms = now_ms
        episode.since_ms = min(episode.since_ms, onset_ms)
        episode.onsets[client_id] = min(onset_ms, episode.onsets.get(client_id, onset_ms))
        episode.stalled[client_id] = max(stalled_ms, episode.stalled.get(client_id, 0.0))

    # Verdict -------------------------------------------------------------------------------------

    def _judge(self, clients: Sequence[ClientFigures], now_ms: int) -> Verdict:
        if self._host is not None:
            if now_ms - self._host.since_ms - self._host.longest_ms <= _SETTLED_MS:
                return self._host
            self._host = None
        episode = self._episode
        if episode is None:
            return Verdict()
        stalls_now = any((each.pong_overdue_ms or 0.0) >= STALL_MS for each in clients)
        if not stalls_now and now_ms - episode.newest_ms > _SETTLED_MS:
            self._episode = None
            return Verdict()
        return _verdict(episode, len(clients), is_over=not stalls_now)


def _verdict(episode: _Episode, clients: int, *, is_over: bool) -> Verdict:
    # What comes in when the last stalled ones answer again may have been held up with them.
    first_ms = min(episode.onsets.values()) + _MARGIN_MS
    last_ms = episode.newest_ms - _MARGIN_MS
    well = sum(
        first_ms < at_ms < last_ms
        for client_id, at_ms in episode.well.items()
        if client_id not in episode.stalled
    )
    stalled = tuple(sorted(episode.stalled, key=lambda each: -episode.stalled[each]))
    return Verdict(
        _sky(len(stalled), well, clients),
        stalled,
        well,
        max(0, clients - len(stalled) - well),
        episode.since_ms,
        max(episode.stalled.values()),
        is_over,
    )


def _sky(stalled: int, well: int, clients: int) -> Sky:
    if stalled == 1:
        return Sky.ONE if well or clients <= 1 else Sky.UNCLEAR
    if stalled / (stalled + well) >= _TOGETHER:
        return Sky.ALL
    return Sky.SEVERAL


def _was_late(watched: _Watched, each: ClientFigures) -> bool:
    """Whether what came in was a late answer: that proves no good line."""
    return each.rtt_ms is not None and each.rtt_ms != watched.rtt_ms and each.rtt_ms >= STALL_MS


def _remember(watched: _Watched, each: ClientFigures) -> None:
    watched.bytes_in, watched.bytes_out = each.wire_bytes_in, each.wire_bytes_out
    watched.rtt_ms, watched.backlog_bytes = each.rtt_ms, each.backlog_bytes
