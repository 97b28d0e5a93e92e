"""The tab with the list of bans, and lifting them."""

from __future__ import annotations

import pytest

from tests.gui.fake_host import FakeHost
from tests.gui.people import dialog_of, fill
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import ban_entry
from wschat_gui.bridge.commands import LiftBan
from wschat_gui.bridge.events import BansChanged, ServerStopped
from wschat_gui.gui.bans_panel import BansPanel
from wschat_gui.gui.dialogs import ConfirmDialog

pytestmark = pytest.mark.window


@pytest.fixture
def bans(window: WindowDriver, host: FakeHost) -> BansPanel:
    """Give the tab, in front, with bob and eve banned."""
    fill(window, host)
    host.say(
        BansChanged(
            (
                ban_entry(1, nick="eve", reason="spam", since_ms=1_000),
                ban_entry(2, nick="bob", since_ms=2_000, until_stop=True),
            )
        )
    )
    window.redraw()
    window.press(window.root, "<F4>")
    window.redraw()
    return window.window.lower.bans


def rows(panel: BansPanel) -> list[str]:
    return [str(panel.tree.set(item, "who")) for item in panel.tree.get_children()]


def tab_text(panel: BansPanel) -> str:
    return str(panel._tabs.tk.call(panel._tabs, "tab", panel.frame, "-text"))


def test_key_shows_the_list_and_the_tab_counts(bans: BansPanel, window: WindowDriver) -> None:
    assert bans.tree.winfo_viewable()
    assert rows(bans) == ["bob", "eve"]
    assert tab_text(bans) == "Bans (2)"
    assert bans.tree.set("1", "why") == "spam"
    assert bans.tree.set("1", "until") == "until it is lifted"


def test_empty_list_says_so(window: WindowDriver) -> None:
    bans = window.window.lower.bans
    bans.open()
    window.root.update()

    assert bans._nobody.winfo_viewable()
    assert tab_text(bans) == "Bans"
    assert str(bans.lift_button.cget("state")) == "disabled"


def test_heading_and_key_sort(bans: BansPanel, window: WindowDriver) -> None:
    window.click(bans.tree, x=10, y=5)
    assert rows(bans) == ["bob", "eve"]
    assert str(bans.tree.heading("who", "text")) == "Who ↑"

    window.press(bans.tree, "<Control-Key-1>")
    assert rows(bans) == ["eve", "bob"]


def test_several_are_lifted_by_key_after_a_question(
    bans: BansPanel, window: WindowDriver, host: FakeHost
) -> None:
    window.press(bans.tree, "<Control-a>", "<Delete>")
    dialog = dialog_of(window, ConfirmDialog)
    assert "bob, eve" in str(dialog.sentence.cget("text"))
    window.click(dialog.confirm_button)

    assert host.posted == [LiftBan(2), LiftBan(1)]


def test_one_is_lifted_by_button(bans: BansPanel, window: WindowDriver, host: FakeHost) -> None:
    bans.tree.selection_set("1")
    window.root.update()
    window.click(bans.lift_button)
    dialog = dialog_of(window, ConfirmDialog)
    assert dialog.title.cget("text") == "Lift the ban of eve?"
    window.click(dialog.confirm_button)

    assert host.posted == [LiftBan(1)]


def test_escape_lifts_nothing(bans: BansPanel, window: WindowDriver, host: FakeHost) -> None:
    window.press(bans.tree, "<Control-a>", "<Delete>")
    window.press(dialog_of(window, ConfirmDialog).cancel_button, "<Escape>")

    assert window.window.dialog is None
    assert host.posted == []


def test_selection_survives_a_new_list(
    bans: BansPanel, window: WindowDriver, host: FakeHost
) -> None:
    bans.tree.selection_set("1")
    host.say(BansChanged((ban_entry(1, nick="eve"), ban_entry(9, nick="mallory"))))
    window.redraw()

    assert bans.tree.selection() == ("1",)
    assert set(rows(bans)) == {"eve", "mallory"}


def test_long_reason_ends_in_an_ellipsis(
    bans: BansPanel, window: WindowDriver, host: FakeHost
) -> None:
    host.say(BansChanged((ban_entry(1, reason="word " * 60),)))
    window.redraw()

    why = str(bans.tree.set("1", "why"))
    assert why.endswith("…")
    assert window.window.look.measure(why) < int(bans.tree.column("why", "width"))


def test_list_goes_with_the_next_run(bans: BansPanel, window: WindowDriver, host: FakeHost) -> None:
    host.say(ServerStopped())
    window.redraw()
    window.window.life.start()
    window.redraw()

    assert rows(bans) == []
