"""`wschat.v1`: every message there and back, and nothing else let in."""

from __future__ import annotations

import json
import unicodedata
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.chat import vocabulary
from wschat_gui.chat.vocabulary import (
    Announced,
    Deleted,
    Earlier,
    Join,
    Joined,
    LeaveCause,
    Left,
    Malformed,
    PageMessage,
    Person,
    RefusalCode,
    Refused,
    Rename,
    Renamed,
    Said,
    Say,
    ServerMessage,
    Welcome,
)

# There and back ----------------------------------------------------------------------------------

ON_THE_WIRE: list[tuple[ServerMessage, str]] = [
    (
        Said(7, 1_700_000_000_123, 3, "Ada", "m1", "hi\n“you” 👍"),
        '{"type":"said","seq":7,"at_ms":1700000000123,"client_id":3,"nick":"Ada","id":"m1",'
        '"text":"hi\\n“you” 👍"}',
    ),
    (Announced(8, 5, "Break"), '{"type":"announced","seq":8,"at_ms":5,"text":"Break"}'),
    (Deleted(((2, 4), (7, 7))), '{"type":"deleted","ranges":[[2,4],[7,7]]}'),
    (
        Earlier(8, (Announced(6, 5, "Break"),), more=True),
        '{"type":"earlier","before_seq":8,'
        '"events":[{"type":"announced","seq":6,"at_ms":5,"text":"Break"}],"more":true}',
    ),
    (Joined(3, "Ada"), '{"type":"joined","client_id":3,"nick":"Ada"}'),
    (
        Left(3, "Ada", LeaveCause.TIMED_OUT),
        '{"type":"left","client_id":3,"nick":"Ada","cause":"timed_out"}',
    ),
    (
        Renamed(3, "Ada", "Grace"),
        '{"type":"renamed","client_id":3,"old_nick":"Ada","nick":"Grace"}',
    ),
    (
        Refused(RefusalCode.NICK_TAKEN, "Taken.", suggestion="Ada 2"),
        '{"type":"refused","code":"nick_taken","text":"Taken.","id":"","suggestion":"Ada 2"}',
    ),
    (
        Welcome(
            client_id=3,
            nick="Ada",
            token="t",
            room="Physics",
            epoch="e",
            roster=(Person(3, "Ada"),),
            history=(Announced(8, 5, "Break"),),
            complete=True,
            gone=((2, 4),),
            now_ms=9,
            message_chars=4_000,
        ),
        '{"type":"welcome","client_id":3,"nick":"Ada","token":"t","room":"Physics","epoch":"e",'
        '"roster":[{"client_id":3,"nick":"Ada"}],'
        '"history":[{"type":"announced","seq":8,"at_ms":5,"text":"Break"}],'
        '"complete":true,"gone":[[2,4]],"now_ms":9,"message_chars":4000}',
    ),
]


@pytest.mark.parametrize(("message", "wire"), ON_THE_WIRE)
def test_message_of_the_host_stands_on_the_wire_as_documented(
    message: ServerMessage, wire: str
) -> None:
    assert vocabulary.encode(message) == wire.encode()


def test_every_message_of_the_host_is_among_them() -> None:
    assert {type(message) for message, _ in ON_THE_WIRE} == set(get_args(ServerMessage))


TEXT = st.text()
COUNT = st.integers(0, 2**53)
KEPT = st.one_of(
    st.builds(Said, COUNT, COUNT, COUNT, TEXT, TEXT, TEXT), st.builds(Announced, COUNT, COUNT, TEXT)
)
RUNS = st.lists(st.tuples(COUNT, COUNT), max_size=3).map(tuple)
SERVER_MESSAGES: st.SearchStrategy[ServerMessage] = st.one_of(
    KEPT,
    st.builds(Joined, COUNT, TEXT),
    st.builds(Deleted, RUNS),
    st.builds(Earlier, COUNT, st.lists(KEPT, max_size=3).map(tuple), st.booleans()),
    st.builds(Left, COUNT, TEXT, st.sampled_from(LeaveCause)),
    st.builds(Renamed, COUNT, TEXT, TEXT),
    st.builds(Refused, st.sampled_from(RefusalCode), TEXT, TEXT, TEXT),
    st.builds(
        Welcome,
        client_id=COUNT,
        nick=TEXT,
        token=TEXT,
        room=TEXT,
        epoch=TEXT,
        roster=st.lists(st.builds(Person, COUNT, TEXT), max_size=3).map(tuple),
        history=st.lists(KEPT, max_size=3).map(tuple),
        complete=st.booleans(),
        gone=RUNS,
        now_ms=COUNT,
        message_chars=COUNT,
    ),
)
PAGE_MESSAGES: st.SearchStrategy[PageMessage] = st.one_of(
    st.builds(Join, TEXT, TEXT, TEXT, TEXT, COUNT),
    st.builds(Say, st.text(min_size=1, max_size=64), TEXT),
    st.builds(Rename, TEXT),
)


