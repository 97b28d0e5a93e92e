"""What stands in place of the clients while there are none: what happened, and what to do now."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.bridge.events import HostAddress
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.status import Failed, Running, ServerStatus, Starting, Stopped, Stopping

_NOBODY = N_("Nobody here yet")
_SCAN_OR_OPEN = N_("Scan the code with a phone, or open this address in a browser:")
_STOPPED = N_("The room is closed")
_STOPPED_HINT = N_("Nobody can connect until the server is started.")
_STARTING = N_("Opening the room …")
_STOPPING = N_("Closing the room …")
_FAILED = N_("The server does not run")
_START = N_("Start")
_RESTART = N_("Restart")
_DETAILS = N_("Details")
_LARGE_CHARS = 150
"""A longer sentence is set smaller: in the lowest window it must stand above its buttons."""


class EmptyRoom:
    """A heading, a sentence, an address or buttons, in the middle of the panel."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        *,
        start: Callable[[], None],
        show_details: Callable[[], None],
    ) -> None:
        """Make the texts and buttons inside `parent`."""
        self._look = look
        self.frame = look.frame(parent)
        inner = look.frame(self.frame)
        inner.place(relx=0.5, rely=0.47, anchor="center", relwidth=0.94)
        self._heading = look.label(inner, font_name=FontName.LARGE)
        self._sentence = look.label(inner, tone=Tone.MUTED)
        self._address = look.label(inner, tone=Tone.ACCENT, font_name=FontName.HUGE)
        buttons = look.frame(inner)
        self.start_button = look.button(
            buttons, _(_START), start, kind=ButtonKind.SUCCESS, icon="play-fill"
        )
        self.details_button = look.button(buttons, _(_DETAILS), show_details)
        self.start_button.grid(row=0, column=0, padx=look.px(4))
        self.details_button.grid(row=0, column=1, padx=look.px(4))
        for row, widget in enumerate((self._heading, self._sentence, self._address, buttons)):
            widget.grid(row=row, column=0, pady=look.px(5))
        inner.grid_columnconfigure(0, weight=1)
        self._buttons = buttons
        inner.bind("<Configure>", self._rewrap)

    @property
    def text(self) -> str:
        """All that it says, for whoever cannot see it."""
        parts = (self._heading, self._sentence, self._address)
        return "\n".join(str(each.cget("text")) for each in parts if each.winfo_manager())

    @property
    def widest(self) -> int:
        """The width of its widest text, in pixels."""
        parts = (self._heading, self._sentence, self._address)
        return max(each.winfo_reqwidth() for each in parts if each.winfo_manager())

    def render(self, status: ServerStatus, address: HostAddress | None) -> None:
        """Say how things are."""
        self._sentence.configure(font=FontName.BODY.value)
        self._look.set_tone(self._sentence, Tone.MUTED)
        self._look.set_tone(self._heading, Tone.NORMAL)
        match status:
            case Running():
                self._show(_(_NOBODY), _(_SCAN_OR_OPEN), address.url if address else "")
            case Stopped():
                self._show(_(_STOPPED), _(_STOPPED_HINT), buttons=True)
                self._look.set_button(self.start_button, text=_(_START))
                self.details_button.grid_remove()
            case Starting():
                self._show(_(_STARTING))
            case Stopping():
                self._show(_(_STOPPING))
            case Failed(sentence=sentence):
                self._look.set_tone(self._heading, Tone.BAD)
                self._look.set_tone(self._sentence, Tone.NORMAL)
                is_short = len(sentence) <= _LARGE_CHARS
                self._sentence.configure(
                    font=(FontName.LARGE if is_short else FontName.HEADING).value
                )
                self._show(f"✖  {_(_FAILED)}", sentence, buttons=True)
                self._look.set_button(self.start_button, text=_(_RESTART))
                self.details_button.grid()

    def _show(
        self, heading: str, sentence: str = "", address: str = "", *, buttons: bool = False
    ) -> None:
        texts = ((self._heading, heading), (self._sentence, sentence), (self._address, address))
        for label, text in texts:
            label.configure(text=text)
            if text:
                label.grid()
            else:
                label.grid_remove()
        if buttons:
            self._buttons.grid()
        else:
            self._buttons.grid_remove()

    def _rewrap(self, event: tkinter.Event[tkinter.Misc]) -> None:
        """Break long sentences and addresses at the width there is: nothing is ever cut."""
        for label in (self._heading, self._sentence, self._address):
            label.configure(wraplength=event.width, justify="center")
