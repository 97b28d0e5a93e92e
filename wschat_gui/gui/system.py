"""What the system knows of the person: the language, and whether windows are light or dark.

Asked once, at the start. Where the system does not tell, there is an answer that suits most.
"""

from __future__ import annotations

import locale
import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from wschat_gui.gui.palette import Mode

_PATIENCE_S = 2.0
_LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which gettext looks at them."""
_IS_WINDOWS: bool = sys.platform == "win32"
_IS_MAC: bool = sys.platform == "darwin"
_DESKTOP_ASK = ("gsettings", "get", "org.gnome.desktop.interface", "color-scheme")
_MAC_ASK = ("defaults", "read", "-g", "AppleInterfaceStyle")
_log = logging.getLogger(__name__)


def system_language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the name of the locale that the system speaks, such as `de_DE.UTF-8`; may be empty."""
    if _IS_WINDOWS:
        return _windows_language()
    for name in _LOCALE_VARIABLES:
        if value := environment.get(name, "").split(":")[0]:
            return value
    # Programs that the Finder starts have no such variables.
    return _answer(("defaults", "read", "-g", "AppleLocale")) if _IS_MAC else ""


def system_mode() -> Mode:
    """Return whether the system's own windows are light or dark; light where it does not tell."""
    if _IS_WINDOWS:
        return _windows_mode()
    return mode_of(_answer(_MAC_ASK if _IS_MAC else _DESKTOP_ASK))


def mode_of(answer: str) -> Mode:
    """Read what a desktop answered: `'prefer-dark'` (GNOME and its kin), `Dark` (macOS)."""
    return Mode.DARK if "dark" in answer.lower() else Mode.LIGHT


def open_in_browser(url: str) -> bool:
    """Have the person's own browser show a page; tell whether there is one."""
    import webbrowser  # noqa: PLC0415  (not before somebody asks for it)

    return webbrowser.open(url)


if sys.platform == "win32":
    import ctypes
    import winreg

    def _windows_language() -> str:
        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return locale.windows_locale.get(number, "")

    def _windows_mode() -> Mode:
        path = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                light, _kind = winreg.QueryValueEx(key, "AppsUseLightTheme")
        except OSError:
            return Mode.LIGHT  # before Windows 10 there was no dark
        return Mode.LIGHT if light else Mode.DARK

else:

    def _windows_language() -> str:
        raise NotImplementedError

    def _windows_mode() -> Mode:
        raise NotImplementedError


def _answer(command: Sequence[str]) -> str:
    """Ask another program; empty where there is none, or it does not know."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _log.debug("%s does not answer: %s", command[0], error)
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
