"""What Linux desktops get: a Debian package, and a tar archive for all the others.

Both hold the program in its folder, with its menu entry, its description for software centres and
its icons, and with the licences of all that is in it.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import tarfile
from pathlib import Path

from tools.freeze.bundle import NAME
from tools.freeze.size import size_bytes

ID = "net.wschat.host"
COMMAND = "wschat"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
_DEBIAN_NAMES = {"x86_64": "amd64", "aarch64": "arm64", "armv7l": "armhf", "i686": "i386"}
_NEEDS = ("zlib1g", "libx11-6", "libfontconfig1", "libfreetype6", "libexpat1")
"""What is left to the system, see `_FROM_THE_SYSTEM` in bundle.py; all desktops have it."""
_DESCRIPTION = """Host a chat for everybody on your network
 One program with a window: it shows a QR code, the others scan it and chat in
 their browser. Nothing to install for them, no account, no internet. The window
 shows who is connected, every message, and the WebSocket frames behind it."""


def make_deb(folder: Path, root: Path, version: str, output: Path) -> Path:
    """Make the Debian package of the program in `folder`; return its path, in `output`."""
    machine = _DEBIAN_NAMES.get(platform.machine(), platform.machine())
    tree = output / f"{COMMAND}_{version}_{machine}"
    shutil.rmtree(tree, ignore_errors=True)
    program = tree / "usr" / "lib" / COMMAND
    shutil.copytree(folder, program, symlinks=True)
    (tree / "usr" / "bin").mkdir()
    (tree / "usr" / "bin" / COMMAND).symlink_to(f"../lib/{COMMAND}/{NAME}")
    lay_out_share(root, tree / "usr" / "share")
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(
        control(version, machine, size_bytes(tree) // 1024), "utf-8"
    )
    package = tree.with_name(f"{tree.name}.deb")
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
    return package


def control(version: str, machine: str, installed_kib: int) -> str:
    """Return the package's control file."""
    needs = ", ".join([f"libc6 (>= {_libc_version()})", *_NEEDS])
    fields = {
        "Package": COMMAND,
        "Version": version,
        "Architecture": machine,
        "Maintainer": "The authors of WSChat <authors@wschat.invalid>",
        "Installed-Size": str(installed_kib),
        "Depends": needs,
        "Recommends": "xdg-utils, fonts-dejavu-core | fonts-noto-core",
        "Section": "net",
        "Priority": "optional",
        "Description": _DESCRIPTION,
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def make_archive(folder: Path, root: Path, version: str, output: Path) -> Path:
    """Make the tar archive of the program in `folder`; return its path, in `output`."""
    name = f"{NAME}-{version}-linux-{platform.machine()}"
    tree = output / name
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree, symlinks=True)
    lay_out_share(root, tree / "share")
    path = output / f"{name}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(tree, name, filter=_owned_by_nobody_here)
    shutil.rmtree(tree)
    return path


def lay_out_share(root: Path, share: Path) -> None:
    """Lay out, as the desktops look for it, what tells them of the program."""
    assets = root / "assets" / "linux"
    places = {
        assets / f"{ID}.desktop": share / "applications" / f"{ID}.desktop",
        assets / f"{ID}.metainfo.xml": share / "metainfo" / f"{ID}.metainfo.xml",
        root / "assets" / "icon.svg": _icons(share) / "scalable" / "apps" / f"{ID}.svg",
        root / "NOTICE": share / "doc" / COMMAND / "copyright",
    }
    for size in ICON_SIZES:
        icon = _icons(share) / f"{size}x{size}" / "apps" / f"{ID}.png"
        places[assets / f"{ID}-{size}.png"] = icon
    for source, place in places.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)


def _icons(share: Path) -> Path:
    return share / "icons" / "hicolor"


def _libc_version() -> str:
    """Return the C library's version here: what is built with one needs it, or a newer one."""
    return platform.libc_ver()[1] or "2.36"


def _owned_by_nobody_here(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member
