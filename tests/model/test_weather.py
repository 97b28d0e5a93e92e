"""The room's weather, on a hundred made-up stalls and a hundred calm rooms, and by hand."""

from __future__ import annotations

from msgspec.structs import replace

from tests.model.made_up import room_figures
from tests.model.synthetic_weather import Case, case
from wschat_gui.bridge.events import ClientFigures, RoomFigures
from wschat_gui.model.weather import Sky, Verdict, Weather
from wschat_gui.model.weather_report import evidence, headline

_TROUBLES = (Sky.ONE, Sky.SEVERAL, Sky.ALL, Sky.HOST)


def last_word(made: Case) -> Sky:
    """What the weather said last before it was calm again: with all the evidence there was."""
    weather = Weather()
    said = Sky.CALM
    for figures in made.play():
        weather.observe(figures)
        if weather.verdict.sky is not Sky.CALM:
            said = weather.verdict.sky
    return said


def test_stalls_are_told_apart() -> None:
    wrong = []
    for seed in range(100):
        truth = _TROUBLES[seed % len(_TROUBLES)]
        said = last_word(case(truth, seed))
        if said is not truth:
            wrong.append((seed, truth.name, said.name))
    assert len(wrong) <= 5, wrong


def test_calm_rooms_give_no_alarm() -> None:
    alarms = [seed for seed in range(100) if last_word(case(Sky.CALM, seed)) is not Sky.CALM]
    assert len(alarms) <= 5, alarms


# By hand -----------------------------------------------------------------------------------------


def figures(second: float, *overdue_ms: float | None) -> RoomFigures:
    """Clients 1, 2, …: with None one that is heard of now, with a number one that is waited for."""
    clients = (
        ClientFigures(
            client_id=number,
            messages=0,
            wire_bytes_in=round(second * 100) if each is None else 0,
            wire_bytes_out=0,
            rtt_ms=5.0,
            backlog_bytes=0,
            violations=0,
            pong_overdue_ms=each,
        )
        for number, each in enumerate(overdue_ms, start=1)
    )
    return room_figures(*clients, at_ms=1_000_000 + round(second * 1_000))


def observed(*moments: tuple[float | None, ...], every_s: float = 0.5) -> Verdict:
    weather = Weather()
    for place, overdue_ms in enumerate(moments):
        weather.observe(figures(place * every_s, *overdue_ms))
    return weather.verdict


def test_one_that_stalls_while_others_are_heard_is_alone() -> None:
    verdict = observed(*[(None, None, 500.0 * step) for step in range(8)])

    assert (verdict.sky, verdict.stalled, verdict.well) == (Sky.ONE, (3,), 2)
    names = {3: "kitchen-tablet"}.__getitem__
    assert headline(verdict, names) == "Only kitchen-tablet stalls: that device, or its place"
    assert evidence(verdict, names) == (
        "1 client did not answer: kitchen-tablet. 2 were heard from meanwhile. "
        "The longest answer has been waited for for 3.5 s."
    )


def test_all_that_stall_together_are_the_access_point() -> None:
    verdict = observed(*[(500.0 * step, 500.0 * step, 0.0) for step in range(8)])

    assert (verdict.sky, verdict.well, verdict.unheard) == (Sky.ALL, 0, 1)
    assert set(verdict.stalled) == {1, 2}


def test_one_that_stalls_while_nobody_says_anything_is_not_judged() -> None:
    assert observed(*[(500.0 * step, 0.0) for step in range(8)]).sky is Sky.UNCLEAR


def test_only_client_there_is_stalls_alone() -> None:
    assert observed(*[(500.0 * step,) for step in range(8)]).sky is Sky.ONE


def test_server_that_stood_still_says_nothing_of_clients() -> None:
    weather = Weather()
    for second, overdue_ms in ((0.0, None), (0.25, None), (6.25, 5_900.0), (6.5, 6_150.0)):
        told = figures(second, overdue_ms, overdue_ms)
        if second > 6:
            told = replace(told, stood_still_ms=6_000, moved_again_ms=1_006_250)
        weather.observe(told)

    assert (weather.verdict.sky, weather.verdict.longest_ms) == (Sky.HOST, 6_000.0)
    assert headline(weather.verdict, str).startswith("This computer stood still for 6.0 s")


def test_window_that_was_behind_is_not_the_server_that_stood_still() -> None:
    weather = Weather()
    for second in (0.0, 0.25, 9.0, 9.25):
        weather.observe(figures(second, None, None))
        assert weather.verdict.sky is Sky.CALM


def test_it_clears_up_again() -> None:
    stall = [(None, 500.0 * step) for step in range(8)]
    assert observed(*stall, *[(None, None)] * 20).sky is Sky.CALM


def test_clients_on_the_hosts_own_computer_prove_nothing() -> None:
    weather = Weather()
    for step in range(8):
        weather.observe(figures(step * 0.5, None, 500.0 * step, 500.0 * step), here={1})

    assert (weather.verdict.sky, weather.verdict.well) == (Sky.ALL, 0)


def test_calm_is_told_as_well() -> None:
    assert headline(Verdict(), str) == "All clients answer in time"
    assert evidence(Verdict(), str).startswith("No client has been waited for")
