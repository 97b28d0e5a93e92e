"""How large the window opens, how small it may be made, and how it was left."""

from __future__ import annotations

from tkinter import ttk

from msgspec.structs import replace

from wschat_gui.config import Layout
from wschat_gui.gui.display import LEAST_HEIGHT_PX, LEAST_WIDTH_PX
from wschat_gui.gui.theme import Look

_WIDTH_PX, _HEIGHT_PX = 1220, 790
_LEAST_SHARE, _MOST_SHARE = 0.1, 0.9


class Placing:
    """The window's size, and where the movable gap between clients and log is."""

    def __init__(self, look: Look, panes: ttk.Panedwindow, layout: Layout) -> None:
        """Begin with the window as it was left."""
        self._look = look
        self._panes = panes
        self._layout = layout
        self._share = layout.upper_share
        """Of the height above the gap; 0 until somebody has moved it."""
        for sequence in ("<Map>", "<Configure>"):
            panes.bind(sequence, lambda _event: self._keep_share(), add="+")
        panes.bind("<ButtonRelease-1>", lambda _event: self._note_share(), add="+")

    def place(self) -> None:
        """Take the size it had, or what the screen has; never less than what nothing is cut at."""
        look, root = self._look, self._look.root
        root.update_idletasks()
        wanted_width = look.px(self._layout.width or _WIDTH_PX)
        wanted_height = look.px(self._layout.height or _HEIGHT_PX)
        least_width, least_height = self._least()
        width = min(max(wanted_width, least_width), root.winfo_screenwidth())
        height = min(max(wanted_height, least_height), root.winfo_screenheight())
        root.minsize(least_width, least_height)
        root.geometry(f"{width}x{height}")
        if self._layout.is_maximized:
            self._maximize()

    def limit(self) -> None:
        """Let nothing be cut that has come into the window since it was placed."""
        self._look.root.minsize(*self._least())

    def _least(self) -> tuple[int, int]:
        """Tell the least width and height, as far as the screen has them."""
        look, root = self._look, self._look.root
        width = max(root.winfo_reqwidth(), look.px(LEAST_WIDTH_PX))
        height = look.px(LEAST_HEIGHT_PX)
        return min(width, root.winfo_screenwidth()), min(height, root.winfo_screenheight())

    def taken(self) -> Layout:
        """Tell how the window stands now; what cannot be told stays as it was."""
        root, scale = self._look.root, self._look.px(1_000) / 1_000
        if not root.winfo_viewable():
            return self._layout
        layout = replace(self._layout, is_maximized=self._is_maximized(), upper_share=self._share)
        if not layout.is_maximized:
            width, height = round(root.winfo_width() / scale), round(root.winfo_height() / scale)
            layout = replace(layout, width=width, height=height)
        return layout

    def _note_share(self) -> None:
        """Somebody may have moved the gap."""
        self._share = round(self._gap() / max(1, self._panes.winfo_height()), 3)

    def _keep_share(self) -> None:
        """Share another height as the last one was."""
        if self._share and self._panes.winfo_height() > 1:  # 1: not laid out yet
            share = min(max(self._share, _LEAST_SHARE), _MOST_SHARE)
            self._gap(round(share * self._panes.winfo_height()))

    def _gap(self, *height_px: int) -> int:
        """Tell where the gap is, or move it there."""
        return int(self._panes.tk.call(self._panes, "sashpos", 0, *height_px))

    def _is_maximized(self) -> bool:
        root = self._look.root
        if root.tk.call("tk", "windowingsystem") == "x11":
            return bool(int(root.tk.call("wm", "attributes", root, "-zoomed")))
        return bool(root.wm_state() == "zoomed")

    def _maximize(self) -> None:
        root = self._look.root
        if root.tk.call("tk", "windowingsystem") == "x11":
            root.tk.call("wm", "attributes", root, "-zoomed", "1")
        else:
            root.wm_state("zoomed")
