"""Tabs whose places are there before they are: none comes up after the others have been seen."""

from __future__ import annotations

import tkinter
from collections.abc import Iterable

from wschat_gui.gui.theme import Look


class Tabs:
    """A notebook, and the places in it for tabs that are added to it later."""

    def __init__(self, look: Look, parent: tkinter.Misc) -> None:
        """Make it, empty."""
        self._look = look
        self.notebook = look.tabs(parent)
        self._places: list[tkinter.Misc] = []

    def reserve(self, titles: Iterable[str]) -> None:
        """Show these titles; behind each is nothing yet."""
        for title in titles:
            place = self._look.frame(self.notebook)
            self.notebook.add(place, text=title)
            self._places.append(place)

    def settle(self) -> None:
        """Put the tabs that were added since, one for each place, where the places are."""
        tabs, name = self.notebook.tk, self.notebook
        chosen = tabs.call(name, "index", "current")
        for place in self._places:
            self.notebook.forget(place)
            place.destroy()
        self._places.clear()
        tabs.call(name, "select", chosen)
