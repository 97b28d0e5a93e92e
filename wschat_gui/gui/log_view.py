"""The rows of the message log: added as they come, and followed while the reader is at the end.

In a flood nobody can read along: only the end is shown then, and all of it when the flood is over,
or as soon as the reader looks for more. So what a drawing costs does not grow with the flood.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.bridge.events import LogLine
from wschat_gui.gui.line_text import LineText
from wschat_gui.gui.theme import Look
from wschat_gui.model.log import CLOCKED, LogBook, LogFilter

_FLOOD_ROWS = 40
"""More than that since the last drawing, twice running, is a flood. So many are shown of one."""
_CALM_MS = 500
"""After the last drawing in a flood."""


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
        self._was_crowded = False
        """Whether the last drawing brought more than _FLOOD_ROWS."""
        self._calm_timer: str | None = None
        """Runs while the text is behind the book, because of a flood."""
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
        is_crowded = self._book.added - self._read > _FLOOD_ROWS
        is_flood, self._was_crowded = is_crowded and self._was_crowded, is_crowded
        if self._is_outdated:
            self._show_all()
        elif is_flood or self._calm_timer is not None:
            self._show_newest(is_flood=is_flood)
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
        if self._calm_timer is not None:
            self.text.after_cancel(self._calm_timer)
            self._calm_timer = None
        self._revision, self._read = self._book.revision, self._book.added
        self.lines.show(self._filter.select(self._book.since(0)))

    def _show_newest(self, *, is_flood: bool) -> None:
        """Show the end for a while; a reader who is elsewhere is left alone."""
        if is_flood or self._calm_timer is None:
            if self._calm_timer is not None:
                self.text.after_cancel(self._calm_timer)
            self._calm_timer = self.text.after(_CALM_MS, self._catch_up)
        self._read = self._book.added
        if self._follow.get():
            rows = _FLOOD_ROWS if self._filter.is_open else self._book.max_rows
            newest = self._filter.select(self._book.since(self._book.added - rows))
            self.lines.show(newest[-_FLOOD_ROWS:])

    def _catch_up(self) -> None:
        self._calm_timer = None
        self._show_all()
        self._follow_end()
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
        if self._calm_timer is not None and not self._follow.get():
            self._show_all()
