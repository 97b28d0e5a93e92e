"""The people of a made-up room: who is there, what they say, and what the host had to do to some.

Events only, as the server would tell them; `host.py` plays the server.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from wschat_gui.bridge.events import (
    ArchiveTrouble,
    BanEntry,
    BansChanged,
    ClientClosed,
    ClientKind,
    ClientMuted,
    ClientNamed,
    ClientOpened,
    Event,
    HostAddress,
    LineKind,
    LogLine,
)

MINUTE_MS = 60_000
UP_MS = 14 * MINUTE_MS + 7_000
"""For so long the room has been open."""
ROOM_NAME = "Physics 101"
PORT = 12345
ADDRESSES = (
    HostAddress("http://192.168.1.23:12345/", "Wi-Fi"),
    HostAddress("http://10.0.0.7:12345/", "Ethernet"),
)
AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
    " Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
)
TROUBLES = (
    ArchiveTrouble(
        "Messages are not being saved",
        "Messages are not being saved: the disk is full. Make room on it. "
        "(/home/ada/.local/share/WSChat/transcript.sqlite3)",
    ),
    ArchiveTrouble(
        "The transcript was damaged",
        "The transcript was damaged. It was set aside as transcript.corrupt-20261122.sqlite3, and "
        "a new one was begun.",
    ),
    ArchiveTrouble(
        "The transcript's files are not tidied up",
        "The transcript's files are not tidied up: the disk is full. Make room on it.",
    ),
)
_NAMES = ("grace", "ken", "ada", "linus", "zoë", "margaret", "李雷", "dennis")
_SAYINGS = (
    "hello there, how is the LAN today?",
    "👍 ok zoë",
    "who has the slides?",
    "the code on the wall works from the back row too",
    "http://192.168.1.23:12345/ if the camera will not scan",
    "Longer lines are broken where they end and go on below, so that nothing anybody says is ever"
    " out of sight: the window is for reading along, after all, and people write as they talk.",
)
_TESTING, _TERMINAL, _NAMELESS = 5, 7, 9
"""Numbers of clients that are not a page with a name."""
_LINES = 60


def name_of(number: int) -> str:
    """Name the client with this number."""
    return f"{_NAMES[number % len(_NAMES)]}{number}"


def saying(dice: random.Random, at_ms: int, clients: int) -> LogLine:
    """Have somebody say something."""
    number = dice.randint(1, clients)
    text = dice.choice(_SAYINGS if dice.random() < 0.2 else _SAYINGS[:4])
    return LogLine(at_ms, LineKind.SAID, number, name_of(number), text)


def kept_line(seq: int, now_ms: int) -> LogLine:
    """Give the line of the transcript with this number."""
    at_ms, text = now_ms - (1_300 - seq) * MINUTE_MS, _SAYINGS[seq % len(_SAYINGS)]
    if seq % 13 == 0:
        return LogLine(at_ms, LineKind.ANNOUNCED, 0, "", text, seq)
    number = seq % 8 + 1
    return LogLine(at_ms, LineKind.SAID, number, name_of(number), text, seq)


def crowd(dice: random.Random, now_ms: int, clients: int) -> Iterator[Event]:
    """Let so many come in, and talk for a minute."""
    for number in range(1, clients + 1):
        opened_ms = now_ms - UP_MS + number * 11_000
        agent, kind = AGENTS[number % len(AGENTS)], ClientKind.PAGE
        if number == _TESTING:
            kind = ClientKind.ECHO
        elif number == _TERMINAL:
            agent, kind = "websocat/1.13.0", ClientKind.PLAIN
        address = f"192.168.1.{20 + number}:{50_000 + number}"
        yield ClientOpened(number, address, agent, kind, opened_ms)
        if number not in {_TESTING, _NAMELESS}:
            yield ClientNamed(number, name_of(number))
            yield LogLine(opened_ms, LineKind.JOINED, number, name_of(number), "joined")
    for number in range(_LINES):
        yield saying(dice, now_ms - (_LINES - number) * 950, clients)
    yield LogLine(now_ms, LineKind.REFUSED, 8, "grace8", "was too fast: muted 30 s")
    yield LogLine(now_ms, LineKind.ANNOUNCED, 0, "", "Break until 14:15")


def measures(now_ms: int) -> tuple[Event, ...]:
    """Let the host have banned three, muted two, and lost three more."""
    return (
        BansChanged(_bans(now_ms)),
        ClientMuted(4, now_ms + 4 * MINUTE_MS),
        ClientMuted(3, None),
        LogLine(now_ms, LineKind.REFUSED, 3, name_of(3), "refused: You are muted."),
        *(
            ClientClosed(number, cause, code, reason, now_ms - number * 1_000)
            for number, cause, code, reason in (
                (20, "left", 1001, ""),
                (21, "kicked", 4001, "enough for today"),
                (22, "too_slow", 1013, ""),
            )
        ),
    )


def _bans(now_ms: int) -> tuple[BanEntry, ...]:
    return (
        BanEntry(
            ban_id=1,
            nick="mallory",
            ip="",
            by_device=True,
            reason="advertising, after two warnings",
            since_ms=now_ms - 50 * MINUTE_MS,
            until_ms=now_ms + 10 * MINUTE_MS,
            until_stop=False,
        ),
        BanEntry(
            ban_id=2,
            nick="trudy",
            ip="192.168.1.66",
            by_device=True,
            reason="",
            since_ms=now_ms - 3 * MINUTE_MS,
            until_ms=None,
            until_stop=True,
        ),
        BanEntry(
            ban_id=3,
            nick="",
            ip="192.168.1.99",
            by_device=False,
            reason="connects every second and says nothing",
            since_ms=now_ms - MINUTE_MS,
            until_ms=None,
            until_stop=False,
        ),
    )
