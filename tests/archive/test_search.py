"""Searching: the same answers with the index, without it, and with half of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.archive.making import (
    NOW_MS,
    announced,
    delete,
    fill,
    index_all,
    open_transcript,
    said,
    search_file,
    seqs,
    upkeep_of,
)
from wschat_gui.archive import search
from wschat_gui.archive.deletion import OneMessage
from wschat_gui.archive.folding import fold, words_of
from wschat_gui.archive.reader import Reader
from wschat_gui.archive.search import Search
from wschat_gui.archive.transcript import Transcript
from wschat_gui.chat.vocabulary import Announced, Said

EVENTS: list[Said | Announced] = [
    said(1, "Where is the meeting?", nick="Anna"),
    said(2, "東京都庁で会いましょう", nick="田中"),
    said(3, "MEETING in Tōkyō, 東京駅", nick="Bob"),
    said(4, "100% sure: a_b*c \"quoted\" (x OR y) NEAR/2 'z' -minus ^caret col:on", nick="Anna"),
    said(5, "👩‍👩‍👧‍👦 family 👍🏽", nick="Annabelle"),
    announced(6, "The meeting begins"),
    said(7, "meet\nme at the end: 京", nick="anna"),
    said(8, "x" * 3_990 + " needle", nick="Bob"),
    said(9, "안녕하세요 여러분", nick="지민"),
    said(10, 'NULL AND OR NOT "" ""', nick="Robert'); DROP TABLE message;--"),
]


def no_index(_transcript: Transcript) -> None:
    pass


def half_an_index(transcript: Transcript) -> None:
    with upkeep_of(transcript) as upkeep:
        index = upkeep._open_index()
        index.add([(event.seq, event.text) for event in EVENTS[:5]], 5)


def damaged_index(transcript: Transcript) -> None:
    index_all(transcript)
    search_file(transcript.files.folder).write_bytes(b"no database at all" * 1_000)


STATES = [no_index, half_an_index, index_all, damaged_index]


@pytest.fixture(params=STATES, ids=lambda state: state.__name__)
def reader(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Reader]:
    with open_transcript(tmp_path) as transcript:
        transcript.append(EVENTS)
        request.param(transcript)
        with transcript.reader() as reader:
            yield reader


SEARCHES = [
    (Search(words="meeting"), [6, 3, 1]),
    (Search(words="MEET"), [7, 6, 3, 1]),
    (Search(words="meeting the"), [6, 1]),
    (Search(words="the meeting"), [6, 1]),
    (Search(words="meetings"), []),
    (Search(words="東京都"), [2]),
    (Search(words="東京"), [3, 2]),
    (Search(words="京"), [7, 3, 2]),
    (Search(words="京 meet"), [7, 3]),
    (Search(words="tōkyō"), [3]),
    (Search(words="녕하"), [9]),
    (Search(words="👍🏽"), [5]),
    (Search(words="👩‍👩"), [5]),
    (Search(words="100%"), [4]),
    (Search(words="%"), [4]),
    (Search(words="_"), [4]),
    (Search(words="a_b*c"), [4]),
    (Search(words='"quoted"'), [4]),
    (Search(words='"'), [10, 4]),
    (Search(words='""'), [10]),
    (Search(words="(x OR y)"), [4]),
    (Search(words="NEAR/2"), [4]),
    (Search(words="-minus ^caret"), [4]),
    (Search(words="col:on"), [4]),
    (Search(words="text:meeting"), []),
    (Search(words="meet*"), []),
    (Search(words="NOT"), [10]),
    (Search(words="'z'"), [4]),
    (Search(words="needle"), [8]),
    (Search(words="x" * 3_990), [8]),
    (Search(words="x" * 3_991), []),
    (Search(words="\0meet\0ing \ud800"), [6, 3, 1]),
    (Search(words="meet", nick="anna"), [7, 1]),
    (Search(words="", nick="ANNA"), [7, 5, 4, 1]),
    (Search(nick="'); drop"), [10]),
    (Search(nick="中"), [2]),
    (Search(words="meet", nick="nobody"), []),
    (Search(words="meet", since_ms=NOW_MS + 3_000), [7, 6, 3]),
    (Search(words="meet", until_ms=NOW_MS + 6_000), [3, 1]),
    (Search(words="meet", since_ms=NOW_MS + 2_000, until_ms=NOW_MS + 7_000), [6, 3]),
    (Search(words="meet", until_ms=NOW_MS), []),
    (Search(words="meet", limit=2), [7, 6]),
    (Search(words="meet", before_seq=6), [3, 1]),
    (Search(words="meet", before_seq=6, limit=1), [3]),
    (Search(words="meet", limit=0), []),
    (Search(limit=3), [10, 9, 8]),
    (Search(words=" \t ", limit=1), [10]),
]


def test_finds_exactly_what_is_looked_for_newest_first(reader: Reader) -> None:
    found = [(wanted, seqs(reader.search(wanted))) for wanted, _ in SEARCHES]

    assert found == SEARCHES


def test_hit_is_the_whole_event(reader: Reader) -> None:
    assert reader.search(Search(words="東京都")) == [EVENTS[1]]


def test_hit_opens_in_its_context(reader: Reader) -> None:
    assert seqs(reader.around(5, 2)) == [3, 4, 5, 6, 7]
    assert seqs(reader.around(1, 2)) == [1, 2, 3]
    assert seqs(reader.around(10, 1)) == [9, 10]


def test_index_is_asked_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Otherwise all the tests above could pass by reading everything.
    fill(tmp_path, EVENTS)
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        index_all(transcript)
        asked: list[str] = []
        monkeypatch.setattr(search, "_scan", lambda *_: [])
        reader._connection.set_trace_callback(asked.append)

        for words, expected in (("meeting", [6, 3, 1]), ("東京", [3, 2]), ("京", [7, 3, 2])):
            asked.clear()
            assert seqs(reader.search(Search(words=words))) == expected
            assert any("words MATCH" in statement for statement in asked)


def test_frequent_letters_are_found_though_too_many_trigrams_begin_with_them(
    tmp_path: Path,
) -> None:
    texts = [f"a{chr(0x4E00 + number)}b" for number in range(400)]
    fill(tmp_path, [said(number, text) for number, text in enumerate(texts, start=1)])
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        index_all(transcript)

        assert seqs(reader.search(Search(words="a", limit=3))) == [400, 399, 398]
        assert seqs(reader.search(Search(words="a b 一"))) == [1]


def test_times_that_do_not_ascend_are_searched_right(tmp_path: Path) -> None:
    # The host's clock was set back in the middle.
    at_ms = [500, 600, 100, 200, 700]
    fill(tmp_path, [said(seq, "clock", at_ms=at) for seq, at in enumerate(at_ms, start=1)])
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        index_all(transcript)

        assert seqs(reader.search(Search(words="clock", until_ms=300))) == [4, 3]
        assert seqs(reader.search(Search(words="clock", until_ms=600))) == [4, 3, 1]
        assert seqs(reader.search(Search(words="clock", since_ms=200, until_ms=650))) == [4, 2, 1]


def test_deleted_message_is_not_found(tmp_path: Path) -> None:
    fill(tmp_path, EVENTS)
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        index_all(transcript)
        delete(transcript, OneMessage(3))

        assert seqs(reader.search(Search(words="meeting"))) == [6, 1]
        assert seqs(reader.around(4, 1)) == [2, 4, 5]


letters = st.text(st.sampled_from("abcéß東京 \n\"*'("), max_size=12)


def plain_search(events: list[Said], wanted: Search) -> list[int]:
    """Search as it is meant, by looking at everything."""
    return [
        event.seq
        for event in reversed(events)
        if all(word in fold(event.text) for word in words_of(wanted.words))
        and fold(wanted.nick).strip() in fold(event.nick)
    ][: wanted.limit]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(letters, max_size=30),
    words=st.lists(letters, min_size=1, max_size=8),
    indexed=st.integers(0, 30),
    limit=st.integers(1, 40),
)
def test_finds_what_looking_at_everything_finds(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[str],
    words: list[str],
    indexed: int,
    limit: int,
) -> None:
    folder = tmp_path_factory.mktemp("search")
    events = [said(seq, text) for seq, text in enumerate(texts, start=1)]
    through = min(indexed, len(events))
    with open_transcript(folder) as transcript, transcript.reader() as reader:
        transcript.append(events)
        with upkeep_of(transcript) as upkeep:
            index = upkeep._open_index()
            index.add([(event.seq, event.text) for event in events[:through]], through)
        for each in words:
            wanted = Search(words=each, limit=limit)
            assert seqs(reader.search(wanted)) == plain_search(events, wanted)
