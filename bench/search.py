"""The command: searching, exporting and deleting in a transcript of a million made-up messages.

    python -m bench.search --messages 1000000

Words are made of syllables and drawn by Zipf's law; a tenth of the messages is Chinese.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from itertools import accumulate, islice
from pathlib import Path
from statistics import median, quantiles

from wschat_gui.archive.connections import ArchiveFiles
from wschat_gui.archive.deletion import ClientsMessages, Deletion, Everything, OneMessage
from wschat_gui.archive.export.form import Heading
from wschat_gui.archive.export.writing import ExportFormat, write_file
from wschat_gui.archive.reader import Reader
from wschat_gui.archive.search import Search
from wschat_gui.archive.transcript import Transcript
from wschat_gui.archive.upkeep import Upkeep
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.vocabulary import KeptEvent, Said

_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeiou"]
_HAN = [chr(code) for code in range(0x4E00, 0x5200)]
_VOCABULARY = 30_000
_BATCH = 10_000
_START_MS = 1_700_000_000_000
_BETWEEN_MS = 2_000
_NEEDLE = "quizzical"
_NEEDLES = 7


class MadeUp:
    """Messages that are the same in every run."""

    def __init__(self) -> None:
        """Make the vocabulary."""
        self._random = random.Random(1)
        self.words = sorted({self._word() for _ in range(_VOCABULARY)})
        self._random.shuffle(self.words)
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self._han_weights = list(accumulate(1 / rank for rank in range(1, len(_HAN) + 1)))

    def _word(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.choice((1, 2, 2, 3, 4))))

    def events(self, messages: int) -> Iterator[KeptEvent]:
        """Give so many; a few of them contain the needle."""
        needles = {messages * number // _NEEDLES + 1 for number in range(_NEEDLES)}
        for seq in range(1, messages + 1):
            text = self._text() + (f" {_NEEDLE}" if seq in needles else "")
            at_ms = _START_MS + seq * _BETWEEN_MS
            yield Said(seq, at_ms, seq % 200 + 1, f"Guest {seq % 200}", f"{seq:016x}", text)

    def _text(self) -> str:
        length = self._random.randint(3, 18)
        if self._random.random() < 0.1:
            return "".join(self._random.choices(_HAN, cum_weights=self._han_weights, k=length))
        return " ".join(self._random.choices(self.words, cum_weights=self._weights, k=length))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print as it goes."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--searches", type=int, default=100, help="of each kind")
    parser.add_argument("--folder", type=Path, help="made there; a temporary one otherwise")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        made_up = MadeUp()
        with timed("writing the transcript"):
            epoch = fill(folder, made_up, options.messages)
        upkeep = Upkeep(folder, epoch, lambda: None)
        with timed("building the index"):
            while upkeep.index_some():
                pass
        upkeep.checkpoint()
        print_sizes(folder)
        with Reader.open(folder) as reader:
            search_all(reader, kinds(made_up, options.messages), options.searches)
        export_all(folder)
        delete_all(upkeep)
        print_sizes(folder)
        upkeep.close()


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block takes."""
    start_s = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - start_s:.2f} s", flush=True)


def fill(folder: Path, made_up: MadeUp, messages: int) -> str:
    """Write the transcript and return its epoch."""
    moment = Moment(_START_MS, time.monotonic())
    with Transcript.open(folder, moment) as transcript:
        events = made_up.events(messages)
        while batch := list(islice(events, _BATCH)):
            transcript.append(batch)
        return transcript.epoch


def kinds(made_up: MadeUp, messages: int) -> dict[str, Callable[[int], Search]]:
    """Return what is searched for, each kind a function of the search's number."""
    middle_ms = _START_MS + messages // 2 * _BETWEEN_MS
    words, third = made_up.words, len(made_up.words) // 3
    return {
        "frequent word": lambda number: Search(words=words[number]),
        "rare word": lambda number: Search(words=words[-1 - number]),
        "two words": lambda number: Search(words=f"{words[number]} {words[third + number]}"),
        "7 in all": lambda _number: Search(words=_NEEDLE),
        "part of words": lambda number: Search(words=words[third + number][1:-1] or "ba"),
        "nowhere": lambda number: Search(words=f"{words[number]}qx{words[-number - 1]}"),
        "2 letters, nowhere": lambda _number: Search(words="qj"),
        "Chinese, 3": lambda number: Search(words="".join(_HAN[number : number + 3])),
        "Chinese, 2": lambda number: Search(words=_HAN[number] + _HAN[number * 2]),
        "Chinese, 1": lambda number: Search(words=_HAN[-1 - number]),
        "word and nick": lambda number: Search(words=words[number], nick=f"guest {number}"),
        "nick": lambda number: Search(nick=f"guest {number}"),
        "word, older half": lambda number: Search(words=words[number], until_ms=middle_ms),
    }


def search_all(reader: Reader, searches: Mapping[str, Callable[[int], Search]], times: int) -> None:
    """Search for each kind so many times, and print the milliseconds and hits."""
    print(f"\n{'searched for':<20}{'p50 ms':>9}{'p99 ms':>9}{'worst':>9}{'hits (of 100)':>15}")
    for kind, search in searches.items():
        costs_ms, hits = [], []
        for number in range(times):
            start_s = time.perf_counter()
            found = reader.search(search(number))
            costs_ms.append((time.perf_counter() - start_s) * 1000)
            hits.append(len(found))
        print(
            f"{kind:<20}{median(costs_ms):>9.1f}{quantiles(costs_ms, n=100)[98]:>9.1f}"
            f"{max(costs_ms):>9.1f}{median(hits):>15.0f}",
            flush=True,
        )
    print()


def print_sizes(folder: Path) -> None:
    """Print what the files take."""
    files = ArchiveFiles(folder)
    for name, path in (("transcript", files.transcript), ("search index", files.search)):
        print(f"{name}: {path.stat().st_size / 1e6:.0f} MB")


def export_all(folder: Path) -> None:
    """Write each format once for the time it takes, and one again for the memory."""
    heading = Heading("Bench", _START_MS, UTC)
    target = folder / "export"
    with Reader.open(folder) as reader:
        for wanted in ExportFormat:
            with timed(f"export as {wanted}"):
                write_file(reader, target, wanted.form(heading))
            print(f"  {target.stat().st_size / 1e6:.0f} MB")
        tracemalloc.start()
        write_file(reader, target, ExportFormat.HTML.form(heading))
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"export as html: {peak_bytes / 1e6:.1f} MB of memory at most\n")


def delete_all(upkeep: Upkeep) -> None:
    """Delete one message, one client's, and all the others."""
    deletions: tuple[Deletion, ...] = (OneMessage(17), ClientsMessages((3,)), Everything())
    for deletion in deletions:
        with timed(f"deleting for good: {type(deletion).__name__}"):
            upkeep.order(deletion)
            upkeep.erase()
            upkeep.checkpoint()
        print(f"  {sum(map(len, upkeep.take_gone())):,} messages")


if __name__ == "__main__":
    main()
