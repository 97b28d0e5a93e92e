"""The command: what one commit of the transcript costs the server's loop, by messages a tick.

    python -m bench.archive --ticks 2000

Measured twice: alone, and with the housekeeper filling the search index and emptying the log beside
it, a tick every few milliseconds as in a busy room. The folder should be on the disk that matters.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median, quantiles

from wschat_gui.archive.faults import ArchiveFault
from wschat_gui.archive.housekeeper import Housekeeper
from wschat_gui.archive.transcript import Transcript
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.vocabulary import Said

_BATCHES = (1, 10, 100, 1000)
_TICK_S = 0.004
_TEXT = "The quick brown fox jumps over the lazy dog, and everybody in the room sees it jump. " * 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.archive", description=__doc__)
    parser.add_argument("--ticks", type=int, default=2000, help="measured for one message a tick")
    parser.add_argument("--bytes", type=int, default=100, help="of a message")
    parser.add_argument("--folder", type=Path, help="made there; a temporary one otherwise")
    options = parser.parse_args(arguments)
    text = (_TEXT * (options.bytes // len(_TEXT) + 1))[: options.bytes]
    print(f"commits of messages of {options.bytes} bytes; microseconds each")
    print(f"{'a tick':>8}  {'beside':<12}{'median':>9}{'p99':>9}{'worst':>9}{'a message':>11}")
    for beside, company, tick_s in (("nothing", alone, 0.0), ("housekeeper", kept, _TICK_S)):
        for batch in _BATCHES:
            ticks = max(200, options.ticks // (1 + batch // 10))
            with tempfile.TemporaryDirectory(dir=options.folder) as folder:
                costs_us = measure(Path(folder), batch, ticks, text, company=company, tick_s=tick_s)
            p99_us = quantiles(costs_us, n=100)[98]
            print(
                f"{batch:>8}  {beside:<12}{median(costs_us):>9.0f}{p99_us:>9.0f}"
                f"{max(costs_us):>9.0f}{median(costs_us) / batch:>11.1f}",
                flush=True,
            )


@contextmanager
def alone(_transcript: Transcript) -> Iterator[None]:
    """Have nothing else going on."""
    yield


@contextmanager
def kept(transcript: Transcript) -> Iterator[None]:
    """Have the housekeeper at work."""
    housekeeper = Housekeeper(
        transcript.files.folder,
        transcript.epoch,
        on_gone=lambda _gone: None,
        on_fault=_give_up,
        on_recovered=lambda _task: None,
    )
    housekeeper.start()
    try:
        yield
    finally:
        housekeeper.stop()


def _give_up(fault: ArchiveFault) -> None:
    raise fault


def measure(
    folder: Path,
    batch: int,
    ticks: int,
    text: str,
    *,
    company: Callable[[Transcript], AbstractContextManager[None]] = alone,
    tick_s: float = 0.0,
) -> list[float]:
    """Return the microseconds of each tick's commit."""
    costs_us = []
    with Transcript.open(folder, _moment()) as transcript, company(transcript):
        for _ in range(ticks):
            first = transcript.last_seq + 1
            now_ms = _moment().wall_ms
            events = [
                Said(seq, now_ms, seq % 100 + 1, f"Guest {seq % 100}", f"{seq:016x}", text)
                for seq in range(first, first + batch)
            ]
            start_ns = time.perf_counter_ns()
            transcript.append(events)
            costs_us.append((time.perf_counter_ns() - start_ns) / 1000)
            if tick_s:
                time.sleep(tick_s)
    return costs_us


def _moment() -> Moment:
    return Moment(time.time_ns() // 1_000_000, time.monotonic())


if __name__ == "__main__":
    main()
