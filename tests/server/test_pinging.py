"""Pings that somebody waits for: whose answer is told when."""

from __future__ import annotations

from functools import partial

from wschat_gui.server.pinging import Pinging


def test_every_payload_is_another_one() -> None:
    pinging = Pinging()
    assert len({pinging.next_payload() for _ in range(100)}) == 100


def test_an_answer_is_told_once() -> None:
    pinging, told = Pinging(), list[str]()
    assert pinging.expect(b"a", lambda: told.append("a"))
    pinging.ponged(b"a")
    pinging.ponged(b"a")
    assert told == ["a"]


def test_a_pong_that_nobody_asked_for_tells_nothing() -> None:
    pinging, told = Pinging(), list[str]()
    assert pinging.expect(b"a", lambda: told.append("a"))
    pinging.ponged(b"b")
    assert told == []


def test_a_pong_answers_all_pings_before_its_own() -> None:
    pinging, told = Pinging(), list[str]()
    for payload in ("a", "b", "c"):
        assert pinging.expect(payload.encode(), partial(told.append, payload))
    pinging.ponged(b"b")
    assert told == ["a", "b"]
    pinging.ponged(b"c")
    assert told == ["a", "b", "c"]


def test_the_same_payload_waits_for_its_answer_first() -> None:
    pinging = Pinging()
    assert pinging.expect(b"", lambda: None)
    assert not pinging.expect(b"", lambda: None)
    pinging.ponged(b"")
    assert pinging.expect(b"", lambda: None)
