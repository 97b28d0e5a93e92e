"""Asks which captured frames are to be written, in which form, and whether anonymised."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.bridge.frame_commands import FrameExportForm
from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.formats import shortened
from wschat_gui.model.frame_export import FORMS, ExportWish

_TITLE = N_("Export captured frames")
_SENTENCE = N_(
    "What people wrote stands in the frames as they sent it. An anonymised copy keeps sizes and "
    "times, and no text, nick or address."
)
_WHICH, _FORM = N_("Which"), N_("Form")
_ALL = N_("All that are captured")
_MATCHING = N_("All that fit the filter {filter}")
_CHOSEN = N_("Only the chosen frame")
_ANONYMISED = N_("Anonymised copy")
_GO_ON = N_("Choose a file …")
_FILTER_CHARS = 40
_EVERY, _ONE = "every", "one"


class FrameExportDialog(Dialog):
    """Enter goes on to the file's name, Escape leaves it."""

    def __init__(
        self,
        look: Look,
        chosen: tuple[int, ...],
        display_filter: str,
        export: Callable[[ExportWish], None],
        on_close: Callable[[], None],
    ) -> None:
        """Offer the `chosen` frames, if any, and all that fit the filter."""
        super().__init__(look, _(_TITLE), _(_SENTENCE), on_close)
        self._chosen = chosen
        self._filter = display_filter
        self._export = export
        self.which = tkinter.StringVar(look.root, value=_EVERY)
        self.form = tkinter.StringVar(look.root, value=FrameExportForm.PCAPNG.value)
        self.is_anonymised = tkinter.BooleanVar(look.root, value=False)
        shown = shortened(display_filter, _FILTER_CHARS)
        every = _(_MATCHING).format(filter=shown) if shown else _(_ALL)
        choices = {_EVERY: every, **({_ONE: _(_CHOSEN)} if chosen else {})}
        self._add_choices(0, _(_WHICH), self.which, choices)
        forms = {form.value: _(name) for form, name in FORMS.items()}
        self._add_choices(1, _(_FORM), self.form, forms)
        self.anonymised = look.switch_button(
            self.body, _(_ANONYMISED), self.is_anonymised, lambda: None
        )
        self.anonymised.grid(row=2, column=1, sticky="w", pady=look.px(8))
        self.go_button = self.add_button(_(_GO_ON), self.confirm, ButtonKind.PRIMARY)
        self.cancel_button = self.add_cancel()
        self.escape_closes(self.body)
        self.open(self.go_button)

    def confirm(self) -> None:
        """Go on to the file's name."""
        wish = ExportWish(
            form=FrameExportForm(self.form.get()),
            numbers=self._chosen if self.which.get() == _ONE else (),
            filter="" if self.which.get() == _ONE else self._filter,
            anonymised=self.is_anonymised.get(),
        )
        self.close()
        self._export(wish)

    def _add_choices(
        self, row: int, label: str, variable: tkinter.StringVar, choices: dict[str, str]
    ) -> None:
        look = self._look
        heading = look.label(self.body, label, tone=Tone.MUTED)
        heading.grid(row=row, column=0, sticky="nw", padx=(0, look.px(12)), pady=look.px(4))
        box = look.frame(self.body)
        box.grid(row=row, column=1, sticky="w", pady=look.px(4))
        for value, words in choices.items():
            look.radio_button(box, words, variable, value).pack(anchor="w", pady=look.px(2))
