"""`wschat.v1`: every message there and back, and nothing else let in."""

from __future__ import annotations

import json
import unicodedata
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.chat.on_the_wire import ON_THE_WIRE
from wschat_gui.chat import vocabulary
from wschat_gui.chat.requests import (
    Cancel,
    Edit,
    Join,
    Observed,
    Offer,
    Older,
    PageMessage,
    Probe,
    React,
    Rename,
    Retract,
    Say,
    Typing,
    Whisper,
)
from wschat_gui.chat.vocabulary import (
    Announced,
    Changed,
    Deleted,
    Dismissed,
    Earlier,
    Edited,
    Granted,
    Joined,
    Lab,
    LeaveCause,
    Left,
    Malformed,
    Muted,
    Person,
    Probed,
    Reacted,
    Received,
    RefusalCode,
    Refused,
    Reinstated,
    Renamed,
    RoomState,
    Said,
    ServerMessage,
    SharedFile,
    TypingNow,
    Unmuted,
    Welcome,
    Whispered,
)

# There and back ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("message", "wire"), ON_THE_WIRE)
def test_message_of_the_host_stands_on_the_wire_as_documented(
    message: ServerMessage, wire: str
) -> None:
    assert vocabulary.encode(message) == wire.encode()


def test_every_message_of_the_host_is_among_them() -> None:
    assert {type(message) for message, _ in ON_THE_WIRE} == set(get_args(ServerMessage))


TEXT = st.text()
COUNT = st.integers(0, 2**53)
SHARED = st.builds(SharedFile, TEXT, TEXT, COUNT, TEXT, COUNT, COUNT)
PERSON = st.builds(Person, COUNT, TEXT, TEXT)
KEPT = st.one_of(
    st.builds(Said, COUNT, COUNT, COUNT, TEXT, TEXT, TEXT, TEXT, COUNT, COUNT, st.none() | SHARED),
    st.builds(Announced, COUNT, COUNT, TEXT),
    st.builds(Edited, COUNT, COUNT, COUNT, TEXT, COUNT, TEXT),
    st.builds(Reacted, COUNT, COUNT, COUNT, TEXT, TEXT, COUNT, TEXT, st.booleans()),
)
STATE = st.builds(RoomState, st.booleans(), COUNT, st.booleans())
WHISPERED = st.builds(Whispered, TEXT, COUNT, PERSON, PERSON, TEXT)
RUNS = st.lists(st.tuples(COUNT, COUNT), max_size=3).map(tuple)
SERVER_MESSAGES: st.SearchStrategy[ServerMessage] = st.one_of(
    KEPT,
    st.builds(Joined, COUNT, TEXT),
    st.builds(Deleted, RUNS),
    st.builds(Earlier, COUNT, st.lists(KEPT, max_size=3).map(tuple), st.booleans()),
    st.builds(Left, COUNT, TEXT, st.sampled_from(LeaveCause)),
    st.builds(Renamed, COUNT, TEXT, TEXT),
    st.builds(Refused, st.sampled_from(RefusalCode), TEXT, TEXT, TEXT, COUNT, COUNT),
    WHISPERED,
    st.builds(TypingNow, COUNT),
    st.builds(Changed, TEXT, STATE),
    st.builds(Muted, st.none() | COUNT, TEXT),
    st.builds(Dismissed, COUNT, TEXT, st.none() | COUNT),
    st.sampled_from([Unmuted(), Reinstated(), Probed()]),
    st.builds(Granted, TEXT, COUNT),
    st.builds(Received, TEXT, COUNT),
    st.builds(Lab, st.booleans()),
    st.builds(
        Welcome,
        client_id=COUNT,
        nick=TEXT,
        token=TEXT,
        room=TEXT,
        epoch=TEXT,
        roster=st.lists(PERSON, max_size=3).map(tuple),
        history=st.lists(KEPT, max_size=3).map(tuple),
        complete=st.booleans(),
        gone=RUNS,
        now_ms=COUNT,
        message_chars=COUNT,
        person_id=TEXT,
        state=STATE,
        muted_until_ms=st.none() | COUNT,
        whispers=st.lists(WHISPERED, max_size=2).map(tuple),
    ),
)
IDS, SEQS = st.text(min_size=1, max_size=64), st.integers(1, 2**53)
PAGE_MESSAGES: st.SearchStrategy[PageMessage] = st.one_of(
    st.builds(Join, TEXT, TEXT, TEXT, TEXT, COUNT, st.text(max_size=64)),
    st.builds(Say, IDS, TEXT, COUNT),
    st.builds(Edit, SEQS, TEXT),
    st.builds(Retract, SEQS),
    st.builds(React, SEQS, st.text(min_size=1, max_size=32), st.booleans()),
    st.builds(Whisper, IDS, TEXT, TEXT),
    st.just(Typing()),
    st.builds(Offer, IDS, TEXT, COUNT, TEXT, COUNT),
    st.builds(Cancel, IDS),
    st.builds(Rename, TEXT),
    st.builds(Older, SEQS),
    st.just(Probe()),
    st.builds(
        Observed,
        st.sampled_from(["ready", "text", "binary", "close"]),
        COUNT,
        st.integers(0, 2**32 - 1),
        st.integers(0, 65_535),
        st.text(max_size=123),
        st.booleans(),
    ),
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
        '{"type":"join","nick":"Ada","device":"' + "d" * 65 + '"}',
        '{"type":"say","id":"m1","text":"hi","reply_to":-1}',
        '{"type":"edit","seq":0,"text":"hi"}',
        '{"type":"edit","seq":1}',
        '{"type":"edit","id":"m1","seq":1,"text":"hi"}',
        '{"type":"retract","seq":"1"}',
        '{"type":"react","seq":1,"emoji":"","on":true}',
        '{"type":"react","seq":1,"emoji":"' + "x" * 33 + '","on":true}',
        '{"type":"react","seq":1,"emoji":"x","on":1}',
        '{"type":"whisper","to":"p","text":"hi"}',
        '{"type":"typing","client_id":1}',
        '{"type":"offer","id":"f1","name":"a"}',
        '{"type":"offer","id":"f1","name":"a","size_bytes":-1}',
        '{"type":"offer","id":"f1","name":"' + "a" * 1001 + '","size_bytes":1}',
        '{"type":"cancel"}',
        '{"type":"granted","id":"f1","chunk_bytes":1}',
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

FIELD = st.sampled_from(
    ["type", "nick", "code", "token", "epoch", "last_seq", "id", "text", "seq", "emoji", "to", "x"]
)
ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELD | TEXT, inner, max_size=4),
    max_leaves=8,
)
NEARLY_MESSAGES = st.builds(
    lambda kind, fields: json.dumps({"type": kind, **fields}),
    st.sampled_from(["join", "say", "edit", "react", "whisper", "offer", "rename", "said", ""]),
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