@given(SERVER_MESSAGES)
def test_what_the_host_writes_reads_the_same(message: ServerMessage) -> None:
    wire = vocabulary.encode(message)
    assert msgspec.json.decode(wire, type=ServerMessage) == message
    assert json.loads(wire)["type"] == message.__struct_config__.tag


@given(PAGE_MESSAGES, st.booleans())
def test_what_a_page_writes_is_read(message: PageMessage, in_ascii: bool) -> None:
    fields = {"type": message.__struct_config__.tag, **msgspec.structs.asdict(message)}
    assert vocabulary.decode(json.dumps(fields, ensure_ascii=in_ascii)) == message


def test_join_needs_no_more_than_a_nick() -> None:
    assert vocabulary.decode('{"nick":"Ada","type":"join"}') == Join("Ada", "", "", "", 0)


# Strictness --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "hello",
        "null",
        "17",
        "[]",
        '"join"',
        "{}",
        '{"type":"join"',
        '{"type":"rename","nick":"Ada"} x',
        '\ufeff{"type":"rename","nick":"Ada"}',
        "{'type':'rename','nick':'Ada'}",
        '{"type":"rename","nick":"\x01"}',
        '{"nick":"Ada"}',
        '{"type":"dance"}',
        '{"type":"Join","nick":"Ada"}',
        '{"type":1,"nick":"Ada"}',
        '{"type":null,"nick":"Ada"}',
        '{"type":"said","seq":1,"at_ms":1,"client_id":1,"nick":"Ada","id":"m","text":"hi"}',
        '{"type":"join"}',
        '{"type":"join","nick":null}',
        '{"type":"join","nick":7}',
        '{"type":"join","nick":["Ada"]}',
        '{"type":"join","nick":"Ada","admin":true}',
        '{"type":"join","nick":"Ada","last_seq":-1}',
        '{"type":"join","nick":"Ada","last_seq":1.5}',
        '{"type":"join","nick":"Ada","last_seq":"1"}',
        '{"type":"join","nick":"Ada","last_seq":true}',
        '{"type":"join","nick":"Ada","last_seq":NaN}',
        '{"type":"say","id":"m1"}',
        '{"type":"say","text":"hi"}',
        '{"type":"say","id":"","text":"hi"}',
        '{"type":"say","id":1,"text":"hi"}',
        '{"type":"say","id":"m1","text":"hi","nick":"Bob"}',
        '{"type":"say","id":"m1","text":"\\ud83d"}',
        '{"type":"say","id":"m1","text":"\\udc4d\\ud83d"}',
        f'{{"type":"say","id":"{"m" * 65}","text":"hi"}}',
        '{"type":"rename"}',
    ],
)
def test_anything_else_is_malformed(frame: str) -> None:
    with pytest.raises(Malformed, match=r"^This is not a message the room knows: .+\.$"):
        vocabulary.decode(frame)


@pytest.mark.parametrize(
    "opening", ['{"x":', "[", '{"type":"say","id":"m","text":[', '{"x":[{"y":']
)
@pytest.mark.parametrize("depth", [2_000, 100_000])
def test_what_is_nested_too_deep_is_malformed(opening: str, depth: int) -> None:
    with pytest.raises(Malformed):
        vocabulary.decode(opening * depth)


def test_complaint_quotes_no_escape_sequence_no_line_and_no_novel() -> None:
    name = json.dumps("\x1b[2J\n12:00:00\tada say: " + "x" * 100_000)
    for frame in (f'{{"type":"rename","nick":"Ada",{name}:1}}', f'{{"type":{name}}}'):
        with pytest.raises(Malformed) as malformed:
            vocabulary.decode(frame)
        assert_readable(str(malformed.value))


# Anything ----------------------------------------------------------------------------------------

FIELD = st.sampled_from(["type", "nick", "code", "token", "epoch", "last_seq", "id", "text", "x"])
ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELD | TEXT, inner, max_size=4),
    max_leaves=8,
)
NEARLY_MESSAGES = st.builds(
    lambda kind, fields: json.dumps({"type": kind, **fields}),
    st.sampled_from(["join", "say", "rename", "said", ""]),
    st.dictionaries(FIELD, st.text(max_size=70) | ANY_JSON, max_size=5),
)


@given(
    st.one_of(
        st.binary().map(lambda payload: payload.decode("utf-8", errors="replace")),
        ANY_JSON.map(json.dumps),
        NEARLY_MESSAGES,
        NEARLY_MESSAGES.flatmap(lambda frame: st.integers(0, len(frame)).map(lambda i: frame[:i])),
    )
)
def test_any_frame_is_a_message_or_malformed(frame: str) -> None:
    try:
        message = vocabulary.decode(frame)
    except Malformed as malformed:
        assert_readable(str(malformed))
    else:
        assert isinstance(message, PageMessage)


def assert_readable(sentence: str) -> None:
    assert len(sentence) < 300
    assert not [letter for letter in sentence if unicodedata.category(letter) == "Cc"]
