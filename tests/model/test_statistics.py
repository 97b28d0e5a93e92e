"""Figures over time: series in buckets, totals and rates, of the room and of one client."""

from __future__ import annotations

from msgspec.structs import replace

from tests.model.made_up import direction, room_figures
from wschat_gui.bridge.events import (
    ClientFigures,
    DirectionFigures,
    RoomFigures,
    WatchedClientFigures,
)
from wschat_gui.model.series import BUCKETS, Series, Span
from wschat_gui.model.statistics import Statistics, groups_of

_BEGIN_MS = 1_800_000_000_000


def texts(number: int, wire_bytes: int = 0) -> DirectionFigures:
    return replace(direction(by_opcode=((1, number), (9, 2))), wire_bytes=wire_bytes)


def client(client_id: int, bytes_in: int, rtt_ms: float | None = 4.0) -> ClientFigures:
    return ClientFigures(client_id, 0, bytes_in, 2 * bytes_in, rtt_ms, 0, 0)


def at(second: float, *clients: ClientFigures, texts_in: int = 0) -> RoomFigures:
    return room_figures(
        *clients, at_ms=_BEGIN_MS + round(second * 1_000), inbound=texts(texts_in, 10 * texts_in)
    )


def test_series_keeps_each_span_in_its_own_buckets() -> None:
    series = Series()
    for second in range(4_000):
        series.add(_BEGIN_MS + second * 1_000, float(second))

    for span in Span:
        assert len(series.points(span)) == BUCKETS
    assert series.points(Span.MINUTE)[-1] == (_BEGIN_MS + 3_999_000, 3_999.0)
    minute = series.points(Span.HOUR)[-2]
    assert minute == (_BEGIN_MS + 65 * 60_000, 65 * 60 + 29.5)


def test_series_means_what_falls_into_one_bucket_and_leaves_gaps_open() -> None:
    series = Series()
    for at_ms, value in ((0, 2.0), (500, 4.0), (5_000, 8.0), (400_000, 1.0)):
        series.add(_BEGIN_MS + at_ms, value)

    assert series.points(Span.MINUTE) == [(_BEGIN_MS + 400_000, 1.0)]
    assert len(series.points(Span.TEN_MINUTES)) == 2


def test_clock_set_back_adds_to_the_newest_bucket() -> None:
    series = Series()
    series.add(_BEGIN_MS, 1.0)
    series.add(_BEGIN_MS - 60_000, 3.0)
    assert series.points(Span.MINUTE) == [(_BEGIN_MS, 2.0)]


def test_totals_are_the_servers_and_rates_are_over_the_span() -> None:
    statistics = Statistics()
    for second in range(0, 121, 2):
        statistics.add(at(second, texts_in=10 * second))

    groups = {group.heading: group for group in groups_of(statistics.room, Span.MINUTE)}
    lines = {line.name: line for line in groups["Opcode"].lines}
    assert lines["text"].inbound == 1_200
    assert lines["text"].in_per_s == 10.0
    assert lines["ping"].in_per_s == 0.0
    totals = {line.name: line for line in groups["Frames"].lines}
    assert (totals["Control frames"].inbound, totals["On the wire"].inbound) == (2, 12_000)
    assert totals["On the wire"].is_bytes
    assert "Close codes" not in groups


def test_first_figures_have_no_rate_yet() -> None:
    statistics = Statistics()
    assert groups_of(statistics.room, Span.HOUR) == ()
    statistics.add(at(0, texts_in=5))
    assert groups_of(statistics.room, Span.HOUR)[1].lines[0].in_per_s is None


def test_close_codes_and_violations_are_listed_where_there_are_any() -> None:
    statistics = Statistics()
    figures = at(0)
    inbound = replace(figures.inbound, close_codes=((1001, 2),), by_opcode=((3, 1),))
    statistics.add(replace(figures, inbound=inbound, violations=(("too long, section 5.5", 4),)))

    groups = {group.heading: group.lines for group in groups_of(statistics.room, Span.MINUTE)}
    assert [(each.name, each.inbound) for each in groups["Close codes"]] == [("1001 going away", 2)]
    assert groups["Protocol violations"][0].inbound == 4
    assert groups["Opcode"][-1].name == "0x3 res."


def test_clients_have_trails_of_their_own() -> None:
    statistics = Statistics()
    for second in range(5):
        statistics.add(at(second, client(1, 100 * second), client(2, 0, None)))

    trail = statistics.trails[1]
    assert [value for _at, value in trail.in_per_s.points(Span.MINUTE)] == [100.0] * 4
    assert [value for _at, value in trail.out_per_s.points(Span.MINUTE)] == [200.0] * 4
    assert len(trail.rtt_ms.points(Span.MINUTE)) == 5
    assert statistics.trails[2].rtt_ms.points(Span.MINUTE) == []


def test_who_is_gone_is_forgotten_unless_it_is_looked_at() -> None:
    statistics = Statistics()
    statistics.add(at(0, client(1, 0), client(2, 0)))
    statistics.watch(2)
    statistics.add(at(2))
    assert statistics.trails.keys() == {2}


def test_one_client_is_counted_by_itself_while_it_is_watched() -> None:
    statistics = Statistics()
    watched = WatchedClientFigures(7, texts(3), texts(4), ())
    statistics.add(replace(at(0), watched=watched))
    assert statistics.shown is statistics.room

    statistics.watch(7)
    assert groups_of(statistics.shown, Span.MINUTE) == ()
    statistics.add(replace(at(1), watched=watched))
    assert groups_of(statistics.shown, Span.MINUTE)[1].lines[0].outbound == 4
    statistics.add(replace(at(2), watched=WatchedClientFigures(8, texts(9), texts(9), ())))
    assert groups_of(statistics.shown, Span.MINUTE)[1].lines[0].outbound == 4


def test_memory_of_a_full_room_is_bounded() -> None:
    statistics = Statistics()
    for second in range(0, 8_000, 10):
        statistics.add(at(second, client(1, second)))
    trail = statistics.trails[1]
    for series in (trail.in_per_s, trail.out_per_s, trail.rtt_ms):
        assert all(len(series.points(span)) <= BUCKETS for span in Span)
    assert all(len(kept) <= BUCKETS + 1 for kept in statistics.room._spans.values())


def test_full_room_is_sampled_in_turns() -> None:
    statistics = Statistics()
    clients = [client(number, 0) for number in range(1, 501)]
    statistics.add(at(0, *clients))
    assert len(statistics.trails) <= 64
    for turn in range(1, 8):
        statistics.add(at(0.25 * turn, *clients))
    assert len(statistics.trails) == 500
