"""The log file: what went wrong, kept for whoever looks later, also where no terminal shows it.

It rotates: three files of a megabyte at most. What people say never gets here; a host without a
window, whose log is the chat itself, has none.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

FILE_NAME = "wschat.log"
_MOST_BYTES = 1_000_000
_OLDER_FILES = 2
_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_log = logging.getLogger(__name__)


@contextmanager
def log_file(folder: Path) -> Iterator[None]:
    """Write all that is logged meanwhile into a file in `folder`, too; warn if that cannot be.

    What nobody catches is logged as well: a window has no terminal that would show it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / FILE_NAME, maxBytes=_MOST_BYTES, backupCount=_OLDER_FILES, encoding="utf-8"
        )
    except OSError as error:
        _log.warning("there is no log file: %s", error)
        yield
        return
    handler.setFormatter(logging.Formatter(_FORM))
    handler.setLevel(logging.INFO)  # when debugging, the engine logs every frame with its text
    hooks = sys.excepthook, threading.excepthook
    logging.getLogger().addHandler(handler)
    sys.excepthook, threading.excepthook = _log_uncaught, _log_uncaught_in_thread
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = hooks
        logging.getLogger().removeHandler(handler)
        handler.close()


def _log_uncaught(
    kind: type[BaseException], error: BaseException, where: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, where)
    else:
        _log.critical("nobody caught this", exc_info=(kind, error, where))


def _log_uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    thread = arguments.thread.name if arguments.thread else "a thread"
    _log.critical("nobody caught this in %s", thread, exc_info=arguments.exc_value)
