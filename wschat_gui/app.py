"""The composition root: builds the parts, and owns their start and shutdown.

The only file that sees everything. Nothing is decided here but who talks to whom; the command line
is in `__main__.py`.
"""

from __future__ import annotations

import gc
import logging
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import FrameType

from wschat_gui.bridge.commands import Command
from wschat_gui.bridge.events import (
    AddressesChanged,
    ArchiveTrouble,
    LogLine,
    ServerFailed,
    ServerListening,
    ServerStopped,
)
from wschat_gui.bridge.queues import Drained, EventQueue, QueueClosed
from wschat_gui.config import Choices, Preferences, Settings
from wschat_gui.language import nearest, speak
from wschat_gui.model.troubles import SAVING_TASK, SETTINGS_TASK
from wschat_gui.saved import Saved, Trouble
from wschat_gui.server.thread import ServerThread

_DRAIN_EVERY_S = 0.2
_GOODBYE_S = 3.0
"""After that a server that does not end is left behind: everything ends within three seconds."""
_SWITCH_INTERVAL_S = 0.0005
"""Of the interpreter lock: at the default a saturated server makes the window lag 80 ms, and a
headless host that prints makes its server wait."""

_WAITING_LINES = 5_000
"""Of the log, for a window that is behind: more would make it wait when it catches up."""

_log = logging.getLogger(__name__)


class App:
    """The server thread and its events, as the window sees them (`gui.host.Host`)."""

    def __init__(
        self,
        settings: Settings,
        preferences: Preferences | None = None,
        saved: Saved | None = None,
        *,
        captures: bool = True,
        takes_figures: bool = True,
    ) -> None:
        """Put the parts together; nothing runs yet. Without `saved`, changes are not saved.

        Without `captures` the frames that go by are counted only: nobody will look at them. Without
        `takes_figures` nobody will look at what was counted either.
        """
        self._settings = settings
        self._preferences = preferences or Preferences()
        self._saved = saved or Saved(None)
        waiting_lines = min(settings.limits.log_rows, _WAITING_LINES)
        self._events = EventQueue(waiting_lines, takes_figures=takes_figures)
        self._server = ServerThread(self._events, captures=captures)
        self._is_stopping = False
        """The server was asked to end: it reads no more commands."""

    @property
    def settings(self) -> Settings:
        """What the host chose, as it holds now."""
        return self._settings

    def apply_settings(self, settings: Settings) -> None:
        """Make these the settings, saved, and for the running server too."""
        before, self._settings = self._settings, settings
        self._save(Choices(settings=before, preferences=self._preferences))
        try:
            self.post(settings)
        except QueueClosed:
            _log.debug("no server runs: the next one gets these settings when it starts")

    @property
    def preferences(self) -> Preferences:
        """What the host chose for the window."""
        return self._preferences

    def apply_preferences(self, preferences: Preferences) -> None:
        """Make these the window's own choices, saved."""
        before, self._preferences = self._preferences, preferences
        self._save(Choices(settings=self._settings, preferences=before))

    def _save(self, before: Choices) -> None:
        after = Choices(settings=self._settings, preferences=self._preferences)
        if before != after:
            self.tell(SAVING_TASK, self._saved.change(before, after))

    def tell(self, task: str, trouble: Trouble | None) -> None:
        """Have the window tell of a trouble, or of its end."""
        self._events.post_lifecycle(ArchiveTrouble(task, trouble.sentence if trouble else ""))

    def start(self) -> None:
        """Start the server."""
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        self._is_stopping = False
        self._server.start(self._settings)

    def request_stop(self) -> None:
        """Ask the server to end."""
        self._is_stopping = True
        self._server.request_stop()

    def post(self, command: Command | Settings) -> None:
        """Hand a command to the server.

        Raises:
            QueueClosed: it has ended, or was asked to; nobody would carry the command out.
        """
        if self._is_stopping:
            raise QueueClosed(f"the server is stopping; {command!r} was not carried out")
        self._server.post(command)

    def drain(self) -> Drained:
        """Take what has happened since the last call."""
        return self._events.drain()

    def shut_down(self) -> None:
        """End the server, if it runs still, and wait for it."""
        self.request_stop()
        if not self._server.join(_GOODBYE_S):
            _log.warning("the server did not end within %s s", _GOODBYE_S)


def let_window_come_forward() -> None:
    """Let the window of another start come in front of all others, should it be asked to."""
    from wschat_gui.gui import display  # noqa: PLC0415  (headless hosts may have no Tk)

    display.pass_on_foreground()


def show_fatal(detail: str, sentence: str = "") -> None:
    """Show why the program ends, as `gui.fatal` does."""
    from wschat_gui.gui import fatal  # noqa: PLC0415  (headless hosts may have no Tk)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)  # a window that would close in order is no more
    fatal.show_fatal(detail, sentence)


