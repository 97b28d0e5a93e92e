"""What goes into the packaged program, and what stays out.

Decided here, without PyInstaller; `build.spec` carries it out. Each name that stays out has its
reason beside it: whoever needs it one day must know what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from wschat_gui.language import LANGUAGES

NAME = "WSChat"
PACKAGE = "wschat_gui"
DATA_FOLDERS = {
    f"{PACKAGE}/page": ("*.html", "*.css", "*.js", "*.json", "*.svg"),
    f"{PACKAGE}/locale": ("*.mo",),
    f"{PACKAGE}/icons": ("*.png",),
}
"""Found by the program with `importlib.resources`, so they lie in the bundle as in the tree."""
TEXTS = ("LICENSE", "NOTICE")
"""They go to the package, where About finds them."""
SHOWN_VERSIONS = (
    *("websockets", "msgspec", "ttkbootstrap", "pillow", "segno", "ifaddr", "zeroconf"),
    *("rjsmin", "rcssmin", "platformdirs"),
)
"""Distributions whose versions About shows: they bring their metadata."""
HIDDEN_IMPORTS = ("PIL._tkinter_finder",)
"""Imported by name at run time, where no analysis sees it; without it no icon can be drawn."""

_PILLOW_FORMATS = ("Bmp", "Gif", "Ico", "Jpeg", "Pdf", "Png", "Ppm", "Tiff")
"""What posters are written as, and what those formats and the widgets' pictures need."""
_OTHER_PILLOW_FORMATS = (
    *("Avif", "Blp", "BufrStub", "Cur", "Dcx", "Dds", "Eps", "Fits", "Fli", "Fpx", "Ftex", "Gbr"),
    *("GribStub", "Hdf5Stub", "Icns", "Im", "Imt", "Iptc", "Jpeg2K", "McIdas", "Mic", "Mpeg"),
    *("Mpo", "Msp", "Palm", "Pcd", "Pcx", "Pixar", "Psd", "Qoi", "Sgi", "Spider", "Sun", "Tga"),
    *("WebP", "Wmf", "XVThumb", "Xbm", "Xpm"),
)
_NEVER_USED = (
    *("PIL.ImageCms", "PIL.ImageQt", "PIL.ImageWin", "PIL.ImageDraw2"),
    *("PIL._imagingcms", "PIL._avif", "PIL._webp", "PIL._imagingmath", "PIL._imagingmorph"),
    *("websockets.sync", "websockets.trio", "websockets.legacy", "websockets.cli"),  # not our kind
    *("multiprocessing", "concurrent.futures.process"),  # asyncio offers it; we have threads
    *("unittest", "doctest", "pydoc", "pdb", "lib2to3", "distutils", "setuptools", "pip"),
    *("ftplib", "smtplib", "xmlrpc", "imaplib", "nntplib"),  # handlers that the library offers
    *("bz2", "lzma", "tarfile"),  # other compressions than the page's gzip
    "python_socks",  # through a proxy goes a client, and websockets would take it where it is
    *("typing_extensions", "attr", "attrs"),  # msgspec would take them where others brought them
    *("readline", "curses"),  # for a prompt, which we have not
)
_ALSO_NOT_ON = {
    # macOS reads its own version from a file that needs them.
    "linux": ("pyexpat", "plistlib"),
}

