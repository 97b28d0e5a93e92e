"""What was refused because of a limit, in words."""

from __future__ import annotations

from tests.model.made_up import room_figures
from wschat_gui.bridge.refusals import LimitKind
from wschat_gui.model.refusals import refusal_lines, refused_times


def test_nothing_is_refused_before_the_first_figures() -> None:
    assert (refused_times(None), refusal_lines(None)) == (0, ())
    assert (refused_times(room_figures()), refusal_lines(room_figures())) == (0, ())


def test_every_limit_has_words_of_its_own() -> None:
    figures = room_figures(refusals=tuple((limit, 1_000) for limit in LimitKind))
    lines = refusal_lines(figures)
    assert refused_times(figures) == 1_000 * len(LimitKind)
    assert len(set(lines)) == len(LimitKind)
    assert "1,000 × messages too fast" in lines
