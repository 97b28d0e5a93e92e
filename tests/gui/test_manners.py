"""The window's manners: menu, keys, tooltips, size remembered, help, the computer kept awake."""

from __future__ import annotations

import sys
import tkinter
from importlib import metadata
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import listening, opened
from tests.waiting import wait_until
from wschat_gui.bridge.events import ArchiveTrouble, ServerFailed
from wschat_gui.config import Layout, Settings
from wschat_gui.gui.awake import KeepAwake
from wschat_gui.gui.dialogs import DetailsDialog
from wschat_gui.gui.help_desk import LICENCES
from wschat_gui.gui.shortcuts import TITLES, Key
from wschat_gui.gui.system import mode_of, system_language
from wschat_gui.gui.window import HostWindow

ROOT = Path(__file__).parent.parent.parent

# Menu and keys -----------------------------------------------------------------------------------


def entries(menu: tkinter.Menu) -> list[tuple[str, str]]:
    """Give label and key of every command, those of the parts included."""
    found = []
    for index in range((menu.index("end") or 0) + 1):
        if menu.type(index) == "cascade":
            found += entries(menu.nametowidget(menu.entrycget(index, "menu")))
        else:
            found.append((menu.entrycget(index, "label"), menu.entrycget(index, "accelerator")))
    return found


@pytest.mark.window
def test_menu_has_every_command_with_its_key(window: WindowDriver) -> None:
    listed = dict(entries(window.window.menu.prepare()))

    for key in Key:
        if key is not Key.MENU:
            title = TITLES[key][1]
            assert listed[title] == window.window.shortcuts.written(key)
    assert listed["Quit"] == "Ctrl+Q"
    assert "Copy diagnostics" in listed
    assert listed["Settings"] == "Ctrl+,"


@pytest.mark.window
def test_command_of_the_menu_does_what_its_key_does(window: WindowDriver) -> None:
    mode = window.window.look.mode
    command = next(each for each in window.window.shortcuts.commands if each.keys == "Alt+T")
    command.act()
    assert window.window.look.mode is mode.other


@pytest.mark.window
def test_keys_are_unique_and_all_bound(window: WindowDriver) -> None:
    written = [each.keys for each in window.window.shortcuts.commands if each.keys]
    assert len(written) == len(set(written))
    assert {window.window.shortcuts.written(each) for each in Key} <= set(written)


@pytest.mark.window
def test_every_icon_button_has_a_tooltip(window: WindowDriver) -> None:
    toolbar = window.window.toolbar
    for button in (
        toolbar.copy_button,
        toolbar.join_button,
        toolbar.open_button,
        toolbar.mode_button,
        toolbar.settings_button,
        toolbar.menu_button,
    ):
        assert str(button.cget("text")).endswith(")"), "a tip with its key"


# Size --------------------------------------------------------------------------------------------


@pytest.mark.window
def test_size_and_gap_are_remembered(make_window: MakeWindow, host: FakeHost) -> None:
    first = make_window(host)
    first.root.geometry("1260x810")
    first.wait(lambda: first.root.winfo_width() == 1260, "the window has its new size")
    panes = first.window.panes
    first.wait(lambda: first.root.winfo_height() == 810, "and its new height")
    gap = panes.tk.call(panes, "sashpos", 0) + 3
    for event, y in (("<ButtonPress-1>", gap), ("<B1-Motion>", 303), ("<ButtonRelease-1>", 303)):
        panes.event_generate(event, x=50, y=y)
        first.root.update()
    share = panes.tk.call(panes, "sashpos", 0) / panes.winfo_height()
    assert panes.tk.call(panes, "sashpos", 0) == 300
    first.destroy()

    layout = host.preferences.layout
    assert (layout.width, layout.height) == (1260, 810)
    assert layout.upper_share == pytest.approx(share, abs=0.002)

    second = make_window(host)
    second.wait(lambda: second.root.winfo_width() == 1260, "the window has its size again")
    panes = second.window.panes
    second.wait(lambda: panes.tk.call(panes, "sashpos", 0) == 300, "the gap is where it was")


@pytest.mark.window
@pytest.mark.parametrize(
    "layout",
    [
        Layout(width=-5, height=10**9, upper_share=7.0),
        Layout(width=10**9, height=1, upper_share=-1.0),
    ],
)
def test_odd_sizes_in_the_file_give_a_window_on_the_screen(
    make_window: MakeWindow, host: FakeHost, layout: Layout
) -> None:
    host.preferences = replace(host.preferences, layout=layout)
    window = make_window(host)
    assert window.root.winfo_width() <= window.root.winfo_screenwidth()
    assert window.root.winfo_height() <= window.root.winfo_screenheight()
    assert window.window.clients.frame.winfo_height() > 40
    assert window.window.lower.tabs.winfo_height() > 40