_FROM_THE_SYSTEM = (
    # Every Linux desktop has these, newer or older, each fitting the others and its settings in
    # /etc/fonts; a stray one of ours would fit neither.
    *("libX11.so.*", "libxcb.so.*", "libXau.so.*", "libXdmcp.so.*", "libbsd.so.*", "libmd.so.*"),
    *("libfontconfig.so.*", "libfreetype.so.*", "libexpat.so.*", "libpng16.so.*"),
    *("libbrotlicommon.so.*", "libbrotlidec.so.*", "libuuid.so.*"),
)
_NEEDLESS_FILES = (
    "_tcl_data/msgs/*",  # names of months in a hundred languages
    "_tcl_data/tzdata/*",
    "_tcl_data/tcl8/*",  # where Tcl does not look, see `tcl_modules`
    "_tcl_data/http1.0/*",
    "_tcl_data/opt0.4/*",
    "*.c",
    "_tk_data/demos/*",
    "_tk_data/images/*",  # of the demonstrations
    "tcl8/*/http-*.tm",
    "tcl8/*/tcltest-*.tm",
    "ttkbootstrap/assets/app_icons/*",  # we have our own
    "ttkbootstrap/assets/*/README.md",
    "*.dist-info/[!M]*",  # all but METADATA, which says the version
    "*.dist-info/*/*",
)


def excludes(platform: str) -> list[str]:
    """Return the modules that stay out, for a platform as `sys.platform` names it."""
    formats = [f"PIL.{name}ImagePlugin" for name in _OTHER_PILLOW_FORMATS]
    return [*formats, *_NEVER_USED, *_ALSO_NOT_ON.get(platform, ())]


def is_wanted(destination: str, platform: str) -> bool:
    """Tell whether a file that was found belongs in the bundle, by its place there."""
    place = destination.replace("\\", "/")
    if any(fnmatch(place, pattern) for pattern in _NEEDLESS_FILES):
        return False
    return platform != "linux" or not any(fnmatch(place, name) for name in _FROM_THE_SYSTEM)


def data_files(root: Path) -> list[tuple[str, str]]:
    """List the program's own files, each with the folder that it goes to in the bundle.

    Raises:
        SystemExit: one is missing; the sentence says which, and how it is made.
    """
    if missing := [path for path in needed(root) if not path.is_file()]:
        names = ", ".join(str(path.relative_to(root)) for path in missing)
        raise SystemExit(
            f"build.spec: missing: {names}. Translations are made by `python -m tools.languages`, "
            "icons by `python -m tools.icons`, NOTICE by `python -m tools.notice`; the rest comes "
            "with the source."
        )
    found = [(str(root / name), PACKAGE) for name in TEXTS]
    for folder, patterns in DATA_FOLDERS.items():
        for path in sorted((root / folder).rglob("*")):
            if any(fnmatch(path.name, pattern) for pattern in patterns):
                found.append((str(path), str(path.parent.relative_to(root))))
    return found


def needed(root: Path) -> Iterator[Path]:
    """Give the files without which the program would start and then fail, or look wrong."""
    package = root / PACKAGE
    yield from (root / name for name in TEXTS)
    yield from (package / "page" / name for name in ("index.html", "app.js", "base.css"))
    yield from (package / "page" / "strings" / f"{code}.json" for code in LANGUAGES)
    for code in LANGUAGES:
        if code != "en":
            yield package / "locale" / code / "LC_MESSAGES" / "wschat.mo"
    yield from (package / "icons" / f"wschat-{size}.png" for size in (16, 32, 48, 128))
    yield icon(root, "win32")
    yield icon(root, "darwin")


def icon(root: Path, platform: str) -> Path:
    """Return the icon that the program's file has on a platform; Linux has none in the file."""
    if platform == "darwin":
        return root / "assets" / "macos" / "wschat.icns"
    return root / "assets" / "windows" / "wschat.ico"


def tcl_modules(collected: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Give Tcl modules that lie where the frozen Tcl does not look a place where it does.

    Debian keeps them inside Tcl's library folder; Tcl looks in `tcl8/8.5` beside it. Without msgcat
    there, a build works on the machine that made it, and dies on every other.
    """
    return [
        (f"tcl8/8.5/{Path(place).name}", source, kind)
        for place, source, kind in collected
        if fnmatch(place.replace("\\", "/"), "_tcl_data/tcl8/*.tm")
        and Path(place).name.startswith(("msgcat", "platform"))
    ]
