"""All addresses of the room, one a line: choose the one for the code, copy any."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk
from urllib.parse import urlsplit

from wschat_gui.bridge.events import HostAddress
from wschat_gui.gui.theme import Look, Surface
from wschat_gui.language import N_, _

_COPY_TIP = N_("Copy {url}")
_PICK_TIP = N_("Show this one in the code")
_MOST = 6
"""More than that, and the list in the toolbar is the better one."""


class AddressList:
    """A line for each address; none while there is nothing to choose."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        *,
        pick: Callable[[HostAddress], None],
        copy: Callable[[str], None],
    ) -> None:
        """Make the empty list."""
        self._look = look
        self._pick = pick
        self._copy = copy
        self._listed: tuple[HostAddress, ...] = ()
        self._chosen = tkinter.StringVar(look.root)
        self.frame = look.frame(parent)
        self.frame.grid_columnconfigure(0, weight=1)
        self.choices: list[ttk.Radiobutton] = []
        self.copy_buttons: list[ttk.Button] = []

    @property
    def is_wanted(self) -> bool:
        """Whether there is a choice."""
        return len(self._listed) > 1

    @property
    def height(self) -> int:
        """What its lines need, in pixels."""
        lines = zip(self.choices, self.copy_buttons, strict=True)
        return sum(max(each.winfo_reqheight() for each in line) for line in lines)

    def render(self, addresses: tuple[HostAddress, ...], shown: HostAddress | None) -> None:
        """List these addresses, and mark the one that is shown."""
        listed = addresses[:_MOST]
        if listed != self._listed:
            self._listed = listed
            self._make_lines()
        self._chosen.set(shown.url if shown else "")

    def _make_lines(self) -> None:
        for line in self.frame.winfo_children():
            line.destroy()
        self.choices.clear()
        self.copy_buttons.clear()
        for row, address in enumerate(self._listed if self.is_wanted else ()):
            self._make_line(row, address)

    def _make_line(self, row: int, address: HostAddress) -> None:
        look = self._look
        host = urlsplit(address.url).netloc
        text = f"{address.interface}  {host}" if address.interface else host
        choice = look.radio(
            self.frame, text, self._chosen, address.url, lambda: self._pick(address)
        )
        look.tooltip(choice, f"{text}\n{_(_PICK_TIP)}")
        choice.grid(row=row, column=0, sticky="w")
        copy = look.icon_button(
            self.frame,
            "clipboard",
            lambda: self._copy(address.url),
            tip=_(_COPY_TIP).format(url=address.url),
            surface=Surface.PANEL,
        )
        copy.grid(row=row, column=1, sticky="e")
        self.choices.append(choice)
        self.copy_buttons.append(copy)
