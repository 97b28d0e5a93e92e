"""The message log on the screen: filter, follow, the cap, and announcing."""

from __future__ import annotations

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.log_rows import CAP, fill, is_at_bottom, shown
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import listening, opened, said
from wschat_gui.bridge.commands import Announce
from wschat_gui.bridge.events import LineKind, ServerStopped
from wschat_gui.config import Limits, Settings

pytestmark = pytest.mark.window


def test_line_is_a_row_with_time_nick_and_text(log_window: WindowDriver, host: FakeHost) -> None:
    host.say(said("hello\nthere", nick="zoë 👍"))
    log_window.redraw()

    assert len(shown(log_window)) == 1
    assert shown(log_window)[0].endswith(".757   zoë 👍 hello there")


def test_rows_are_tagged_where_nick_and_text_stand(
    log_window: WindowDriver, host: FakeHost
) -> None:
    host.say(said("was refused", nick="zoë 👍", kind=LineKind.REFUSED))
    log_window.redraw()

    text = log_window.window.log.view.text
    tagged = {
        tag: [text.get(*text.tag_ranges(tag)[at : at + 2]) for at in range(0, length, 2)]
        for tag in ("Accent", "Bad")
        if (length := len(text.tag_ranges(tag)))
    }
    assert tagged["Accent"] == ["zoë 👍"]
    assert tagged["Bad"][-1] == " was refused"


def test_nicks_below_a_line_without_one_are_tagged_too(
    log_window: WindowDriver, host: FakeHost
) -> None:
    host.say(said("a"), said("break", nick="", kind=LineKind.ANNOUNCED), said("b", nick="ken"))
    log_window.redraw()

    text = log_window.window.log.view.text
    ranges = text.tag_ranges("Accent")
    tagged = [text.get(*ranges[at : at + 2]) for at in range(0, len(ranges), 2)]
    assert tagged == ["ada", "ken"]


def test_empty_log_says_what_will_stand_there(log_window: WindowDriver, host: FakeHost) -> None:
    hint = log_window.window.log.hint
    assert "will stand here" in hint

    fill(log_window, host, 1)
    assert log_window.window.log.hint == ""


# Filter ------------------------------------------------------------------------------------------


def test_filter_shows_only_what_fits_and_gives_all_back(
    log_window: WindowDriver, host: FakeHost
) -> None:
    host.say(said("red apple"), said("green pear"), said("red cherry"))
    log_window.redraw()
    entry = log_window.window.log.filter_entry

    log_window.type(entry, "red")
    log_window.wait(lambda: len(shown(log_window)) == 2, "two lines fit")
    host.say(said("blue plum"), said("a RED one"))
    log_window.redraw()
    assert [row.split(" ada ")[1] for row in shown(log_window)] == [
        "red apple",
        "red cherry",
        "a RED one",
    ]

    log_window.press(entry, "<Escape>")
    log_window.wait(lambda: len(shown(log_window)) == 5, "all lines are back")


def test_filter_that_nothing_fits_says_so(log_window: WindowDriver, host: FakeHost) -> None:
    fill(log_window, host, 3)
    log_window.type(log_window.window.log.filter_entry, "xyz")
    log_window.wait(lambda: not shown(log_window), "no line fits")

    assert "No line fits" in log_window.window.log.hint


def test_kind_chooser_narrows_to_a_group(log_window: WindowDriver, host: FakeHost) -> None:
    host.say(*(said(kind.value, kind=kind) for kind in LineKind))
    log_window.redraw()

    log_window.window.log.kinds.current(3)
    log_window.window.log.kinds.event_generate("<<ComboboxSelected>>")
    log_window.root.update()

    assert [row.rsplit(" ", 1)[1] for row in shown(log_window)] == ["refused"]


def test_accelerator_puts_the_cursor_into_the_filter(log_window: WindowDriver) -> None:
    log_window.press(log_window.window.clients.table.tree, "<Alt-f>")

    assert log_window.root.focus_get() == log_window.window.log.filter_entry


# Follow ------------------------------------------------------------------------------------------


def test_follows_at_the_bottom(log_window: WindowDriver, host: FakeHost) -> None:
    fill(log_window, host, 200)
    fill(log_window, host, 200)

    assert log_window.window.log.follow.get()
    assert is_at_bottom(log_window)


def test_stays_where_the_reader_has_scrolled_to(log_window: WindowDriver, host: FakeHost) -> None:
    text = log_window.window.log.view.text
    fill(log_window, host, 300)
    text.event_generate("<Button-4>")
    log_window.wait(lambda: not log_window.window.log.follow.get(), "following has ended")
    top = text.get("@0,0 linestart", "@0,0 lineend")

    fill(log_window, host, 100)

    assert text.get("@0,0 linestart", "@0,0 lineend") == top
    assert not is_at_bottom(log_window)


