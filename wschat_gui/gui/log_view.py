"""The rows of the message log: added as they come, and followed while the reader is at the end."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.bridge.events import LogLine
from wschat_gui.gui.line_text import LineText
from wschat_gui.gui.theme import Look
from wschat_gui.model.log import CLOCKED, LogBook, LogFilter


class LogView:
    """Shows a `LogBook` through a `LogFilter`."""

    def __init__(
        self, look: Look, parent: tkinter.Misc, book: LogBook, follow: tkinter.BooleanVar
    ) -> None:
        """Make the text inside `parent`; `follow` is both read and written."""
        self._book = book
        self._follow = follow
        self._read = 0
        self._revision = book.revision
        self._filter = LogFilter()
        self.on_emptied: Callable[[bool], None] = lambda _is_empty: None
        """Is told after each drawing whether no row is shown."""
        self.lines = LineText(look, parent, CLOCKED)
        self.lines.on_scrolled = self._note_position
        self.text = self.lines.text
        self.text.configure(height=12)
        self.text.bind("<Configure>", lambda _event: self._follow_end(), add="+")
        self.text.bind("<Map>", lambda _event: self.text.after_idle(self.render), add="+")

    @property
    def rows(self) -> tuple[LogLine, ...]:
        """The lines that stand in the text, oldest first."""
        return self.lines.rows

    def render(self) -> None:
        """Append what is new. While nobody can see the text, leave it for later."""
        if not self.text.winfo_viewable():
            return
        fresh = self._book.since(0 if self._is_outdated else self._read)
        self._read = self._book.added
        if self._is_outdated:
            self._revision = self._book.revision
            self.lines.show(self._filter.select(fresh))
        else:
            self.lines.append(self._filter.select(fresh), self._book.max_rows)
        self._follow_end()
        self.on_emptied(not self.lines.rows)

    def refill(self, log_filter: LogFilter) -> None:
        """Show the kept lines through another filter, from the newest up."""
        self._filter = log_filter
        self.lines.show(())
        self._read = 0
        self.render()

    def go_to_end(self) -> None:
        """Show the newest line."""
        self.text.see("end")
        self.lines.colour_visible()

    @property
    def _is_outdated(self) -> bool:
        """Whether lines that are shown have been deleted or changed."""
        return self._revision != self._book.revision

    def _follow_end(self) -> None:
        if self._follow.get():
            self.go_to_end()

    def _note_position(self) -> None:
        """Follow from now on exactly if the last line can be seen."""
        self._follow.set(self.lines.is_at_end)
