"""Writes NOTICE: the licences of all that the packaged program brings along: python -m tools.notice

The texts are those that the distributions themselves bring, and Debian's for the C libraries; so it
runs on Debian, with what `make exe` installs. The result is committed, and goes into every build.
"""

from __future__ import annotations

import re
import sysconfig
from importlib import metadata
from pathlib import Path

from tools.freeze.manifest import BOOTLOADER, OURS, PYTHON
from wschat_gui.gui.help_desk import LICENCES

ROOT = Path(__file__).parent.parent
_COMMON = Path("/usr/share/common-licenses")
_HEADING = """WSChat host
Copyright of its authors; see LICENSE.

The packaged program brings along the work of others, which is named below with its licence. WSChat
host itself and the means to build it from source are public, so whoever wants another version of
one of these parts can build the program with it.
"""
_DEBIAN = {
    # Component: licence, and the Debian packages whose copyright file has its text.
    "Tcl/Tk": ("TCL", ["libtcl8.6", "libtk8.6"]),
    "OpenSSL": ("Apache-2.0", ["libssl3"]),
    "SQLite": ("Public domain", ["libsqlite3-0"]),
    "zlib": ("Zlib", ["zlib1g"]),
    "libffi": ("MIT", ["libffi8"]),
    "X.Org libraries": ("MIT", ["libxft2", "libxss1", "libxext6", "libxrender1"]),
}
_SAID_HERE = {
    "Microsoft C runtime": (
        "LicenseRef-Microsoft",
        "In the Windows program only: Visual C++ and Universal C runtime libraries, passed on "
        "unchanged as the Microsoft Software License Terms for Visual Studio allow.",
    ),
}


def main() -> None:
    """Write the file."""
    sections = [_HEADING]
    for name, (licence, text) in sorted(_sections().items(), key=lambda item: item[0].lower()):
        sections.append(f"{'=' * 100}\n=== {name} ({licence})\n\n{text.strip()}\n")
    (ROOT / "NOTICE").write_text("\n".join(sections), "utf-8")
    print(f"NOTICE has {len(sections) - 1} components")


def _sections() -> dict[str, tuple[str, str]]:
    licences = {name.lower(): licence for name, licence in LICENCES}
    found = {
        OURS: ("MIT", (ROOT / "LICENSE").read_text("utf-8")),
        PYTHON: ("PSF-2.0", _of_python()),
        BOOTLOADER: (
            "GPL-2.0-or-later WITH Bootloader-exception AND Apache-2.0",
            _of_distribution("pyinstaller"),
        ),
        **_SAID_HERE,
    }
    for name in _distributions():
        licence = licences.get(name.lower()) or _licence_in_metadata(name)
        found[name] = (licence, _of_distribution(name))
    for name, (licence, packages) in _DEBIAN.items():
        found[name] = (licence, "\n\n".join(_of_debian(package) for package in packages))
    return found


def _distributions() -> list[str]:
    """Name what the program requires, and what that requires, as far as it is for this system."""
    waiting, found = ["wschat-gui"], set[str]()
    while waiting:
        for requirement in metadata.requires(waiting.pop()) or ():
            name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
            is_asked_for = "extra ==" not in requirement and name not in found
            if is_asked_for and _is_installed(name):
                found.add(name)
                waiting.append(name)
    return sorted(found)


def _is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _licence_in_metadata(name: str) -> str:
    said = metadata.metadata(name)
    return str(said["License-Expression"] or said["License"])


def _of_distribution(name: str) -> str:
    files = metadata.files(name) or []
    texts = [
        path.read_text("utf-8")
        for path in sorted(files)
        if re.match(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", path.name) and ".dist-info" in str(path)
    ]
    if not texts:
        raise SystemExit(f"{name} brings no licence text")
    return "\n\n".join(texts)


def _of_python() -> str:
    folder = Path(sysconfig.get_path("stdlib"))
    return (folder / "LICENSE.txt").read_text("utf-8")


def _of_debian(package: str) -> str:
    """Return a package's copyright file, with the common licences that it refers to."""
    text = Path(f"/usr/share/doc/{package}/copyright").read_text("utf-8")
    named = sorted(set(re.findall(rf"{_COMMON}/([\w.-]*\w)", text)))
    wanted = [name for name in named if name == "Apache-2.0"]  # the others are for build scripts
    return "\n\n".join([text, *((_COMMON / name).read_text("utf-8") for name in wanted)])


if __name__ == "__main__":
    main()
