"""The tab with the protocol lab: there while a client is in it, gone when it is closed.

A tab and not a window of its own, so that the frames that were sent can be looked at beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from tkinter import ttk

from wschat_gui.bridge.frame_commands import LabCommand
from wschat_gui.bridge.frame_words import LabNote, LabNoteKind
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.lab_controls import LabControls
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.row_text import Ranges, RowText
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.lab import MAX_NOTES, LabBook, note_text

_TAB = N_("Lab")
_WITH = N_("⚗ Experiments with {who}")
_OVER = N_("⚗ The experiments with {who} are over")
_AWAY = N_("⚗ {who} was cut off; its page may come back")
_BEGINNING = N_("⚗ Beginning with {who} …")
_END, _CLOSE = N_("End the experiments"), N_("Close the lab")
_TONES = {
    LabNoteKind.SENT: Tone.ACCENT,
    LabNoteKind.SEEN: Tone.INBOUND,
    LabNoteKind.PONGED: Tone.INBOUND,
    LabNoteKind.LINE: Tone.WARNING,
    LabNoteKind.CLOSED: Tone.BAD,
    LabNoteKind.REFUSED: Tone.BAD,
}


class LabPanel:
    """One tab of the lower panel."""

    def __init__(
        self,
        look: Look,
        tabs: ttk.Notebook,
        book: LabBook,
        *,
        post: Callable[[LabCommand], object],
        leave: Callable[[], None],
    ) -> None:
        """Make the tab; it is added to `tabs` while somebody is in the lab."""
        self._look = look
        self._tabs = tabs
        self._book = book
        self._read = 0
        self._shown_id = 0
        self.frame = look.frame(tabs)
        self.frame.configure(padding=look.px(10))
        head = look.frame(self.frame)
        head.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, look.px(6)))
        self.title = look.label(head, font_name=FontName.HEADING)
        self.title.pack(side="left")
        self.end_button = look.button(head, _(_END), leave, kind=ButtonKind.PRIMARY)
        self.end_button.pack(side="right")
        self.controls = LabControls(look, self.frame, occupant=lambda: book.client_id, post=post)
        self.controls.says.grid(row=1, column=0, columnspan=2, sticky="w", pady=(0, look.px(6)))
        self.controls.says.grid_remove()
        self.controls.frame.grid(row=2, column=0, sticky="nsew")
        box = look.frame(self.frame)
        box.grid(row=2, column=1, sticky="nsew", padx=(look.px(12), 0))
        self.notes: RowText[LabNote] = RowText(look, box, write=note_text, colour=self._colour_note)
        self.notes.text.configure(width=10)
        self.frame.grid_columnconfigure(0, minsize=self.controls.least_width)
        self.frame.grid_columnconfigure(1, weight=1)
        self.frame.grid_rowconfigure(2, weight=1)
        self.frame.bind("<Map>", lambda _event: self.frame.after_idle(self.render))
        self.render()

    def show(self) -> None:
        """Bring the tab to the front."""
        self.render()
        self._tabs.tk.call(self._tabs, "select", self.frame)
        self.controls.entries["length"].focus_set()

    @property
    def is_there(self) -> bool:
        """Whether the tab is among the others."""
        tabs = self._tabs.tk
        return str(self.frame) in map(str, tabs.splitlist(tabs.call(self._tabs, "tabs")))

    def render(self) -> None:
        """Show the tab while there is somebody in the lab, and what happened to it."""
        book = self._book
        if not book.client_id:
            if self.is_there:
                self._tabs.forget(self.frame)
            return
        if not self.is_there:
            self._tabs.add(self.frame, text=_(_TAB))
        words = _WITH if book.is_begun else _BEGINNING
        if book.is_over:
            words = _AWAY if book.may_return else _OVER
        self.title.configure(text=_(words).format(who=self._look.elided(book.name, 300)))
        self._look.set_tone(self.title, Tone.MUTED if book.is_over else Tone.WARNING)
        self.end_button.configure(text=_(_CLOSE if book.is_over and not book.may_return else _END))
        self.controls.allow(is_open=bool(book.occupant))
        self._write_notes()

    def _write_notes(self) -> None:
        book = self._book
        if book.client_id != self._shown_id or book.added < self._read:
            self._shown_id, self._read = book.client_id, 0
            self.notes.show(())
        fresh = min(book.added - self._read, len(book.notes))
        if fresh:
            self._read = book.added
            self.notes.append(list(book.notes)[-fresh:], MAX_NOTES)
            self.notes.text.see("end")
            self.notes.colour_visible()

    def _colour_note(self, number: int, note: LabNote, ranges: Ranges) -> None:
        stamp = len("14:02:42.757")
        ranges.setdefault(Tone.MUTED, []).extend((f"{number}.0", f"{number}.{stamp}"))
        tone = _TONES.get(note.kind)
        if tone is not None:
            ranges.setdefault(tone, []).extend((f"{number}.{stamp}", f"{number}.end"))
