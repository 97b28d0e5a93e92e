"""The row below the transcript: for how long messages are kept, export, and deletion of many.

While an export is under way, its progress stands in place of the row.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from msgspec import Struct

from wschat_gui.config import Keep
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.exporting import ExportState
from wschat_gui.model.formats import count
from wschat_gui.model.keeping import is_same, keep_name, usual_keeps
from wschat_gui.model.status import Running, ServerStatus

_KEEP = N_("Keep")
_KEEP_TIP = N_("How long messages are kept; after that they are deleted by themselves")
_OTHER = N_("another number of days …")
_EXPORT = N_("Export …")
_EXPORT_TIP = N_("Write the whole transcript into a file: text, web page, table or JSON lines")
_BEFORE = N_("Delete before …")
_BEFORE_TIP = N_("Delete all that was said before a date")
_EVERYTHING = N_("Delete everything …")
_EVERYTHING_TIP = N_("Delete the whole transcript")
_CANCEL = N_("Cancel")
_BEGINNING = N_("Export: beginning …")
_PROGRESS = N_("Export: {done} of {total} messages")
_CANCELLING = N_("Export: cancelling …")
_CHOOSER_CHARS = 21


class ToolActions(Struct, frozen=True, kw_only=True):
    """What the row can ask for."""

    keep: Callable[[Keep], None]
    ask_days: Callable[[], None]
    export: Callable[[], None]
    cancel_export: Callable[[], None]
    delete_before: Callable[[], None]
    delete_everything: Callable[[], None]


class TranscriptTools:
    """The row."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        export: ExportState,
        keep: Callable[[], Keep],
        actions: ToolActions,
    ) -> None:
        """Make the row; `keep()` is the setting in force."""
        self._look = look
        self._export = export
        self._keep = keep
        self._actions = actions
        self._choices: tuple[Keep, ...] = ()
        self.frame = look.frame(parent)
        self._tools = look.frame(self.frame)
        self._progress = look.frame(self.frame)
        for each in (self._tools, self._progress):
            each.grid(row=0, column=0, sticky="ew")
        self.frame.grid_columnconfigure(0, weight=1)
        self._make_tools()
        self._make_progress()
        # As high with the one as with the other, so that nothing jumps.
        self.frame.grid_rowconfigure(0, minsize=self._tools.winfo_reqheight())
        self.render_keep()
        self.render()

    def render(self) -> None:
        """Show how far the export is, or the tools if there is none."""
        progress = self._export.progress
        if progress is None:
            self._progress.grid_remove()
            self._tools.grid()
            return
        self._tools.grid_remove()
        self._progress.grid()
        self.bar.configure(maximum=max(1, progress.total), value=progress.done)
        if self._export.is_cancelling:
            self.progress.configure(text=_(_CANCELLING))
        elif progress.total:
            text = _(_PROGRESS).format(done=count(progress.done), total=count(progress.total))
            self.progress.configure(text=text)
        else:
            self.progress.configure(text=_(_BEGINNING))
        state = "disabled" if self._export.is_cancelling else "normal"
        self.cancel_button.configure(state=state)

    def render_keep(self) -> None:
        """Show the setting in force."""
        current = self._keep()
        self._choices = usual_keeps(current)
        self.keeps.configure(values=(*map(keep_name, self._choices), _(_OTHER)))
        self.keeps.current(
            next(i for i, each in enumerate(self._choices) if is_same(each, current))
        )

    def render_status(self, status: ServerStatus) -> None:
        """Let delete and export only while there is a server to do it."""
        state = "normal" if isinstance(status, Running) else "disabled"
        for button in (self.export_button, self.before_button, self.everything_button):
            button.configure(state=state)

    def _make_tools(self) -> None:
        look, row, actions = self._look, self._tools, self._actions
        look.label(row, _(_KEEP), tone=Tone.MUTED).pack(side="left")
        self.keeps = look.chooser(row, _CHOOSER_CHARS)
        self.keeps.pack(side="left", padx=look.px(6))
        self.keeps.bind("<<ComboboxSelected>>", lambda _event: self._picked())
        look.tooltip(self.keeps, _(_KEEP_TIP))
        self.export_button = look.button(row, _(_EXPORT), actions.export)
        self.before_button = look.button(
            row, _(_BEFORE), actions.delete_before, kind=ButtonKind.GHOST
        )
        self.everything_button = look.button(
            row, _(_EVERYTHING), actions.delete_everything, kind=ButtonKind.GHOST
        )
        for button, tip in (
            (self.everything_button, _(_EVERYTHING_TIP)),
            (self.before_button, _(_BEFORE_TIP)),
            (self.export_button, _(_EXPORT_TIP)),
        ):
            button.pack(side="right", padx=(look.px(6), 0))
            look.tooltip(button, tip)

    def _make_progress(self) -> None:
        look, row = self._look, self._progress
        self.progress = look.label(row)
        self.progress.pack(side="left")
        self.cancel_button = look.button(row, _(_CANCEL), self._actions.cancel_export)
        self.cancel_button.pack(side="right")
        self.bar = look.progress(row)
        self.bar.pack(side="left", fill="x", expand=True, padx=look.px(10))

    def _picked(self) -> None:
        at = self.keeps.current()
        self.keeps.selection_clear()
        # What was picked shows when it is in force: there may be a question first.
        self.render_keep()
        if at < len(self._choices):
            self._actions.keep(self._choices[at])
        else:
            self._actions.ask_days()
