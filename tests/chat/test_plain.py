"""The plain-text dialect: the lines of the first chat server, and none that a guest could forge."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.chat import plain
from wschat_gui.chat.plain import (
    AskHelp,
    AskWho,
    PlainRequest,
    Quit,
    Speak,
    TakeNick,
    Unknown,
    event_line,
    parse_line,
)
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import (
    Announced,
    Joined,
    LeaveCause,
    Left,
    RefusalCode,
    Refused,
    Renamed,
    RoomEvent,
    Said,
)

AT_MS = int(datetime(2026, 3, 1, 14, 2, 59, 999_000, UTC).timestamp() * 1_000)
LATER_MS = AT_MS + 60_001
ANY_TEXT = st.text(st.characters() | st.characters(categories=["Cs", "Cc"]))

# What is asked for -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("hello", Speak("hello")),
        (" two  words\n", Speak("two  words")),
        ("", Speak("")),
        ("quit", Quit()),
        ("quit\r\n", Quit()),
        ("Quit", Speak("Quit")),
        ("quit now", Speak("quit now")),
        ("//who", Speak("/who")),
        ("//", Speak("/")),
        ("/who", AskWho()),
        ("/WHO", AskWho()),
        ("/help", AskHelp()),
        ("/help me", AskHelp()),
        ("/nick Ann Lee", TakeNick("Ann Lee")),
        ("/nick   Ann ", TakeNick("Ann")),
        ("/nick\tAnn", TakeNick("Ann")),
        ("/nick", TakeNick("")),
        ("/dance", Unknown("/dance")),
        ("/dance with me", Unknown("/dance")),
        ("/dance\nwith me", Unknown("/dance")),
        ("/", Unknown("/")),
        ("see /who", Speak("see /who")),
    ],
)
def test_line_asks_for(text: str, request_: PlainRequest) -> None:
    assert parse_line(text) == request_


@given(ANY_TEXT)
def test_any_text_asks_for_something(text: str) -> None:
    assert isinstance(parse_line(text), PlainRequest)


# The seed's lines --------------------------------------------------------------------------------


def test_newcomer_is_welcomed_as_by_the_seed() -> None:
    assert plain.welcome_line("192.168.1.7:50123") == "Welcome, 192.168.1.7:50123 !"
    assert event_line(Joined(1, "ada"), AT_MS, UTC) == "Welcome, ada !"


def test_message_reads_as_from_the_seed() -> None:
    event = Said(1, AT_MS, 1, "ada", "m1", "hello")
    assert event_line(event, LATER_MS, UTC) == "14:02:59 ada say: hello"


def test_goodbye_reads_as_from_the_seed() -> None:
    line = event_line(Left(1, "bob", LeaveCause.LEFT), AT_MS, UTC)
    assert line == "14:02:59 bob say: bob Logout"


@pytest.fixture
def _in_kathmandu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    tzset: Callable[[], None] | None = getattr(time, "tzset", None)
    if tzset is None:
        pytest.skip("this system cannot change its time zone")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "NPT-5:45")
        tzset()
        yield
    tzset()


@pytest.mark.usefixtures("_in_kathmandu")
def test_times_are_the_hosts_own() -> None:
    event = Said(1, AT_MS, 1, "ada", "m1", "hello")
    assert event_line(event, LATER_MS) == "19:47:59 ada say: hello"


# Lines of our own --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Announced(2, AT_MS, "Break until ten"), "* 14:02:59 Announcement: Break until ten"),
        (Renamed(1, "ada", "grace"), "* ada is now grace."),
        (Refused(RefusalCode.TEXT_EMPTY, "There is no text."), "* There is no text."),
        (Left(1, "bob", LeaveCause.KICKED), "* bob was kicked."),
        (Left(1, "bob", LeaveCause.BANNED), "* bob was banned."),
        (Left(1, "bob", LeaveCause.TIMED_OUT), "* bob has lost the connection."),
        (Left(1, "bob", LeaveCause.TOO_SLOW), "* bob was too slow to follow."),
        (Left(1, "bob", LeaveCause.PROTOCOL_ERROR), "* bob broke the protocol."),
        (Left(1, "bob", LeaveCause.SERVER_STOPPED), "* bob left as the room closed."),
    ],
)
def test_event_reads(event: RoomEvent | Refused, line: str) -> None:
    assert event_line(event, LATER_MS, UTC) == line


def test_answers_read() -> None:
    assert plain.who_line(["ada", "bob"]) == "* Here: ada, bob"
    assert plain.who_line([]) == "* Here: "
    line = plain.unknown_line(Unknown("/dance"))
    assert line == "* There is no /dance. /help lists what there is."


def test_help_names_every_command_and_no_other() -> None:
    text = " ".join(plain.HELP)
    for command in ("/nick", "/who", "quit", "//"):
        assert command in text
    assert all(line.startswith("* ") for line in plain.HELP)


# Forgery -----------------------------------------------------------------------------------------


def test_second_line_of_a_message_is_indented() -> None:
    forged = "hi\n14:03:00 bob say: I owe ada ten\r\n* bob was kicked.\rend"
    event = Said(1, AT_MS, 1, "ada", "m1", clean_text(forged))
    assert event_line(event, LATER_MS, UTC).split("\n") == [
        "14:02:59 ada say: hi",
        "    14:03:00 bob say: I owe ada ten",
        "    * bob was kicked.",
        "    end",
    ]


@given(ANY_TEXT)
def test_whatever_is_said_is_one_line_without_escape_sequences(text: str) -> None:
    said = event_line(Said(1, AT_MS, 1, "ada", "", clean_text(text)), AT_MS, UTC)
    announced = event_line(Announced(1, AT_MS, clean_text(text)), AT_MS, UTC)
    for line in (said, announced):
        first, *more = line.split("\n")
        assert first.startswith(("14:02:59 ada say: ", "* 14:02:59 Announcement: "))
        assert all(part.startswith("    ") for part in more)
        assert controls(line) <= {"\n", "\t"}


@given(ANY_TEXT.map(lambda text: f"/{text}"))
def test_whatever_command_is_made_up_is_answered_in_one_line(text: str) -> None:
    request = parse_line(text)
    if isinstance(request, Unknown):
        line = plain.unknown_line(request)
        assert line.startswith("* There is no /")
        assert controls(line) == set()


def controls(line: str) -> set[str]:
    return {letter for letter in line if unicodedata.category(letter) == "Cc"}
