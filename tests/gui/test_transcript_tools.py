"""The row below the transcript: deleting many messages, export, and for how long to keep them."""

from __future__ import annotations

import tkinter

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import listening
from wschat_gui.bridge.commands import CancelExport, DeleteBefore, DeleteEverything, Export
from wschat_gui.bridge.events import ExportEnded, ExportProgress, ServerStopped
from wschat_gui.config import Keep, KeepFor, Settings
from wschat_gui.gui.deletion_dialogs import DeleteBeforeDialog
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.retention_dialogs import DaysDialog
from wschat_gui.model.moments import span_of

pytestmark = pytest.mark.window


@pytest.fixture
def tab(window: WindowDriver, host: FakeHost) -> WindowDriver:
    """Give a window whose server runs, with the transcript in front."""
    host.say(listening())
    window.redraw()
    window.press(window.root, "<Alt-h>")
    return window


def confirm(driver: WindowDriver) -> ConfirmDialog:
    dialog = driver.window.dialog
    assert isinstance(dialog, ConfirmDialog)
    return dialog


def test_tools_can_be_reached_by_tab_and_fit_the_smallest_window(tab: WindowDriver) -> None:
    tab.root.geometry("1x1")
    least_width, _ = tab.root.minsize()
    tab.wait(lambda: tab.root.winfo_width() == least_width, "the window is as small as it gets")
    tools, fields = tab.window.lower.tools, tab.window.transcript.fields
    wanted = {
        *(fields.words, fields.nick, fields.since, fields.until),
        *(tab.window.transcript.lines.text, tools.keeps, tools.export_button),
        *(tools.before_button, tools.everything_button),
    }
    reached: set[tkinter.Misc] = set()
    widget: tkinter.Misc | None = fields.words
    for _ in range(40):
        assert widget is not None
        reached.add(widget)
        widget = widget.tk_focusNext()
    assert wanted <= reached

    edge = tab.root.winfo_rootx() + tab.window.side.frame.winfo_x()
    for each in wanted:
        assert each.winfo_rootx() + each.winfo_width() <= edge
        assert each.winfo_width() >= min(each.winfo_reqwidth(), 100)
    assert tab.window.transcript.lines.text.winfo_height() > 60


# Deleting many -----------------------------------------------------------------------------------


def test_delete_before_says_what_will_go_and_waits_for_a_date(
    tab: WindowDriver, host: FakeHost
) -> None:
    tab.click(tab.window.lower.tools.before_button)
    dialog = tab.window.dialog
    assert isinstance(dialog, DeleteBeforeDialog)
    tab.press(dialog.entry, "<Return>")
    assert str(dialog.delete_button.cget("state")) == "disabled"
    tab.type(dialog.entry, "2026")
    assert "is no date" in str(dialog.says.cget("text"))

    dialog.date.set("2026-11-22")
    assert "before 2026-11-22 will be gone" in str(dialog.says.cget("text"))
    assert "cannot be undone" in str(dialog.says.cget("text"))
    tab.press(dialog.entry, "<Return>")

    span = span_of("2026-11-22")
    assert span
    assert host.posted == [DeleteBefore(at_ms=span.begin_ms)]
    assert tab.window.dialog is None


def test_delete_everything_asks_first(tab: WindowDriver, host: FakeHost) -> None:
    tab.press(tab.window.lower.tools.everything_button, "<space>")
    assert "All messages" in str(confirm(tab).sentence.cget("text"))
    assert host.posted == []
    tab.click(confirm(tab).confirm_button)

    assert host.posted == [DeleteEverything()]


# Export ------------------------------------------------------------------------------------------


def message(driver: WindowDriver) -> str:
    return str(driver.window.status_bar.message.cget("text"))


