"""What `make packages` does after `make exe`: python -m tools.freeze.packages

Makes of the program in its folder what people install on the system that this runs on. Only what
Linux gets has been made and tried; see docs/packaging.md.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.freeze import linux
from tools.freeze.__main__ import DIST, IN_FOLDER, ROOT
from tools.freeze.bundle import NAME
from wschat_gui import __version__

_PLATFORM: str = sys.platform


def main() -> None:
    """Make them, and say where they are."""
    if not IN_FOLDER.is_file():
        raise SystemExit(f"{IN_FOLDER} is not there: run `make exe` first.")
    for path in _packages():
        print(path.relative_to(ROOT))


def _packages() -> list[Path]:
    folder = IN_FOLDER.parent
    if _PLATFORM == "win32":
        return [_windows_installer(folder)]
    if _PLATFORM == "darwin":
        return [_mac_archive()]
    archive = linux.make_archive(folder, ROOT, __version__, DIST)
    if shutil.which("dpkg-deb") is None:
        print("No Debian package: dpkg-deb is not here.", file=sys.stderr)
        return [archive]
    return [archive, linux.make_deb(folder, ROOT, __version__, DIST)]


def _windows_installer(folder: Path) -> Path:
    output = DIST / f"{NAME}-{__version__}-setup.exe"
    values = {"VERSION": __version__, "FOLDER": folder, "OUTPUT": output, "ROOT": ROOT}
    defines = [f"/D{name}={value}" for name, value in values.items()]
    script = ROOT / "assets" / "windows" / "installer.nsi"
    subprocess.run(["makensis", "/V2", "/WX", *defines, str(script)], check=True)
    return output


def _mac_archive() -> Path:
    output = DIST / f"{NAME}-{__version__}-macos.zip"
    bundle = DIST / f"{NAME}.app"
    # Not Python's zipfile, which loses what makes a bundle's signature valid.
    subprocess.run(["ditto", "-c", "-k", "--keepParent", str(bundle), str(output)], check=True)
    return output


if __name__ == "__main__":
    main()
