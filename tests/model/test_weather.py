"""The room's weather, on a hundred made-up stalls and a hundred calm rooms, and by hand."""

from __future__ import annotations

from tests.model.synthetic_weather import Case, case
from wschat_gui.model.weather import Sky, Weather

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