# Help --------------------------------------------------------------------------------------------


@pytest.mark.window
def test_about_names_versions_and_licences(window: WindowDriver) -> None:
    window.press(window.root, "<F1>")
    dialog = window.window.dialog
    assert isinstance(dialog, DetailsDialog)
    text = dialog.text.get("1.0", "end")
    for name, licence in LICENCES:
        assert name in text
        assert licence in text


def test_licences_name_every_dependency() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = project.split("dependencies = [", 1)[1].split("\n]", 1)[0].splitlines()
    wanted = {line.split('"')[1].split(">")[0].lower() for line in listed if '"' in line}
    assert wanted <= {name.lower() for name, _licence in LICENCES}


def test_licences_are_those_that_the_parts_state() -> None:
    for name, licence in LICENCES:
        try:
            stated = metadata.metadata(name).json.get("license_expression", licence)
        except metadata.PackageNotFoundError:
            continue  # Python, Tcl/Tk, SQLite
        assert stated == licence, name


@pytest.mark.window
def test_diagnostics_have_everything_but_the_code_and_what_was_said(
    make_window: MakeWindow,
) -> None:
    host = FakeHost(Settings(room_code="sesame", port=8080))
    window = make_window(host)
    host.say(listening(), opened(1), ArchiveTrouble("Saving", "The disk is full."))
    window.redraw()
    copy = next(
        each for each in window.window.shortcuts.commands if each.title == "Copy diagnostics"
    )
    copy.act()

    text = window.root.clipboard_get()
    assert "sesame" not in text
    for wanted in ("websockets: 1", "8080", "http://192.168.1.23", "The disk is full.", "Running"):
        assert wanted in text
    assert "Diagnostics copied" in str(window.window.status_bar.message.cget("text"))


@pytest.mark.window
def test_diagnostics_tell_why_the_server_does_not_run(window: WindowDriver, host: FakeHost) -> None:
    host.say(ServerFailed("No port is free.", "Traceback …"))
    window.redraw()
    text = window.window.help_desk.diagnostics()
    assert "No port is free." in text
    assert "Traceback" in text


# Awake -------------------------------------------------------------------------------------------

KEEPER = (
    "import sys, pathlib; mark = pathlib.Path(sys.argv[1]); mark.write_text('held'); "
    "sys.stdin.read(); mark.unlink()"
)


def is_held(awake: KeepAwake) -> bool:
    """Ask anew each time."""
    return awake.is_held


@pytest.mark.window
@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked without a command")
def test_computer_is_kept_awake_while_people_are_connected(
    display: str, host: FakeHost, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    host.preferences = replace(host.preferences, keep_awake=True)
    awake = KeepAwake([sys.executable, "-c", KEEPER, str(mark)])
    window = WindowDriver(HostWindow(host, keep_awake=awake))
    window.window.open()
    try:
        host.say(listening())
        window.redraw()
        assert not is_held(awake)

        host.say(opened(1))
        window.redraw()
        assert is_held(awake)
        wait_until(mark.exists, 10, "the command runs")

        host.preferences = replace(host.preferences, keep_awake=False)
        window.redraw()
        assert not is_held(awake)
        wait_until(lambda: not mark.exists(), 10, "the command has ended")

        host.preferences = replace(host.preferences, keep_awake=True)
        window.redraw()
        wait_until(mark.exists, 10, "the command runs again")
    finally:
        window.destroy()
    wait_until(lambda: not mark.exists(), 10, "it ends with the window")


@pytest.mark.parametrize("command", [(), ("no-such-program-anywhere",), (sys.executable, "-c", "")])
def test_computer_that_cannot_be_kept_awake_is_no_trouble(command: tuple[str, ...]) -> None:
    awake = KeepAwake(command)
    for is_wanted in (True, True, False, False):
        awake.hold(is_wanted=is_wanted)
    assert not is_held(awake)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked without a command")
def test_program_that_does_not_end_by_itself_is_ended() -> None:
    awake = KeepAwake([sys.executable, "-c", "import time; time.sleep(60)"])
    awake.hold(is_wanted=True)
    awake.hold(is_wanted=False)
    assert not is_held(awake)


# The system --------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="others are asked in their own ways")
@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, ""),
        ({"LANG": "de_DE.UTF-8"}, "de_DE.UTF-8"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "ja_JP"}, "ja_JP"),
        ({"LANG": "C", "LANGUAGE": "es:en"}, "es"),
    ],
)
def test_language_of_the_system(environment: dict[str, str], language: str) -> None:
    assert system_language(environment) == language


@pytest.mark.parametrize(
    ("answer", "mode"),
    [("'prefer-dark'", "dark"), ("Dark", "dark"), ("'default'", "light"), ("", "light")],
)
def test_mode_of_the_system(answer: str, mode: str) -> None:
    assert mode_of(answer) == mode
