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

    def verdict(self, everything: int) -> dict[str, Any]:
        """Wait until they have shown `everything`, and say what they have not, or twice.

        They leave. See Company.verdict.
        """
        self._tell(str(everything))
        verdict = self._answer()
        self.close()
        return verdict

    def close(self) -> None:
        """End the process, if it has not ended by itself."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait(10.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if error is not None:
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
