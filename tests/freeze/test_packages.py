"""What is put around the program: packages, installer, versions, icons, the workflow."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from PIL import Image

from tests.require import require_program
from tools.freeze import linux, macos, version_resource
from tools.icons import LINUX_SIZES, WINDOWS_SIZES
from wschat_gui import __version__
from wschat_gui.gui.display import APP_ID, WINDOW_CLASS

ROOT = Path(__file__).parent.parent.parent
ASSETS = ROOT / "assets"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return what stands in for the program in its folder."""
    folder = tmp_path / "WSChat-folder"
    (folder / "_internal").mkdir(parents=True)
    (folder / "WSChat").write_text("#!/bin/sh\n")
    (folder / "WSChat").chmod(0o755)
    (folder / "_internal" / "library").write_text("…")
    return folder


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_menu_entry_and_description_are_what_desktops_read() -> None:
    run(require_program("desktop-file-validate"), ASSETS / "linux" / f"{linux.ID}.desktop")
    metainfo = ASSETS / "linux" / f"{linux.ID}.metainfo.xml"
    run(require_program("appstreamcli"), "validate", "--no-net", metainfo)
    assert f'version="{__version__}"' in metainfo.read_text("utf-8")
    entry = (ASSETS / "linux" / f"{linux.ID}.desktop").read_text("utf-8")
    assert f"StartupWMClass={WINDOW_CLASS}\n" in entry
    assert f"Exec={linux.COMMAND}\n" in entry


def test_debian_package_has_the_program_and_its_place_in_the_menu(
    folder: Path, tmp_path: Path
) -> None:
    tool = require_program("dpkg-deb")
    package = linux.make_deb(folder, ROOT, __version__, tmp_path)
    assert run(tool, "-f", package, "Version").strip() == __version__
    tree = tmp_path / "unpacked"
    run(tool, "-x", package, tree)
    assert (tree / "usr/bin/wschat").resolve() == tree / "usr/lib/wschat/WSChat"
    assert (tree / f"usr/share/applications/{linux.ID}.desktop").is_file()
    assert "=== OpenSSL" in (tree / "usr/share/doc/wschat/copyright").read_text("utf-8")
    for size in LINUX_SIZES:
        icon = tree / f"usr/share/icons/hicolor/{size}x{size}/apps/{linux.ID}.png"
        with Image.open(icon) as picture:
            assert picture.size == (size, size)


def test_archive_is_one_folder_that_belongs_to_nobody_here(folder: Path, tmp_path: Path) -> None:
    path = linux.make_archive(folder, ROOT, __version__, tmp_path)
    with tarfile.open(path) as archive:
        members = archive.getmembers()
    assert {member.name.partition("/")[0] for member in members} == {path.name[: -len(".tar.gz")]}
    assert {member.uid for member in members} == {0}
    (program,) = (member for member in members if member.name.endswith("/WSChat"))
    assert program.mode & 0o111


def test_windows_installer_compiles(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "WSChat-setup.exe"
    values = {"VERSION": __version__, "FOLDER": folder, "OUTPUT": output, "ROOT": ROOT}
    defines = [f"-D{name}={value}" for name, value in values.items()]
    script = ASSETS / "windows" / "installer.nsi"
    run(require_program("makensis"), "-V2", "-WX", *defines, script)
    assert output.read_bytes()[:2] == b"MZ"
    assert f'!define APP_ID "{APP_ID}"' in script.read_text("utf-8")


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("0.1.0", (0, 1, 0, 0)),
        ("1.2", (1, 2, 0, 0)),
        ("1.2.3rc1", (1, 2, 3, 0)),
        ("1.2.3.4.5", (1, 2, 3, 4)),
        ("1.0.dev7", (1, 0, 0, 0)),
    ],
)
def test_version_in_the_four_numbers_of_windows(
    version: str, numbers: tuple[int, int, int, int]
) -> None:
    assert version_resource.numbers(version) == numbers
    text = version_resource.text(version)
    compile(text, "version resource", "eval")
    assert repr(version) in text


def test_macos_is_told_why_the_local_network_is_used() -> None:
    said = macos.info(__version__)
    assert said["CFBundleShortVersionString"] == __version__
    assert "network" in str(said["NSLocalNetworkUsageDescription"])


def test_icons_have_every_size_that_windows_asks_for() -> None:
    with Image.open(ASSETS / "windows" / "wschat.ico") as icon:
        assert icon.info["sizes"] == {(size, size) for size in WINDOWS_SIZES}
    with Image.open(ASSETS / "macos" / "wschat.icns") as icon:
        assert max(icon.info["sizes"]) == (512, 512, 2)


def test_workflow_is_one_that_github_can_read() -> None:
    workflow = ROOT / ".github" / "workflows" / "release.yml"
    schema = ("--builtin-schema", "vendor.github-workflows")
    run(sys.executable, "-m", "check_jsonschema", *schema, workflow)
    used = re.findall(r"uses: (\S+)", workflow.read_text("utf-8"))
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)
