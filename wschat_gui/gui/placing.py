"""How large the window opens, and how small it may be made."""

from __future__ import annotations

from wschat_gui.gui.theme import Look

_WIDTH_PX, _HEIGHT_PX = 1220, 790
_LEAST_WIDTH_PX, _LEAST_HEIGHT_PX = 1000, 640


def place(look: Look) -> None:
    """Take the wanted size, or what the screen has; never less than what nothing is cut at."""
    root = look.root
    root.update_idletasks()
    least_width = max(root.winfo_reqwidth(), look.px(_LEAST_WIDTH_PX))
    least_height = look.px(_LEAST_HEIGHT_PX)
    width = min(max(look.px(_WIDTH_PX), least_width), root.winfo_screenwidth())
    height = min(max(look.px(_HEIGHT_PX), least_height), root.winfo_screenheight())
    root.minsize(min(least_width, width), min(least_height, height))
    root.geometry(f"{width}x{height}")
