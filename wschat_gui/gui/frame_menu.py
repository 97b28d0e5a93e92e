"""The context menu of a captured frame: look into it, go to whom it concerns, filter by it."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from wschat_gui.bridge.frame_words import FrameRow
from wschat_gui.gui.frame_rows import FrameRows
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.frame_text import cells_of, opcode_of

if TYPE_CHECKING:
    from wschat_gui.gui.inspector_panel import InspectorActions

_XRAY = N_("X-ray")
_CLIENT = N_("Show the client")
_MESSAGE = N_("Show the message")
_SAME_CLIENT = N_("Only frames of this client")
_SAME_OPCODE = N_("Only frames with this opcode")
_COPY = N_("Copy the row")
_EXPORT = N_("Export …")
_FOR_CLIENT = (1, 4)
"""Places of what makes sense for a frame of one client only."""


class FrameMenu:
    """Posted by the right button, by Shift+F10 and by the menu key."""

    def __init__(
        self,
        look: Look,
        rows: FrameRows,
        actions: InspectorActions,
        narrow: Callable[[str], None],
    ) -> None:
        """Make it, for `rows`; `narrow(filter)` shows only what a filter lets through."""
        self._rows = rows
        self._narrow = narrow
        menu = self.menu = look.menu(rows.text)
        on_chosen = self._on_chosen
        menu.add_command(
            label=_(_XRAY),
            accelerator="Enter",
            command=on_chosen(lambda row: actions.xray(row.number)),
        )
        menu.add_command(label=_(_CLIENT), command=on_chosen(actions.show_client))
        menu.add_command(
            label=_(_MESSAGE), command=on_chosen(lambda row: actions.show_message(row.number))
        )
        menu.add_separator()
        menu.add_command(label=_(_SAME_CLIENT), command=on_chosen(self._narrow_to_client))
        menu.add_command(label=_(_SAME_OPCODE), command=on_chosen(self._narrow_to_opcode))
        menu.add_separator()
        menu.add_command(label=_(_COPY), accelerator="Ctrl+C", command=on_chosen(self._copy))
        menu.add_command(label=_(_EXPORT), command=actions.export)
        self._bind()

    def _on_chosen(self, act: Callable[[FrameRow], None]) -> Callable[[], None]:
        def run() -> None:
            if self._rows.chosen_frame is not None:
                act(self._rows.chosen_frame)

        return run

    def _narrow_to_client(self, row: FrameRow) -> None:
        self._narrow(f"client.id == {row.client_id}")

    def _narrow_to_opcode(self, row: FrameRow) -> None:
        self._narrow(f"websocket.opcode == {opcode_of(row)}")

    def _copy(self, row: FrameRow) -> None:
        text = self._rows.text
        text.clipboard_clear()
        text.clipboard_append("\t".join(cells_of(row)))

    def _bind(self) -> None:
        text = self._rows.text
        system = str(text.tk.call("tk", "windowingsystem"))
        text.bind("<Button-2>" if system == "aqua" else "<Button-3>", self._post_at_pointer)
        for sequence in ("<Shift-F10>", "<App>" if system == "win32" else "<Menu>"):
            text.bind(sequence, self._post_at_row)
        for sequence in ("<Control-c>", "<Control-C>"):
            text.bind(sequence, self._copy_chosen)

    def _copy_chosen(self, _event: object) -> str | None:
        """Copy the row, unless the person has marked letters to copy."""
        row = self._rows.chosen_frame
        if row is None or self._rows.text.tag_ranges("sel"):
            return None
        self._copy(row)
        return "break"

    def _post_at_pointer(self, event: tkinter.Event[tkinter.Misc]) -> None:
        self._rows.text.focus_set()
        if self._rows.choose_at(event.x, event.y) is not None:
            self._post(event.x_root, event.y_root)

    def _post_at_row(self, _event: object) -> str:
        text = self._rows.text
        box = text.dlineinfo("insert") if self._rows.chosen is not None else None
        if box:
            self._post(text.winfo_rootx() + box[0], text.winfo_rooty() + box[1] + box[3])
        return "break"  # F10 alone opens the window's own menu

    def _post(self, x: int, y: int) -> None:
        row = self._rows.chosen_frame
        if row is None:
            return
        for place in _FOR_CLIENT:
            self.menu.entryconfigure(place, state="normal" if row.client_id else "disabled")
        try:
            self.menu.tk_popup(x, y)
        finally:
            self.menu.grab_release()