def run_window(
    settings: Settings,
    preferences: Preferences,
    saved: Saved,
    is_called: Callable[[], bool] = lambda: False,
) -> int:
    """Host with a window until it is closed; return the exit status.

    Whenever `is_called()` is true, the window comes in front of all others.

    Raises:
        NoWindow: there can be none, and nothing was started.
    """
    # Not above: headless hosts may have no Tk.
    from wschat_gui.gui.system import system_language  # noqa: PLC0415
    from wschat_gui.gui.window import HostWindow  # noqa: PLC0415

    app = App(settings, preferences, saved)
    speak(_language(preferences, system_language()))
    told_to_end = False

    def end(_number: int, _frame: FrameType | None) -> None:
        # Only noted: whatever runs just now, it may hold a lock, or be between two windows. Tk's
        # main loop lets a handler run between callbacks; the window's beat is often enough.
        nonlocal told_to_end
        told_to_end = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    if saved.trouble is not None:
        app.tell(SETTINGS_TASK, saved.trouble)
    try:
        window = HostWindow(app, must_end=lambda: told_to_end, is_called=is_called)
        keep_for_good()
        window.run()
        while window.is_to_be_rebuilt:
            # Another language or scale. The server does not notice.
            gc.unfreeze()  # the old window goes
            speak(_language(app.preferences, system_language()))
            window = HostWindow(
                app, state=window.state, must_end=lambda: told_to_end, is_called=is_called
            )
            window.run()
    finally:
        app.shut_down()
    return 0


def keep_for_good() -> None:
    """Spare the collector what is there now: modules, classes, the window.

    It would go through all of it now and then, tens of milliseconds in which both threads wait.
    Where it rested until now, it works from here on.
    """
    gc.freeze()
    gc.enable()


def _language(preferences: Preferences, system: str) -> str:
    return nearest(preferences.language) or nearest(system) or "en"


def run_headless(settings: Settings) -> int:
    """Host without a window until a signal; return the exit status."""
    app = App(settings, captures=False, takes_figures=False)
    asked_to_stop = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        asked_to_stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    keep_for_good()
    app.start()
    status: int | None = None
    try:
        while status is None:
            if asked_to_stop.wait(_DRAIN_EVERY_S):
                app.shut_down()
            drained = app.drain()
            status = _tell(drained)
    finally:
        # Also where nobody reads any more what is printed: a server left alone could not be ended.
        app.shut_down()
    return status


def _tell(drained: Drained) -> int | None:
    """Print what has happened; return an exit status where that was the end."""
    status: int | None = None
    if drained.lost_lines:
        _log.warning("%d log lines came too fast to be shown", drained.lost_lines)
    for event in drained.events:
        match event:
            case ServerListening() | AddressesChanged():
                for address in event.addresses:
                    print(f"listening on {address.url}", flush=True)
            case ServerStopped():
                status = 0
            case ServerFailed():
                print(event.sentence, file=sys.stderr, flush=True)
                _log.info("%s", event.detail)
                status = 1
            case ArchiveTrouble(sentence=sentence) if sentence:
                print(sentence, file=sys.stderr, flush=True)
            case ArchiveTrouble(task=task):
                print(f"No longer: {task}.", file=sys.stderr, flush=True)
    if drained.lines and _log.isEnabledFor(logging.INFO):
        # In one piece: each write makes the server's thread wait for this one.
        _log.info("%s", "\n".join(map(_text_of, drained.lines)))
    return status


def export_formats() -> tuple[str, ...]:
    """Name what `run_export` can write."""
    from wschat_gui.archive.export.writing import ExportFormat  # noqa: PLC0415  (no host needs it)

    return tuple(form.value for form in ExportFormat)


def run_export(data_dir: Path, form: str, output: Path) -> int:
    """Write the transcript in `data_dir` into a file; return the exit status."""
    # Not above: hosts need it later or never.
    from wschat_gui.archive.export.form import Heading  # noqa: PLC0415
    from wschat_gui.archive.export.writing import ExportFormat, write_file  # noqa: PLC0415
    from wschat_gui.archive.faults import ArchiveFault  # noqa: PLC0415
    from wschat_gui.archive.reader import Reader  # noqa: PLC0415

    keep_for_good()
    now = datetime.now().astimezone()
    assert now.tzinfo is not None, "astimezone() gives one"
    heading = Heading(Settings().room_name, int(now.timestamp() * 1000), now.tzinfo)
    try:
        with Reader.open(data_dir) as reader:
            written = write_file(reader, output, ExportFormat(form).form(heading))
    except ArchiveFault as fault:
        print(fault.sentence, file=sys.stderr, flush=True)
        return 1
    print(f"{written:,} messages were written to {output}.")
    return 0


def _text_of(line: LogLine) -> str:
    clock = datetime.fromtimestamp(line.at_ms / 1000).strftime("%H:%M:%S")
    # A line that a sender broke must not pass for a line of its own.
    text = line.text.replace("\n", "\n    ")
    return " ".join(part for part in (clock, line.kind, line.nick, text) if part)
