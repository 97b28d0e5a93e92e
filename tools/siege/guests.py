"""A company of people in a process of its own, as whoever runs a case holds it by the hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_ROOT = Path(__file__).parent.parent.parent


class Guests:
    """Join, talk, fall silent, and say what became of it."""

    def __init__(
        self,
        address: str,
        port: int,
        *,
        people: int = 10,
        says_per_s: float = 1.0,
        seed: int = 1,
        name: str = "guest",
        prefix: tuple[str, ...] = (),
    ) -> None:
        """Send them in, and wait until all are; `prefix` is a command to run the process under."""
        options = (address, str(port), str(people), str(says_per_s), str(seed), name)
        self._process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "tools.siege.company", *options],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def talk(self) -> None:
        """Let them begin."""
        self._tell("talk")

    def hush(self) -> int:
        """Let them say no more, and return how much they have said."""
        self._tell("hush")
        return int(self._answer()["said"])

    def wait_for(self, everything: int) -> None:
        """Let them wait until each of them has shown so many texts."""
        self._tell(str(everything))

    def verdict(self) -> dict[str, Any]:
        """Return what they have not shown, or twice; see Company.verdict. They leave."""
        verdict = self._answer()
        self.close()
        return verdict

    def close(self) -> None:
        """Wait for the end of the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        # Who was not asked for a verdict goes without a word.
        self._process.kill()
        self.close()

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the company's process has ended early")
        answer: dict[str, Any] = json.loads(line)
        return answer