def test_export_shows_its_progress_and_then_its_sentence(tab: WindowDriver, host: FakeHost) -> None:
    tools = tab.window.lower.tools
    host.chosen_file = "/home/ada/chat.html"
    tab.click(tools.export_button)
    tab.redraw()
    assert host.posted == [Export(path="/home/ada/chat.html", form="html")]
    assert not tools.export_button.winfo_viewable()

    host.say(ExportProgress(1_500, 2_000))
    tab.redraw()
    assert str(tools.progress.cget("text")) == "Export: 1,500 of 2,000 messages"
    assert (float(tools.bar.cget("value")), float(tools.bar.cget("maximum"))) == (1_500, 2_000)

    host.say(ExportEnded("2,000 messages were written to /home/ada/chat.html."))
    tab.redraw()
    assert message(tab) == "2,000 messages were written to /home/ada/chat.html."
    assert tools.export_button.winfo_viewable()


def test_export_is_cancelled_once(tab: WindowDriver, host: FakeHost) -> None:
    tools = tab.window.lower.tools
    host.chosen_file = "chat.txt"
    tab.click(tools.export_button)
    host.say(ExportProgress(1, 2_000))
    tab.redraw()

    tab.click(tools.cancel_button)
    tab.redraw()
    tab.click(tools.cancel_button)

    assert host.posted[1:] == [CancelExport()]
    assert "cancelling" in str(tools.progress.cget("text"))


def test_export_without_a_name_does_nothing(tab: WindowDriver, host: FakeHost) -> None:
    tab.click(tab.window.lower.tools.export_button)

    assert host.posted == []


def test_export_under_an_ending_that_is_none_of_ours_says_which_are(
    tab: WindowDriver, host: FakeHost
) -> None:
    host.chosen_file = "chat.doc"
    tab.click(tab.window.lower.tools.export_button)

    assert host.posted == []
    assert ".txt, .html, .csv, .jsonl" in message(tab)


def test_stopped_server_exports_and_deletes_nothing(tab: WindowDriver, host: FakeHost) -> None:
    tools = tab.window.lower.tools
    host.chosen_file = "chat.txt"
    tab.click(tools.export_button)
    host.say(ServerStopped())
    tab.redraw()

    buttons = (tools.export_button, tools.before_button, tools.everything_button)
    assert [str(each.cget("state")) for each in buttons] == ["disabled"] * 3
    assert all(each.winfo_viewable() for each in buttons)


# Keeping -----------------------------------------------------------------------------------------


def pick(driver: WindowDriver, name: str) -> None:
    keeps = driver.window.lower.tools.keeps
    keeps.current(list(keeps.cget("values")).index(name))
    keeps.event_generate("<<ComboboxSelected>>")
    driver.root.update()


def test_longer_is_taken_at_once(make_window: MakeWindow) -> None:
    host = FakeHost(Settings(keep=Keep(how_long=KeepFor.DAYS, days=45)))
    driver = make_window(host)
    assert driver.window.lower.tools.keeps.get() == "45 days"

    pick(driver, "for ever")

    assert host.settings.keep.how_long is KeepFor.FOREVER
    assert driver.window.lower.tools.keeps.get() == "for ever"


def test_shorter_asks_first(tab: WindowDriver, host: FakeHost) -> None:
    keeps = tab.window.lower.tools.keeps
    pick(tab, "30 days")
    assert "older than that will be deleted now" in str(confirm(tab).sentence.cget("text"))
    assert keeps.get() == "for ever"
    tab.press(confirm(tab).cancel_button, "<Escape>")
    assert host.settings.keep == Keep()

    pick(tab, "until the room is closed")
    tab.click(confirm(tab).confirm_button)
    assert host.settings.keep.how_long is KeepFor.UNTIL_CLOSE
    assert keeps.get() == "until the room is closed"


def test_any_number_of_days_can_be_kept(tab: WindowDriver, host: FakeHost) -> None:
    pick(tab, "another number of days …")
    dialog = tab.window.dialog
    assert isinstance(dialog, DaysDialog)
    tab.type(dialog.entry, "x")
    assert "whole number" in str(dialog.says.cget("text"))
    dialog.days.set("45")
    tab.press(dialog.entry, "<Return>")
    tab.click(confirm(tab).confirm_button)

    assert host.settings.keep == Keep(how_long=KeepFor.DAYS, days=45)
    assert tab.window.lower.tools.keeps.get() == "45 days"
