"""What becomes of an error in the window: logged whole, said in a line, and the window lives on."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from types import TracebackType

from wschat_gui.gui.palette import Tone
from wschat_gui.language import N_, _

_BROKE = N_("Something went wrong: {error}. The log file has the details.")
_MOST_KEPT = 10
_log = logging.getLogger(__name__)


class ErrorReport:
    """The pump's reporter, and Tk's own."""

    def __init__(self, say: Callable[[str, Tone], None], close: Callable[[], None]) -> None:
        """Tell through `say`; an interrupt from the keyboard asks to `close`."""
        self._say = say
        self._close = close
        self._last: deque[str] = deque(maxlen=_MOST_KEPT)

    @property
    def last(self) -> tuple[str, ...]:
        """The last errors, each in one line, the oldest first."""
        return tuple(self._last)

    def report(self, what: str, error: BaseException) -> None:
        """Tell of an error that a part of the window has had."""
        _log.error("while %s", what, exc_info=error)
        self._last.append(f"while {what}: {_one_line(error)}")
        self._say(_(_BROKE).format(error=_one_line(error)), Tone.BAD)

    def callback_failed(
        self, kind: type[BaseException], error: BaseException, _where: TracebackType | None
    ) -> None:
        """Tk's own hook: an error in anything that the person has set off."""
        if issubclass(kind, KeyboardInterrupt):
            self._close()
        else:
            self.report("doing what you asked for", error)


def _one_line(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
