"""One window for each data folder: who has it, who calls, and who answers."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from tests.waiting import wait_until
from wschat_gui import window_claim
from wschat_gui.window_claim import (
    CALL_NAME,
    PATIENCE_S,
    SecondStart,
    WindowClaim,
    answer_to_call,
    claim_or_call,
)


def claimed(folder: Path) -> WindowClaim:
    claim = claim_or_call(folder)
    assert isinstance(claim, WindowClaim)
    return claim


@pytest.mark.parametrize(
    ("is_taken", "waited_s", "outcome"),
    [
        (False, 0.0, None),
        (False, PATIENCE_S - 0.1, None),
        (False, PATIENCE_S, SecondStart.UNANSWERED),
        (True, 0.0, SecondStart.ANSWERED),
        (True, PATIENCE_S + 1, SecondStart.ANSWERED),
    ],
)
def test_what_a_call_comes_to(
    *, is_taken: bool, waited_s: float, outcome: SecondStart | None
) -> None:
    assert answer_to_call(is_taken=is_taken, waited_s=waited_s) is outcome


def test_second_start_calls_the_first_once(tmp_path: Path) -> None:
    first = claimed(tmp_path / "data")  # which is made
    assert not first.take_call()
    outcomes: list[object] = []
    second = threading.Thread(target=lambda: outcomes.append(claim_or_call(tmp_path / "data")))
    second.start()
    wait_until(first.take_call, 5.0, "a call")
    second.join()
    assert outcomes == [SecondStart.ANSWERED]
    assert not first.take_call()
    first.release()


def test_folders_have_a_window_each_and_a_released_one_can_be_claimed_again(tmp_path: Path) -> None:
    first, other = claimed(tmp_path / "one"), claimed(tmp_path / "two")
    first.release()
    again = claimed(tmp_path / "one")
    for claim in (other, again):
        claim.release()


def test_call_that_is_not_taken_is_not_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window_claim, "PATIENCE_S", 0.05)
    first = claimed(tmp_path)
    assert claim_or_call(tmp_path) is SecondStart.UNANSWERED
    first.release()


def test_caller_becomes_the_first_if_that_one_closes_without_an_answer(tmp_path: Path) -> None:
    first = claimed(tmp_path)
    claims: list[object] = []
    second = threading.Thread(target=lambda: claims.append(claim_or_call(tmp_path)))
    second.start()
    wait_until((tmp_path / CALL_NAME).exists, 5.0, "the call")
    first.release()
    second.join()
    (claim,) = claims
    assert isinstance(claim, WindowClaim)
    assert not claim.take_call(), "its own call"
    claim.release()


def test_call_to_a_window_that_died_is_not_taken_for_one_to_the_next(tmp_path: Path) -> None:
    (tmp_path / CALL_NAME).touch()
    claim = claimed(tmp_path)
    assert not claim.take_call()
    claim.release()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_folder_that_cannot_be_written_to_gets_its_window_all_the_same(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    claim = claimed(tmp_path)
    assert not claim.take_call()
    claim.release()
    tmp_path.chmod(stat.S_IRWXU)


def test_window_opens_where_no_folder_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    claim = claimed(tmp_path / "file" / "data")
    assert not claim.take_call()
    claim.release()
