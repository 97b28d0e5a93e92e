"""The line about what is not being saved: there while it holds, whole, copyable, gone after."""

from __future__ import annotations

import pytest

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import listening
from wschat_gui.bridge.events import ArchiveTrouble
from wschat_gui.gui.dialogs import DetailsDialog
from wschat_gui.gui.palette import Tone
from wschat_gui.model.troubles import LASTING_TASK

pytestmark = pytest.mark.window

FULL = ArchiveTrouble(
    "Messages are not being saved",
    "Messages are not being saved: the disk is full. Make room on it. "
    "(/home/ada/.local/share/wschat/a rather long name of a folder/transcript.sqlite3)",
)
SLOW = ArchiveTrouble("New messages are found more slowly", "The index is not kept up.")
DAMAGED = ArchiveTrouble(LASTING_TASK, "It was set aside as transcript.corrupt-1.")


def tell(driver: WindowDriver, host: FakeHost, *troubles: ArchiveTrouble) -> None:
    host.say(listening(), *troubles)
    driver.redraw()
    driver.root.update()


def test_nothing_is_there_while_all_is_well(window: WindowDriver, host: FakeHost) -> None:
    tell(window, host)

    assert not window.window.troubles.frame.winfo_viewable()


def test_trouble_is_told_whole_with_a_sign_in_the_smallest_window(
    window: WindowDriver, host: FakeHost
) -> None:
    window.root.geometry("1000x640")
    tell(window, host, FULL)
    bar = window.window.troubles
    window.wait(bar.frame.winfo_viewable, "the bar is there")

    assert bar.text == FULL.sentence
    (sign, label) = bar.frame.winfo_children()[0].winfo_children()
    assert (str(sign.cget("text")), str(sign.cget("style"))) == ("⚠", f"{Tone.WARNING}.TLabel")
    assert label.winfo_width() >= label.winfo_reqwidth()
    assert label.winfo_height() >= label.winfo_reqheight()


def test_trouble_goes_when_it_is_over_and_leaves_the_others(
    window: WindowDriver, host: FakeHost
) -> None:
    tell(window, host, FULL, SLOW)
    assert window.window.troubles.text == f"{FULL.sentence}\n{SLOW.sentence}"

    tell(window, host, ArchiveTrouble(FULL.task, ""))
    assert window.window.troubles.text == SLOW.sentence
    tell(window, host, ArchiveTrouble(SLOW.task, ""))
    assert not window.window.troubles.frame.winfo_viewable()


def test_details_have_all_troubles_to_be_copied(window: WindowDriver, host: FakeHost) -> None:
    tell(window, host, FULL, SLOW, DAMAGED)
    assert "and 1 more: see Details" in window.window.troubles.text

    window.click(window.window.troubles.details_button)
    dialog = window.window.dialog
    assert isinstance(dialog, DetailsDialog)
    window.click(dialog.copy_button)

    copied = window.root.clipboard_get()
    assert all(each.sentence in copied for each in (FULL, SLOW, DAMAGED))


def test_only_a_file_set_aside_can_be_put_away(window: WindowDriver, host: FakeHost) -> None:
    tell(window, host, FULL, DAMAGED)
    (button,) = window.window.troubles.dismiss_buttons

    window.press(button, "<space>")
    window.redraw()

    assert window.window.troubles.text == FULL.sentence
    assert window.window.troubles.dismiss_buttons == []
