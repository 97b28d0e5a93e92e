"""Help: what this program is and is made of, and a text for whoever helps with a problem."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib import metadata, resources

from wschat_gui import __version__
from wschat_gui.gui.dialogs import DetailsDialog
from wschat_gui.gui.error_report import ErrorReport
from wschat_gui.gui.front_desk import FrontDesk
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.diagnostics import diagnostics
from wschat_gui.model.state import WindowState

COPY_DIAGNOSTICS = N_("Copy diagnostics")
_TITLE = N_("About WSChat host")
_SENTENCE = N_("Version {version}. A chat on the local network: others need only a browser.")
_COPIED = N_("Diagnostics copied: versions, addresses, settings without the room code, troubles.")
_MADE_OF = N_("Made of")
LICENCES = (
    ("Python", "PSF-2.0"),
    ("Tcl/Tk", "TCL"),
    ("websockets", "BSD-3-Clause"),
    ("msgspec", "BSD-3-Clause"),
    ("ttkbootstrap", "MIT AND (Apache-2.0 OR BSD-2-Clause)"),
    ("Pillow", "MIT-CMU"),
    ("segno", "BSD-3-Clause"),
    ("ifaddr", "MIT"),
    ("zeroconf", "LGPL-2.1-or-later"),
    ("rjsmin", "Apache-2.0"),
    ("rcssmin", "Apache-2.0"),
    ("platformdirs", "MIT"),
    ("SQLite", "Public domain"),
)
"""What a running program is made of, and under which licence (SPDX) each part is."""


class HelpDesk:
    """What the Help part of the menu does."""

    def __init__(
        self, look: Look, state: WindowState, desk: FrontDesk, errors: ErrorReport
    ) -> None:
        """Tell of `state` and `errors`, through `desk`."""
        self._look = look
        self._state = state
        self._desk = desk
        self._errors = errors

    def show_about(self) -> None:
        """Show versions and licences."""
        texts = (_(_TITLE), _(_SENTENCE).format(version=__version__), self._parts())

        def make(closed: Callable[[], None]) -> DetailsDialog:
            dialog = DetailsDialog(self._look, texts, closed)
            dialog.add_button(_(COPY_DIAGNOSTICS), self.copy_diagnostics)
            return dialog

        self._desk.show(make)

    def copy_diagnostics(self) -> None:
        """Put the text for whoever helps on the clipboard."""
        root = self._look.root
        root.clipboard_clear()
        root.clipboard_append(self.diagnostics())
        self._desk.say(_(_COPIED))

    def diagnostics(self) -> str:
        """Write that text."""
        return diagnostics(
            self._state,
            self._desk.settings,
            self._desk.preferences,
            versions=self._versions(),
            errors=self._errors.last,
        )

    def _parts(self) -> str:
        versions = dict(self._versions())
        rows = [
            f"{name} {versions.get(name, '')}".strip() + f", {licence}"
            for name, licence in (("WSChat host", "MIT"), *LICENCES)
        ]
        return "\n".join([f"{_(_MADE_OF)}:", *rows, *_licence_texts()])

    def _versions(self) -> list[tuple[str, str]]:
        """Give names and versions of this program, the system and the parts, as they run."""
        return [
            ("WSChat host", __version__),
            ("System", platform.platform()),
            ("Python", platform.python_version()),
            ("Tcl/Tk", str(self._look.root.tk.call("info", "patchlevel"))),
            *((name, version) for name, _licence in LICENCES if (version := _version_of(name))),
        ]


def _licence_texts() -> list[str]:
    """Give the licences in full, where a packaged program brings along what they are about."""
    notice = resources.files("wschat_gui") / "NOTICE"
    return ["", notice.read_text("utf-8")] if notice.is_file() else []


def _version_of(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""  # part of the system, or a build that left the metadata out