def test_stays_even_when_the_oldest_rows_go(make_window: MakeWindow) -> None:
    host = FakeHost(Settings(limits=Limits(log_rows=300)))
    driver = make_window(host)
    text = driver.window.log.view.text
    fill(driver, host, 300)
    text.event_generate("<Button-4>")
    driver.wait(lambda: not driver.window.log.follow.get(), "following has ended")
    top = text.get("@0,0 linestart", "@0,0 lineend")

    fill(driver, host, 50)

    assert text.get("@0,0 linestart", "@0,0 lineend") == top
    assert len(shown(driver)) == 300


def test_follows_again_at_the_end(log_window: WindowDriver, host: FakeHost) -> None:
    text = log_window.window.log.view.text
    fill(log_window, host, 300)
    text.event_generate("<Button-4>")
    log_window.wait(lambda: not log_window.window.log.follow.get(), "following has ended")

    text.event_generate("<Button-5>")
    log_window.wait(log_window.window.log.follow.get, "it follows again")
    fill(log_window, host, 50)

    assert is_at_bottom(log_window)


def test_follow_switch_goes_to_the_newest(log_window: WindowDriver, host: FakeHost) -> None:
    fill(log_window, host, 300)
    log_window.window.log.view.text.event_generate("<Button-4>")
    log_window.wait(lambda: not log_window.window.log.follow.get(), "following has ended")

    log_window.click(log_window.window.log.follow_switch, x=10)

    assert log_window.window.log.follow.get()
    assert is_at_bottom(log_window)


# Bounds ------------------------------------------------------------------------------------------


def test_rows_are_capped(log_window: WindowDriver, host: FakeHost) -> None:
    fill(log_window, host, CAP + 700)
    fill(log_window, host, 300)

    log_window.wait(lambda: len(shown(log_window)) == CAP, "all rows are there")
    rows = shown(log_window)
    assert rows[0].endswith(" line 1000")
    assert rows[-1].endswith(" line 299")


def test_lost_lines_are_told(log_window: WindowDriver, host: FakeHost) -> None:
    host.lost_lines = 1_234
    log_window.redraw()

    assert "1,234 log lines skipped" in str(log_window.window.status_bar.notes.cget("text"))


def test_iconified_window_draws_nothing_and_catches_up(
    log_window: WindowDriver, host: FakeHost
) -> None:
    log_window.root.withdraw()
    log_window.root.update()
    fill(log_window, host, 30)
    assert shown(log_window) == []

    log_window.root.deiconify()
    log_window.wait(lambda: len(shown(log_window)) == 30, "the log has caught up")


# Announcing --------------------------------------------------------------------------------------


def test_enter_announces_and_empties_the_line(log_window: WindowDriver, host: FakeHost) -> None:
    entry = log_window.window.log.announce_entry
    log_window.type(entry, "break until ten")
    log_window.press(entry, "<Return>")

    assert host.posted == [Announce(text="break until ten")]
    assert log_window.window.log.announcement.get() == ""


def test_button_announces(log_window: WindowDriver, host: FakeHost) -> None:
    log_window.window.log.announcement.set(" hello ")
    log_window.click(log_window.window.log.announce_button)

    assert host.posted == [Announce(text="hello")]


def test_empty_line_announces_nothing(log_window: WindowDriver, host: FakeHost) -> None:
    log_window.type(log_window.window.log.announce_entry, "  ")
    log_window.press(log_window.window.log.announce_entry, "<Return>")

    assert host.posted == []


def test_nothing_is_announced_to_a_closed_room(log_window: WindowDriver, host: FakeHost) -> None:
    host.say(ServerStopped())
    log_window.redraw()
    panel = log_window.window.log

    assert str(panel.announce_entry.cget("state")) == "disabled"
    assert str(panel.announce_button.cget("state")) == "disabled"


def test_text_that_was_not_taken_stays(log_window: WindowDriver, host: FakeHost) -> None:
    host.is_closed = True
    entry = log_window.window.log.announce_entry
    log_window.type(entry, "hello")
    log_window.press(entry, "<Return>")

    assert log_window.window.log.announcement.get() == "hello"
    assert "not done" in str(log_window.window.status_bar.message.cget("text"))


def test_key_and_menu_go_to_the_sender(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), opened(1), opened(2), said("hi"))
    window.redraw()
    text, tree = window.window.log.view.text, window.window.clients.table.tree

    window.press(text, "<Up>", "<Control-g>")
    assert tree.selection() == ("1",)
    assert window.root.focus_get() == tree

    tree.selection_set("2")
    window.window.log.menu.menu.invoke(3)
    assert tree.selection() == ("1",)


def test_sender_that_is_unknown_is_said_so(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), said("hi"))
    window.redraw()
    window.press(window.window.log.view.text, "<Up>", "<Control-g>")
    assert "no longer known" in str(window.window.status_bar.message.cget("text"))
