"""What is remembered of one client."""

from __future__ import annotations

from wschat_gui.model.client_history import (
    MAX_INCIDENTS,
    ROUND_TRIPS_MS,
    ClientHistory,
    Happening,
)


def test_incidents_tell_in_sentences_what_happened_and_why() -> None:
    history = ClientHistory()
    history.note(1, Happening.OPENED, "192.168.1.20:50001")
    history.note(2, Happening.JOINED, "ada")
    history.note_mute(3, None)
    history.note(4, Happening.MUTED_BECAUSE, "too\nloud")
    history.note_close(5, "kicked", 4001, "enough")

    assert [(each.at_ms, each.sentence) for each in history.incidents] == [
        (1, "connected from 192.168.1.20:50001"),
        (2, "joined as ada"),
        (3, "was muted until the host lifts it"),
        (4, "was given as the reason: too loud"),
        (5, "was kicked (4001, “enough”)"),
    ]
    assert history.ending == "was kicked (4001, “enough”)"


def test_cause_that_is_not_known_is_told_as_it_is() -> None:
    history = ClientHistory()
    history.note_close(1, "abducted", 1006, "")

    assert history.incidents[-1].sentence == "abducted (1006)"


def test_braces_in_what_a_client_said_are_no_places() -> None:
    history = ClientHistory()
    history.note(1, Happening.JOINED, "{detail} {0}")

    assert history.incidents[-1].sentence == "joined as {detail} {0}"


def test_the_oldest_incidents_make_room() -> None:
    history = ClientHistory()
    for number in range(MAX_INCIDENTS + 5):
        history.note(number, Happening.UNMUTED)

    assert len(history.incidents) == MAX_INCIDENTS
    assert history.incidents[0].at_ms == 5


def test_round_trips_are_taken_once_each() -> None:
    history = ClientHistory()
    for at_ms, rtt_ms in ((0, None), (250, 4.0), (500, 4.0), (15_250, 7.5)):
        history.note_round_trip(at_ms, rtt_ms)

    assert list(history.round_trips) == [(250, 4.0), (15_250, 7.5)]
    assert history.worst_round_trip_ms == 7.5


def test_old_round_trips_go_bar_the_one_that_reaches_the_edge() -> None:
    history = ClientHistory()
    for number in range(40):
        history.note_round_trip(number * 15_000, float(number))

    oldest_ms = history.round_trips[0][0]
    assert oldest_ms < 39 * 15_000 - ROUND_TRIPS_MS <= history.round_trips[1][0]
