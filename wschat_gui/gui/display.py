"""What the screen and the system want of a window before and after it is made.

The scale of an X screen, coming to the front, and what Windows must be told. Nothing about colours
of widgets.
"""

from __future__ import annotations

import sys
import tkinter
from importlib.resources import files

from msgspec import Struct

from wschat_gui.gui.x_resources import x_resource
from wschat_gui.no_window import MAY_HAVE_X, NoWindow

APP_ID = "WSChat.Host"
"""Groups our windows under our own icon in the Windows task bar."""
WINDOW_CLASS = "WSChat"
"""The same for X desktops: `StartupWMClass` in the program's `.desktop` file."""
LEAST_WIDTH_PX, LEAST_HEIGHT_PX = 1000, 640
"""Of the window at 96 dots per inch: below this something would be cut."""
_ICON_SIZES = (128, 48, 32, 16)
_POINTS_PER_INCH = 72
_DWMWA_USE_IMMERSIVE_DARK_MODE = 20
_ASFW_ANY = -1


class Scaling(Struct, frozen=True):
    """Pixels per point."""

    wanted: float | None
    """What the person or the desktop asks for; None: Tk knows itself."""
    own: float | None = None
    """What Tk goes by itself, where the person asks for something else.

    To be put back when the window goes: Tk keeps a scaling for the screen, and the next window of
    this program would have it too.
    """


def scaling_for(scale: float = 0.0) -> Scaling:
    """Find out what a window's scaling is to be.

    `scale` is the person's, 1.0 being 96 dots per inch (72 on a Mac); 0 leaves it to the desktop.
    X desktops say it in the resource `Xft.dpi`. Fonts follow it by themselves and Tk's own scaling
    does not, so that a window would get big letters in small boxes.

    Raises:
        NoWindow: there is no screen.
    """
    if scale:
        return _fitting(scale)
    if not MAY_HAVE_X:
        return Scaling(None)
    try:
        dots_per_inch = x_resource("Xft", "dpi")
    except OSError:
        dots_per_inch = _probed_dots_per_inch()  # or Tk tells why there can be no window
    try:
        return Scaling(float(dots_per_inch) / _POINTS_PER_INCH)
    except ValueError:
        return Scaling(None)  # not set, or not a number: then Tk's own guess stands


def _probed_dots_per_inch() -> str:
    """Ask Tk, which keeps X resources by application class: only one of class Xft sees this."""
    probe = _probe("Xft")
    dots_per_inch = str(probe.tk.call("option", "get", ".", "dpi", "Dpi"))
    probe.destroy()
    return dots_per_inch


def _fitting(scale: float) -> Scaling:
    """Lower a scale at which the window would not fit the screen: nobody could set it back."""
    probe = _probe(WINDOW_CLASS)
    width, height = probe.winfo_screenwidth(), probe.winfo_screenheight()
    own = float(probe.tk.call("tk", "scaling"))
    probe.destroy()
    scale = min(scale, width / LEAST_WIDTH_PX, height / LEAST_HEIGHT_PX)
    return Scaling(scale * (72 if sys.platform == "darwin" else 96) / _POINTS_PER_INCH, own)


def _probe(class_name: str) -> tkinter.Tk:
    """Open a window that is never seen, the first of all."""
    try:
        probe = tkinter.Tk(className=class_name)
    except tkinter.TclError as error:
        raise NoWindow(f"No window can be shown here: {error}.") from error
    probe.withdraw()
    return probe


def claim_app_id() -> None:
    """Take our own place in the Windows task bar; nothing to do elsewhere."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  (its `windll` exists there only)

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)


def wear_icon(root: tkinter.Tk) -> None:
    """Give a window, and all that belong to it, the program's icon."""
    folder = files("wschat_gui") / "icons"
    # Tk copies them into the window: nobody need keep the images.
    icons = [
        tkinter.PhotoImage(master=root, data=(folder / f"wschat-{size}.png").read_bytes())
        for size in _ICON_SIZES
    ]
    root.iconphoto(True, *icons)  # noqa: FBT003  (Tk's own interface)


def come_forward(root: tkinter.Tk) -> None:
    """Bring a window in front of all others, also one that is an icon, and give it the keys."""
    root.deiconify()
    root.lift()
    # Window managers that let no window raise itself still show what is on top of all.
    root.attributes("-topmost", True)  # noqa: FBT003  (Tk's own interface)
    root.after_idle(root.attributes, "-topmost", False)  # noqa: FBT003
    root.focus_force()


def take_away(root: tkinter.Tk, scaling: Scaling) -> None:
    """Destroy a window, and all that was to happen in it, and leave the screen as it was."""
    root.update_idletasks()  # ttk tells of new styles when idle, and needs a window then
    # Whatever else is waiting, such as a message's end, would find its widget gone. Cancelled
    # in Tcl: tkinter's call would take the function from the widget that is to delete it.
    for timer in root.tk.splitlist(root.tk.call("after", "info")):
        root.tk.call("after", "cancel", timer)
    if scaling.own is not None:
        root.tk.call("tk", "scaling", scaling.own)
    root.destroy()


def pass_on_foreground() -> None:
    """Let whichever program is called next come forward; nothing to do but on Windows.

    There only the program in front may bring another there. Just started, that is us.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        ctypes.windll.user32.AllowSetForegroundWindow(_ASFW_ANY)


def darken_title_bar(root: tkinter.Tk, *, dark: bool) -> None:
    """Make Windows draw the title bar as the window is; nothing to do elsewhere."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        handle = ctypes.windll.user32.GetParent(root.winfo_id())
        value = ctypes.c_int(int(dark))
        ctypes.windll.dwmapi.DwmSetWindowAttribute(
            handle, _DWMWA_USE_IMMERSIVE_DARK_MODE, ctypes.byref(value), ctypes.sizeof(value)
        )
