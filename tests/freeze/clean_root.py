"""A root with nothing in it but what a plain desktop has: no Python, no Tcl, no Tk.

Its files are Debian's own packages, unpacked and not installed: the C library, zlib, libX11,
fontconfig with freetype and expat, and one family of fonts. Font settings are this machine's, so
that letters look the same inside and outside. Programs in it share our network and our screens.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.require import require, require_program

PACKAGES = (
    *("libc6", "zlib1g"),
    *("libx11-6", "libfontconfig1", "libfreetype6", "libexpat1", "fonts-dejavu-core"),
)
HOME = "/home/guest"
_FOREIGN = ("python*", "libpython*", "libtcl*", "libtk*", "tcl*", "tk8*", "_tkinter*")
"""Names of what a packaged program must bring along."""


class CleanRoot:
    """One such root, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Fetch the packages with apt, from wherever this machine gets its own, and unpack them."""
        require(hasattr(os, "geteuid") and os.geteuid() == 0, "root, for chroot")
        apt_get, unpack = require_program("apt-get"), require_program("dpkg-deb")
        self._unshare, self._chroot = require_program("unshare"), require_program("chroot")
        self.path = folder / "root"
        archives = folder / "archives"
        (archives / "partial").mkdir(parents=True)
        places: dict[str, object] = {"Dir::State::status": "/dev/null", "Dir::Cache": folder}
        places["Dir::Cache::archives"] = archives
        options = [f"-o{name}={place}" for name, place in places.items()]
        done = subprocess.run(
            [apt_get, "-q", "-y", "-d", "--no-install-recommends", *options, "install", *PACKAGES],
            capture_output=True,
            text=True,
            check=False,
        )
        require(
            done.returncode == 0, f"packages of Debian, which apt-get did not get: {done.stderr}"
        )
        for package in archives.glob("*.deb"):
            subprocess.run([unpack, "-x", package, self.path], check=True)
        for name in ("dev", "proc", "tmp", HOME.lstrip("/")):
            (self.path / name).mkdir(parents=True, exist_ok=True)
        fonts = self.path / "etc" / "fonts"
        shutil.rmtree(fonts)
        shutil.copytree("/etc/fonts", fonts, symlinks=True)

    @property
    def foreign(self) -> list[Path]:
        """What is there of Python, Tcl and Tk: nothing, or the root proves nothing."""
        return [path for name in _FOREIGN for path in self.path.rglob(name)]

    def start(self, program: Path, *arguments: str, display: str) -> subprocess.Popen[bytes]:
        """Start a program in the root; mounts end with it, in a namespace of its own."""
        inside = self.path / program.name
        if not inside.exists():
            shutil.copy2(program, inside)
        mount = f"mount --bind /dev {self.path}/dev && mount --rbind /proc {self.path}/proc"
        run = f'exec {self._chroot} {self.path} "$@"'
        return subprocess.Popen(
            [
                self._unshare,
                "-m",
                "sh",
                "-c",
                f"{mount} && {run}",
                "",
                f"/{program.name}",
                *arguments,
            ],
            env={"PATH": os.environ["PATH"], "HOME": HOME, "DISPLAY": display, "LANG": "C.UTF-8"},
        )
