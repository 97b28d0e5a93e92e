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
from wschat_gui.chat.people import HOST
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
    Answer,
    Changed,
    Dismissed,
    Earlier,
    Edited,
    Granted,
    Joined,
    LeaveCause,
    Left,
    Muted,
    Person,
    Probed,
    Reacted,
    Received,
    RefusalCode,
    Refused,
    Reinstated,
    Renamed,
    RoomEvent,
    RoomState,
    Said,
    SharedFile,
    TypingNow,
    Unmuted,
    Whispered,
)

AT_MS = int(datetime(2026, 3, 1, 14, 2, 59, 999_000, UTC).timestamp() * 1_000)
LATER_MS = AT_MS + 60_001
ADA = Person(1, "ada", "p")
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
        (Edited(3, AT_MS, 1, "ada", 1, "hello"), "* 14:02:59 ada corrected: hello"),
        (Renamed(1, "ada", "grace"), "* ada is now grace."),
        (Changed("Physics", RoomState()), "* The room Physics is open to all."),
        (
            Changed("Physics", RoomState(frozen=True, slow_s=15, locked=True)),
            "* The room Physics is frozen: only the host speaks; slow: one message in 15 seconds; "
            "locked: nobody new comes in.",
        ),
        (
            Whispered("w", AT_MS, Person(1, "ada", "p"), Person(2, "bob", "q"), "psst"),
            "* 14:02:59 ada whispers: psst",
        ),
        (
            Whispered("w", AT_MS, HOST, Person(2, "bob", "q"), "psst"),
            "* 14:02:59 The host whispers: psst",
        ),
        (Muted(AT_MS, "Calm"), "* The host has muted you until 14:02:59: Calm"),
        (Muted(None, ""), "* The host has muted you."),
        (Unmuted(), "* You may speak again."),
        (Dismissed(4001, "Enough.", 0), "* The host has kicked you: Enough."),
        (Dismissed(4002, "", None), "* The host has banned you."),
        (Refused(RefusalCode.TEXT_EMPTY, "There is no text."), "* There is no text."),
        (Left(1, "bob", LeaveCause.KICKED), "* bob was kicked."),
        (Left(1, "bob", LeaveCause.BANNED), "* bob was banned."),
        (Left(1, "bob", LeaveCause.TIMED_OUT), "* bob has lost the connection."),
        (Left(1, "bob", LeaveCause.TOO_SLOW), "* bob was too slow to follow."),
        (Left(1, "bob", LeaveCause.PROTOCOL_ERROR), "* bob broke the protocol."),
        (Left(1, "bob", LeaveCause.SERVER_STOPPED), "* bob left as the room closed."),
    ],
)
def test_event_reads(event: RoomEvent | Answer, line: str) -> None:
    assert event_line(event, LATER_MS, UTC) == line


@pytest.mark.parametrize(
    ("text", "size_bytes", "line"),
    [
        ("look", 12_345, "look [file a b.png, 12 kB: /files/KEY/a%20b.png]"),
        ("", 999, "[file a b.png, 999 B: /files/KEY/a%20b.png]"),
        ("", 1_500_000, "[file a b.png, 1.5 MB: /files/KEY/a%20b.png]"),
    ],
)
def test_file_reads_with_where_it_is(text: str, size_bytes: int, line: str) -> None:
    file = SharedFile("KEY", "a b.png", size_bytes, "image/png")
    event = Said(1, AT_MS, 1, "ada", "m1", text, file=file)
    assert event_line(event, LATER_MS, UTC) == f"14:02:59 ada say: {line}"


@pytest.mark.parametrize(
    "event",
    [
        Reacted(3, AT_MS, 1, "ada", "p", 1, "👍", on=True),
        TypingNow(1),
        Earlier(5, (), more=False),
        Reinstated(),
        Probed(),
        Granted("f1", 65_536),
        Received("f1", 10),
    ],
)
def test_what_means_nothing_on_a_terminal_has_no_line(event: RoomEvent | Answer) -> None:
    assert event_line(event, LATER_MS, UTC) == ""


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
    corrected = event_line(Edited(2, AT_MS, 1, "ada", 1, clean_text(text)), AT_MS, UTC)
    whispered = event_line(Whispered("", AT_MS, ADA, ADA, clean_text(text)), AT_MS, UTC)
    muted = event_line(Muted(None, clean_text(text)), AT_MS, UTC)
    for line in (said, announced, corrected, whispered, muted):
        first, *more = line.split("\n")
        assert first.startswith(
            (
                "14:02:59 ada say: ",
                "* 14:02:59 Announcement: ",
                "* 14:02:59 ada corrected: ",
                "* 14:02:59 ada whispers: ",
                "* The host has muted you",
            )
        )
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
