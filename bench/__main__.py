"""The command: this server beside its peers, all workloads in one run.

    python -m bench
    python -m bench --only saturation --rounds 5

Prints each figure as it is measured, then tables; writes results.md and results.svg. With --only,
what was measured of the other workloads before stays in them, each with its date.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bench import contestants, machine, outcome, picture, results
from bench.contestants import Contestant
from bench.outcome import Outcome
from bench.run import Run
from bench.servers import Cores, choose_cores
from bench.workloads import ALL, Chapter, saturation
from tests.screen import virtual_screen

_HERE = Path(__file__).parent
_FIGURES = _HERE.parent / "build" / "bench"
_SCREEN = (1_400, 900)
_TITLE = "Messages delivered a second"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and write."""
    options = _parser().parse_args(arguments)
    cores = choose_cores()
    wanted = [each for each in contestants.ALL if _is_wanted(each, options.servers)]
    with screen() as has_screen:
        left_out = {
            each.name: "Xvfb is not installed"
            for each in wanted
            if each.needs_screen and not has_screen
        }
        able, unable = contestants.able(
            (each for each in wanted if each.name not in left_out), cores
        )
        left_out |= unable
        for name, reason in left_out.items():
            print(f"left out: {name}: {reason}", flush=True)
        for chapter in ALL:
            if options.only is None or chapter.name in options.only:
                measured = measure(chapter, able, cores, options)
                outcome.save(measured, options.figures)
                print("", results.chapter(chapter, measured), "", sep="\n", flush=True)
    write(options.figures, options.into, left_out)


def measure(
    chapter: Chapter, able: list[Contestant], cores: Cores, options: argparse.Namespace
) -> Outcome:
    """Measure one workload."""
    setting = (
        f"rounds: {options.rounds}, each {options.seconds:g} s after {options.warm_up:g} s, unless "
        f"said otherwise; {machine.describe_cores(cores)}"
    )
    began = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z")
    run = Run(
        contestants=able,
        cores=cores,
        rounds=options.rounds,
        seconds=options.seconds,
        warm_up_s=options.warm_up,
        outcome=Outcome(chapter.name, began, setting),
    )
    chapter.measure(run)
    return run.outcome


def write(figures: Path, into: Path, left_out: dict[str, str]) -> None:
    """Write the page and the picture from all that was measured, now or before."""
    outcomes = outcome.load(figures)
    text = results.page(outcomes, machine.describe(contestants.ALL), left_out)
    (into / "results.md").write_text(text, "utf-8")
    print(results.goals(outcomes), flush=True)
    if saturation_outcome := outcomes.get("saturation"):
        drawn = picture.bars(saturation_outcome, saturation.TEN_OF_A_HUNDRED, _TITLE)
        (into / "results.svg").write_text(drawn, "utf-8")


@contextmanager
def screen() -> Iterator[bool]:
    """Have a screen for the window, where one can be had."""
    if shutil.which("Xvfb") is None:
        yield False
        return
    with virtual_screen(*_SCREEN):
        yield True


def _is_wanted(contestant: Contestant, names: list[str] | None) -> bool:
    return names is None or any(name.casefold() in contestant.name.casefold() for name in names)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="measured a round")
    parser.add_argument("--warm-up", type=float, default=1.0, help="seconds before")
    parser.add_argument("--only", nargs="+", choices=[each.name for each in ALL])
    parser.add_argument("--servers", nargs="+", metavar="NAME", help="parts of their names")
    parser.add_argument("--into", type=Path, default=_HERE, help="where the page is written")
    parser.add_argument("--figures", type=Path, default=_FIGURES, help="where figures are kept")
    return parser


if __name__ == "__main__":
    main()
