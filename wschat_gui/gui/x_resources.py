"""What an X desktop says to all programs: its resources, such as `Xft.dpi`.

Read through the X library that Tk is linked with. Tk would tell only an application whose class is
`Xft`, and to open one for that takes as long as a tenth of the whole window.
"""

from __future__ import annotations

import ctypes

_LIBRARY = "libX11.so.6"


def x_resource(program: str, name: str) -> str:
    """Return a program's resource as the server of $DISPLAY has it; empty where it has none.

    Raises:
        OSError: the library is not there under this name, or no server answers.
    """
    x11 = ctypes.CDLL(_LIBRARY)
    # XOpenDisplay(3), XGetDefault(3): a display is a pointer, and so is a string.
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XGetDefault.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    x11.XGetDefault.restype = ctypes.c_char_p
    x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
    display = x11.XOpenDisplay(None)
    if not display:
        raise OSError("no X server answers")
    try:
        value: bytes | None = x11.XGetDefault(display, program.encode(), name.encode())
        return (value or b"").decode(errors="replace")
    finally:
        x11.XCloseDisplay(display)
