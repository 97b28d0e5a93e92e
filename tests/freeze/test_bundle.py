"""What goes into the packaged program and what stays out, and that NOTICE names all of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tools.freeze import bundle, manifest
from tools.freeze.manifest import BOOTLOADER, OURS, PYTHON, NobodyKnown
from wschat_gui.gui.help_desk import LICENCES

ROOT = Path(__file__).parent.parent.parent
NOTICE = (ROOT / "NOTICE").read_text("utf-8")

WITHOUT = """
import importlib, io, pkgutil, sys
from tools.freeze.bundle import excludes

OUT = set(excludes(sys.platform))

class StaysOut:
    def find_spec(self, name, path=None, target=None):
        if any(name == out or name.startswith(out + ".") for out in OUT):
            raise ModuleNotFoundError(name + " stays out of the bundle", name=name)

sys.meta_path.insert(0, StaysOut())
import wschat_gui
for found in pkgutil.walk_packages(wschat_gui.__path__, "wschat_gui."):
    importlib.import_module(found.name)
import zeroconf.asyncio
from PIL import Image
for form in ("PNG", "PDF"):
    for mode in ("1", "L", "RGB"):
        Image.new(mode, (8, 8)).save(io.BytesIO(), form)
"""


def test_program_and_its_posters_need_nothing_that_stays_out() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_all_of_the_page_the_languages_and_the_icons_go_in() -> None:
    files = {Path(source): folder for source, folder in bundle.data_files(ROOT)}
    package = ROOT / "wschat_gui"
    for name in ("page", "locale", "icons"):
        for path in (package / name).rglob("*"):
            if path.is_file() and path.suffix not in {".py", ".pyc", ".po"}:
                assert files[path] == str(path.parent.relative_to(ROOT))


def test_missing_file_ends_the_build_in_words(tmp_path: Path) -> None:
    for path in bundle.needed(ROOT):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    bundle.data_files(tmp_path)
    (tmp_path / "wschat_gui/locale/ja/LC_MESSAGES/wschat.mo").unlink()
    with pytest.raises(SystemExit, match=r"missing: .*ja.*tools\.languages"):
        bundle.data_files(tmp_path)


@pytest.mark.parametrize(
    ("place", "on_linux", "on_windows"),
    [
        ("libX11.so.6", False, True),
        ("libtk8.6.so", True, True),
        ("pillow.libs/libfreetype-57f805ba.so.6.20.6", True, True),
        ("_tcl_data/msgs/de.msg", False, False),
        ("_tcl_data\\msgs\\de.msg", False, False),
        ("_tk_data/msgs/de.msg", True, True),
        ("tcl8/8.5/msgcat-1.6.1.tm", True, True),
        ("segno-1.6.6.dist-info/METADATA", True, True),
        ("segno-1.6.6.dist-info/RECORD", False, False),
        ("ttkbootstrap/assets/icons/bootstrap.ttf", True, True),
        ("wschat_gui/page/index.html", True, True),
    ],
)
def test_what_is_wanted(place: str, *, on_linux: bool, on_windows: bool) -> None:
    assert bundle.is_wanted(place, "linux") is on_linux
    assert bundle.is_wanted(place, "win32") is on_windows


def test_tcl_modules_get_a_place_where_tcl_looks() -> None:
    """Debian's layout; without it the program starts on the machine that built it only."""
    debian = [
        ("_tcl_data/tcl8/msgcat-1.6.1.tm", "/usr/share/tcltk/tcl8.6/tcl8/msgcat-1.6.1.tm", "DATA"),
        ("_tcl_data/tcl8/http-2.9.8.tm", "/usr/share/tcltk/tcl8.6/tcl8/http-2.9.8.tm", "DATA"),
        ("_tcl_data/init.tcl", "/usr/share/tcltk/tcl8.6/init.tcl", "DATA"),
    ]
    assert bundle.tcl_modules(debian) == [("tcl8/8.5/msgcat-1.6.1.tm", debian[0][1], "DATA")]
    assert bundle.tcl_modules([("tcl8/8.5/msgcat-1.6.1.tm", "…", "DATA")]) == []


def test_everything_is_somebodys_work() -> None:
    found = manifest.components(
        ["wschat_gui.app", "asyncio.events", "websockets.frames", "pyimod02_importers"],
        ["libcrypto.so.3", "tcl86t.dll", "PIL/_imaging.so", "segno-1.6.6.dist-info/METADATA"],
        {"websockets": ["websockets"], "PIL": ["pillow"]},
    )
    expected = {OURS, PYTHON, BOOTLOADER, "websockets", "OpenSSL", "Tcl/Tk", "pillow", "segno"}
    assert found == expected
    with pytest.raises(NobodyKnown, match="libmystery"):
        manifest.components([], ["libmystery.so.1"], {})


def test_what_notice_does_not_name_ends_the_build_in_words() -> None:
    manifest.check(NOTICE, {PYTHON, OURS})
    with pytest.raises(SystemExit, match="NOTICE says nothing of numpy"):
        manifest.check(NOTICE, {PYTHON, "numpy"})


def test_about_and_notice_name_the_same_licences() -> None:
    in_notice = {name.lower(): licence for name, licence in manifest.named_in(NOTICE).items()}
    for name, licence in LICENCES:
        assert in_notice[name.lower()] == licence


@pytest.mark.timeout(900)
def test_notice_names_all_that_the_built_program_brings_and_no_more(one_file: Path) -> None:
    from PyInstaller.archive.readers import CArchiveReader  # noqa: PLC0415  (not on all machines)

    archive = CArchiveReader(str(one_file))
    modules = archive.open_embedded_archive("PYZ.pyz").toc
    files = []
    for name, (*_, kind) in archive.toc.items():
        if kind in {"b", "x"}:  # shared libraries, data
            files.append(name)
    found = manifest.components(modules, files, packages_distributions())
    elsewhere = {"Microsoft C runtime"}
    assert found == set(manifest.named_in(NOTICE)) - elsewhere
