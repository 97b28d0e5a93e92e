"""Carries out what is asked about captured frames: list, X-ray, jump, switch, clear, export.

Rows are pulled: the next question goes out when the answer is there and a beat has passed, and only
while somebody can see them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import PurePath

from msgspec import Struct

from wschat_gui.bridge.frame_commands import CaptureFrames, ForgetFrames
from wschat_gui.bridge.frame_words import FrameRow
from wschat_gui.gui.counter import Counter
from wschat_gui.gui.file_choice import ChooseFramesFile
from wschat_gui.gui.frame_export_dialog import FrameExportDialog
from wschat_gui.gui.inspector_panel import InspectorActions, InspectorPanel
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.gui.xray_dialog import XrayActions, XrayDialog
from wschat_gui.language import N_, _
from wschat_gui.model.frame_export import ExportWish
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState
from wschat_gui.model.status import Running

_BEAT_S = 0.25
"""Between an answer and the next question: rows that come faster cannot be read anyway."""
_CLIENT_GONE = N_("Whoever sent this is no longer known here.")
_TO_MANY = N_("This frame went out to many; the X-ray lists them.")
_NO_MESSAGE = N_("This frame belongs to no message of the transcript.")
_EXPORTING = N_("Exporting to {name} …")


class FrameWays(Struct, frozen=True, kw_only=True):
    """How the desk reaches other parts of the window."""

    choose_file: ChooseFramesFile
    show_client: Callable[[int], bool]
    """False if it is long forgotten."""
    show_message: Callable[[int], None]
    """By its `seq`."""


class FrameDesk:
    """Between the inspector and the server."""

    def __init__(self, look: Look, state: WindowState, counter: Counter, ways: FrameWays) -> None:
        """Work on `state`, through `counter`."""
        self._look = look
        self._state = state
        self._counter = counter
        self._ways = ways
        self._next_s = 0.0
        self._dialog: XrayDialog | None = None
        self._wants_message = False
        """Whether the X-ray that is waited for is only to find the frame's message."""
        self._panel: InspectorPanel | None = None
        self.actions = InspectorActions(
            narrow=self._narrow,
            pause=self._pause,
            capture=self._capture,
            clear=self._clear,
            xray=self._open_xray,
            show_client=self._show_client,
            show_message=self._find_message,
            export=self._ask_export,
            limits=self._limits,
        )

    def serve(self, panel: InspectorPanel) -> None:
        """Bring frames to this panel from now on."""
        self._panel = panel

    # Rows ----------------------------------------------------------------------------------------

    def watch(self) -> None:
        """Once a beat: ask for more, if it is time and anybody looks."""
        is_running = isinstance(self._state.status, Running)
        if self._panel is None or not self._panel.is_seen or not is_running:
            return
        now_s = time.monotonic()
        if now_s < self._next_s:
            return
        question = self._state.frames.book.ask()
        if question is not None:
            self._next_s = now_s + _BEAT_S
            if not self._counter.post(question):
                self._state.frames.book.give_up()

    def _narrow(self, text: str) -> None:
        if self._state.frames.book.narrow(text):
            self._next_s = 0.0

    def _pause(self) -> None:
        book = self._state.frames.book
        book.pause(is_paused=not book.is_paused)
        self._next_s = 0.0
        self._counter.mark(Part.FRAMES)

    def _capture(self, is_on: bool) -> None:  # noqa: FBT001  (a callback's one argument)
        self._counter.post(CaptureFrames(is_on))

    def _clear(self) -> None:
        if self._counter.post(ForgetFrames()):
            self._state.frames.book.begin_again()
            self._next_s = 0.0

    def _limits(self) -> tuple[int, int]:
        limits = self._counter.settings.limits
        return limits.capture_frames, limits.capture_bytes

    # One frame -----------------------------------------------------------------------------------

    def _open_xray(self, number: int) -> None:
        self._wants_message = False
        if not self._counter.post(self._state.frames.xray.ask(number)):
            return
        if self._dialog is not None:
            return  # it shows the other frame when the answer comes
        actions = XrayActions(
            open=self._open_xray,
            neighbour=self._neighbour,
            show_client=self._show_client,
            show_message=self._show_message,
        )

        def make(closed: Callable[[], None]) -> XrayDialog:
            def on_close() -> None:
                self._dialog = None
                self._state.frames.xray.close()
                closed()

            self._dialog = XrayDialog(self._look, self._state.frames.xray, actions, on_close)
            return self._dialog

        self._counter.show(make)

    def render_xray(self) -> None:
        """Show the answer, or do what it was asked for."""
        xray = self._state.frames.xray
        if self._wants_message and xray.answer is not None:
            self._wants_message = False
            seq = xray.answer.seq
            xray.close()
            self._show_message(seq)
        elif self._dialog is not None:
            self._dialog.render()

    def _neighbour(self, number: int, step: int) -> int:
        return 0 if self._panel is None else self._panel.rows.neighbour(number, step)

    def _show_client(self, row: FrameRow) -> None:
        if not row.client_id:
            self._counter.say(_(_TO_MANY))
        elif not self._ways.show_client(row.client_id):
            self._counter.say(_(_CLIENT_GONE))

    def _find_message(self, number: int) -> None:
        self._wants_message = self._counter.post(self._state.frames.xray.ask(number))

    def _show_message(self, seq: int) -> None:
        if seq:
            self._ways.show_message(seq)
        else:
            self._counter.say(_(_NO_MESSAGE))

    # Export --------------------------------------------------------------------------------------

    def _ask_export(self) -> None:
        chosen = None if self._panel is None else self._panel.rows.chosen_frame
        numbers = () if chosen is None else (chosen.number,)
        self._counter.show(
            lambda closed: FrameExportDialog(
                self._look, numbers, self._state.frames.book.filter, self._export, closed
            )
        )

    def _export(self, wish: ExportWish) -> None:
        path = self._ways.choose_file(self._look.root, wish.form)
        if not path:
            return
        command = wish.command(path)
        if self._counter.post(command):
            self._state.frames.is_exporting = True
            self._counter.say(_(_EXPORTING).format(name=PurePath(command.path).name))

    def tell_export_end(self) -> None:
        """Say what an export's end was, if one has ended."""
        ended = self._state.frames.take_exported()
        if ended is not None:
            self._counter.say(ended.sentence, Tone.NORMAL if ended.succeeded else Tone.BAD)
