"""Whose work is in the bundle: each file and module put down to a component that NOTICE names.

Pure: names in, names out. Anything that nobody can be named for is an error, not a guess: we would
pass on somebody's work without their licence.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch

OURS = "WSChat host"
PYTHON = "Python"
BOOTLOADER = "PyInstaller bootloader"

_BY_PLACE = (
    # Shared libraries, by the names they have on Linux, macOS and Windows.
    ("libtcl*", "Tcl/Tk"),
    ("libtk*", "Tcl/Tk"),
    ("tcl8*.dll", "Tcl/Tk"),
    ("tk8*.dll", "Tcl/Tk"),
    ("libssl*", "OpenSSL"),
    ("libcrypto*", "OpenSSL"),
    ("libsqlite3*", "SQLite"),
    ("sqlite3.dll", "SQLite"),
    ("libz.*", "zlib"),
    ("zlib1.dll", "zlib"),
    ("libffi*", "libffi"),
    ("libXft.so.*", "X.Org libraries"),
    ("libXss.so.*", "X.Org libraries"),
    ("libXext.so.*", "X.Org libraries"),
    ("libXrender.so.*", "X.Org libraries"),
    ("vcruntime140*.dll", "Microsoft C runtime"),
    ("msvcp140*.dll", "Microsoft C runtime"),
    ("ucrtbase.dll", "Microsoft C runtime"),
    ("api-ms-win-*.dll", "Microsoft C runtime"),
    # Data and extension modules.
    ("_tcl_data/*", "Tcl/Tk"),
    ("_tk_data/*", "Tcl/Tk"),
    ("tcl8/*", "Tcl/Tk"),
    ("tcl/*", "Tcl/Tk"),
    ("base_library.zip", PYTHON),
    ("libpython3*", PYTHON),
    ("python3*", PYTHON),
    ("Python", PYTHON),
    ("Python3", PYTHON),
    ("Python.framework/*", PYTHON),
    ("pillow.libs/*", "pillow"),
    ("PIL/.dylibs/*", "pillow"),
)
_BOOTLOADERS = ("pyi*", "_pyi*", "wschat_gui/frozen", "frozen", "struct")
"""PyInstaller's own modules, and the scripts that it starts."""


class NobodyKnown(SystemExit):
    """Something is bundled and nobody is known whose work it is."""


def components(
    modules: Iterable[str], files: Iterable[str], owners: Mapping[str, list[str]]
) -> set[str]:
    """Name the components that these modules, and these files by their place, belong to.

    `owners` tells the distributions of a top-level name, as `packages_distributions` does.

    Raises:
        NobodyKnown: of something nobody knows whose it is.
    """
    found = {BOOTLOADER}
    found |= {_of_module(name, owners) for name in modules}
    found |= {_of_file(place.replace("\\", "/"), owners) for place in files}
    return found


def _of_module(name: str, owners: Mapping[str, list[str]]) -> str:
    top = name.partition(".")[0]
    if any(fnmatch(top, pattern) for pattern in _BOOTLOADERS):
        return BOOTLOADER
    if top in sys.stdlib_module_names or top.startswith("_sysconfigdata"):
        return PYTHON
    return _distribution(top, owners)


def _of_file(place: str, owners: Mapping[str, list[str]]) -> str:
    for pattern, component in _BY_PLACE:
        if fnmatch(place, pattern):
            return component
    top = place.partition("/")[0]
    if distribution := re.fullmatch(r"(.+?)-[\d.]+\.dist-info", top):
        return distribution[1]
    stem = top.partition(".")[0]
    if stem in sys.stdlib_module_names or "lib-dynload/" in place:
        return PYTHON
    return _distribution(stem, owners)


def _distribution(top: str, owners: Mapping[str, list[str]]) -> str:
    if top == "wschat_gui":
        return OURS
    try:
        return owners[top][0]
    except LookupError:
        raise NobodyKnown(
            f"build.spec: nobody is known whose work {top} is; tell it to tools/freeze/manifest.py."
        ) from None


def named_in(notice: str) -> dict[str, str]:
    """Read the components that NOTICE has a section for, each with its licence."""
    return dict(re.findall(r"^=== (.+?) \((.+)\)$", notice, re.MULTILINE))


def check(notice: str, found: set[str]) -> None:
    """Make sure that NOTICE has a section for each component.

    Raises:
        SystemExit: it has not; the sentence says what is to be done.
    """
    if missing := sorted(found - named_in(notice).keys()):
        raise SystemExit(
            f"build.spec: NOTICE says nothing of {', '.join(missing)}, which would be bundled. Add "
            "it to tools/notice.py and run `python -m tools.notice`; or leave it out, in "
            "tools/freeze/bundle.py."
        )
