"""A pong answers the newest ping with its payload, and all older ones (RFC 6455 section 5.5.3)."""

from __future__ import annotations

from wschat_gui.frames.round_trip import MAX_PENDING, RoundTrip


def test_before_the_first_pong_nothing_is_known() -> None:
    round_trip = RoundTrip()
    round_trip.pinged(b"a", 1.0)
    assert round_trip.last_s is None
    assert round_trip.awaits_pong


def test_pong_gives_the_time_since_its_ping() -> None:
    round_trip = RoundTrip()
    round_trip.pinged(b"a", 1.0)
    assert round_trip.ponged(b"a", 1.25) == 0.25
    assert round_trip.last_s == 0.25
    assert not round_trip.awaits_pong


def test_pong_answers_older_pings_too() -> None:
    round_trip = RoundTrip()
    for i, payload in enumerate((b"a", b"b", b"c")):
        round_trip.pinged(payload, float(i))
    assert round_trip.ponged(b"b", 1.5) == 0.5
    assert round_trip.ponged(b"a", 1.75) is None
    assert round_trip.ponged(b"c", 2.125) == 0.125


def test_of_equal_pings_the_newest_is_answered() -> None:
    round_trip = RoundTrip()
    round_trip.pinged(b"", 1.0)
    round_trip.pinged(b"", 2.0)
    assert round_trip.ponged(b"", 2.5) == 0.5
    assert round_trip.ponged(b"", 3.0) is None


def test_unsolicited_pong_is_ignored() -> None:
    round_trip = RoundTrip()
    assert round_trip.ponged(b"keepalive", 1.0) is None
    round_trip.pinged(b"a", 1.0)
    assert round_trip.ponged(b"keepalive", 1.5) is None
    assert round_trip.last_s is None
    assert round_trip.ponged(b"a", 2.0) == 1.0


def test_same_pong_twice_counts_once() -> None:
    round_trip = RoundTrip()
    round_trip.pinged(b"a", 1.0)
    round_trip.ponged(b"a", 1.5)
    assert round_trip.ponged(b"a", 9.0) is None
    assert round_trip.last_s == 0.5


def test_peer_that_never_answers_costs_no_more_than_the_bound() -> None:
    round_trip = RoundTrip()
    for i in range(MAX_PENDING + 1):
        round_trip.pinged(str(i).encode(), float(i))
    assert round_trip.ponged(b"0", 100.0) is None
    assert round_trip.ponged(b"1", 100.0) == 99.0


def test_clock_that_was_set_back_gives_no_negative_time() -> None:
    round_trip = RoundTrip()
    round_trip.pinged(b"a", 10.0)
    assert round_trip.ponged(b"a", 3.0) == 0.0


def test_the_oldest_unanswered_ping_tells_how_long_an_answer_is_overdue() -> None:
    round_trip = RoundTrip()
    assert round_trip.overdue_s(1.0) is None
    round_trip.pinged(b"a", 1.0)
    round_trip.pinged(b"b", 2.0)
    assert round_trip.overdue_s(2.5) == 1.5
    # No answer is overdue before it was asked for, even if the clock was set back.
    assert round_trip.overdue_s(0.5) == 0.0
    round_trip.ponged(b"a", 2.5)
    assert round_trip.overdue_s(2.5) == 0.5
    round_trip.ponged(b"b", 2.5)
    assert round_trip.overdue_s(9.0) is None
