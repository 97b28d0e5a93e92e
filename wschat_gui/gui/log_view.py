"""The rows of the message log: added as they come, and followed while the reader is at the end.

In a flood nobody can read along: only the end is shown then, and all of it when the flood is over,
or as soon as the reader looks for more.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.bridge.events import LogLine
from wschat_gui.gui.flood import Flood
from wschat_gui.gui.line_text import LineText
from wschat_gui.gui.theme import Look
from wschat_gui.model.log import CLOCKED, LogBook, LogFilter

_SEEN_IN_A_FLOOD = 200
"""Of the newest lines, looked through for rows to show."""


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
        self._is_whole = True
        """Whether all kept lines were shown with the last drawing, and not only the newest."""
        self.on_emptied: Callable[[bool], None] = lambda _is_empty: None
        """Is told after each drawing whether no row is shown."""
        self.lines = LineText(look, parent, CLOCKED)
        self.lines.on_scrolled = self._note_position
        self.text = self.lines.text
        self._flood = Flood(self.text, self._catch_up)
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
        is_flood = self._flood.take(self._book.added - self._read)
        is_held = (is_flood or not self._is_whole) and self.lines.is_held
        if self._is_outdated or (is_held and not self._is_whole):
            self._show_all()
        elif is_flood and not is_held:
            self._show_newest()
        else:
            fresh = self._book.since(self._read)
            self._read = self._book.added
            self.lines.append(self._filter.select(fresh), self._book.max_rows)
            self._follow_end()
        self.on_emptied(not self.lines.rows)

    def refill(self, log_filter: LogFilter) -> None:
        """Show the kept lines through another filter, from the newest up."""
        self._filter = log_filter
        self.lines.show(())
        self._revision = -1
        self.render()

    def go_to_end(self) -> None:
        """Show the newest line."""
        self.text.see("end")
        self.lines.colour_visible()

    def _show_all(self) -> None:
        self._flood.end()
        self._is_whole = True
        self._revision, self._read = self._book.revision, self._book.added
        self.lines.show(self._filter.select(self._book.since(0)))
        self._follow_end()

    def _show_newest(self) -> None:
        """Show the end for a while; a reader who is elsewhere is left alone."""
        self._is_whole = False
        self._read = self._book.added
        if self._follow.get():
            rows = _SEEN_IN_A_FLOOD if self._filter.is_open else self._book.max_rows
            self.lines.show_newest(self._filter.select(self._book.since(self._book.added - rows)))

    def _catch_up(self) -> None:
        self._show_all()
        self.on_emptied(not self.lines.rows)

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
        if self._flood.is_on and not self._follow.get():
            self._show_all()
