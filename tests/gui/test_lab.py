"""The protocol lab in a real window."""

from __future__ import annotations

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.people import dialog_of, fill, select
from tests.gui.window_driver import WindowDriver
from wschat_gui.bridge.frame_commands import (
    EnterLab,
    LabBreach,
    LabBreak,
    LabFrame,
    LabLine,
    LabSend,
    LeaveLab,
)
from wschat_gui.bridge.frame_words import LabNote, LabNoteKind
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.lab_panel import LabPanel

pytestmark = pytest.mark.window


@pytest.fixture
def room(window: WindowDriver, host: FakeHost) -> WindowDriver:
    """Give a window with ada, ken and grace."""
    fill(window, host)
    return window


def note(kind: LabNoteKind, client_id: int = 2, **more: object) -> LabNote:
    return LabNote(at_ms=1_000, client_id=client_id, kind=kind, **more)  # type: ignore[arg-type]


@pytest.fixture
def lab(room: WindowDriver, host: FakeHost) -> LabPanel:
    """Let ken into the lab."""
    select(room, 2)
    room.press(room.window.clients.table.tree, "<Alt-x>")
    room.click(dialog_of(room, ConfirmDialog).confirm_button)
    host.say(note(LabNoteKind.BEGUN))
    room.redraw()
    return room.window.lower.frames.lab_desk.panel


def name_in_table(room: WindowDriver, client_id: int) -> str:
    return str(room.window.clients.table.tree.set(str(client_id), "nick"))


def test_warning_comes_first_and_no_means_no(room: WindowDriver, host: FakeHost) -> None:
    select(room, 2)
    room.press(room.window.clients.table.tree, "<Alt-x>")
    dialog = dialog_of(room, ConfirmDialog)
    assert dialog.title.cget("text") == "Experiment with ken?"
    room.press(dialog.cancel_button, "<Escape>")

    assert not [each for each in host.posted if isinstance(each, EnterLab)]
    assert not room.window.lower.frames.lab_desk.panel.is_there


def test_several_cannot_be_experimented_with(room: WindowDriver, host: FakeHost) -> None:
    select(room, 1, 2)
    room.press(room.window.clients.table.tree, "<Alt-x>")
    assert room.window.dialog is None


def test_client_in_the_lab_is_marked(room: WindowDriver, host: FakeHost, lab: LabPanel) -> None:
    assert EnterLab(2) in host.posted
    assert lab.is_there
    assert lab.frame.winfo_viewable()
    assert lab.title.cget("text") == "⚗ Experiments with ken"
    assert name_in_table(room, 2) == "⚗ ken"
    assert "lab" in room.window.clients.table.tree.item("2", "tags")


def test_messages_of_chosen_length_in_fragments(
    room: WindowDriver, host: FakeHost, lab: LabPanel
) -> None:
    controls = lab.controls
    controls.fields["length"].set("65,536")
    controls.fields["fragments"].set("3")
    room.click(controls.buttons["text"])
    room.press(controls.buttons["binary"], "<space>")

    assert host.posted[-2:] == [
        LabSend(client_id=2, what=LabFrame.TEXT, length=65_536, fragments=3),
        LabSend(client_id=2, what=LabFrame.BINARY, length=65_536, fragments=3),
    ]


def test_ping_and_close(room: WindowDriver, host: FakeHost, lab: LabPanel) -> None:
    lab.controls.fields["ping"].set("125")
    lab.controls.buttons["ping"].invoke()
    lab.controls.codes.current(2)
    lab.controls.buttons["close"].invoke()

    assert host.posted[-2:] == [
        LabSend(client_id=2, what=LabFrame.PING, length=125),
        LabSend(client_id=2, what=LabFrame.CLOSE, close_code=1002),
    ]


@pytest.mark.parametrize("typed", ["", "a lot", "-1", "126", "1.5", "²"])
def test_number_that_does_not_fit_is_told(
    room: WindowDriver, host: FakeHost, lab: LabPanel, typed: str
) -> None:
    before = len(host.posted)
    lab.controls.fields["ping"].set(typed)
    lab.controls.buttons["ping"].invoke()
    assert lab.controls.says.cget("text").startswith("⚠ Type a whole number from 0 to 125")
    room.root.update()
    assert lab.controls.says.winfo_viewable()
    assert len(host.posted) == before


def test_illegal_frames_need_the_second_switch(
    room: WindowDriver, host: FakeHost, lab: LabPanel
) -> None:
    controls = lab.controls
    assert str(controls.buttons["break"].cget("state")) == "disabled"
    controls.breach_switch.invoke()
    controls.breaches.current(list(LabBreach).index(LabBreach.LONG_PING))
    controls.buttons["break"].invoke()
    assert host.posted[-1] == LabBreak(2, LabBreach.LONG_PING)


def test_line_is_made_worse_cut_and_good_again(
    room: WindowDriver, host: FakeHost, lab: LabPanel
) -> None:
    controls = lab.controls
    for name, typed in (("delay", "300"), ("jitter", "50"), ("rate", "2000"), ("cut", "4")):
        controls.fields[name].set(typed)
    for name in ("line", "cut", "reset"):
        controls.buttons[name].invoke()

    worse = {"client_id": 2, "delay_ms": 300, "jitter_ms": 50, "bytes_per_s": 2_000}
    assert host.posted[-3:] == [
        LabLine(**worse),
        LabLine(**worse, cut_s=4),
        LabLine(client_id=2),
    ]


def test_protocol_tells_what_was_sent_and_what_the_page_saw(
    room: WindowDriver, host: FakeHost, lab: LabPanel
) -> None:
    host.say(
        note(LabNoteKind.SENT, what="text", length=126),
        note(LabNoteKind.SEEN, what="text", length=126),
        note(LabNoteKind.SEEN, client_id=3, what="text", length=1),
    )
    room.redraw()
    lines = lab.notes.text.get("1.0", "end-1c").split("\n")
    assert [line.split("  ", 1)[1] for line in lines] == [
        "* The experiments begin.",
        "→ Sent: text, 126 bytes",
        "← The page saw: text, 126 bytes",
    ]


def test_end_closes_the_tab_and_tells_the_server(
    room: WindowDriver, host: FakeHost, lab: LabPanel
) -> None:
    room.click(lab.end_button)
    room.redraw()
    assert host.posted[-1] == LeaveLab(2)
    assert not lab.is_there
    assert name_in_table(room, 2) == "ken"


def test_page_that_comes_back_is_in_the_lab_again(
    room: WindowDriver, host: FakeHost, lab: LabPanel
) -> None:
    host.say(note(LabNoteKind.CLOSED, close_code=1002))
    room.redraw()
    assert lab.title.cget("text") == "⚗ ken was cut off; its page may come back"
    assert str(lab.controls.buttons["text"].cget("state")) == "disabled"

    host.say(note(LabNoteKind.BEGUN, client_id=3))
    room.redraw()
    lab.controls.buttons["text"].invoke()
    sent = host.posted[-1]
    assert isinstance(sent, LabSend)
    assert sent.client_id == 3


def test_lab_outlives_a_rebuilt_window(
    room: WindowDriver, host: FakeHost, lab: LabPanel, make_window: MakeWindow
) -> None:
    state = room.window.state
    room.destroy()
    again = make_window(host, state)
    panel = again.window.lower.frames.lab_desk.panel
    assert panel.is_there
    assert "The experiments begin." in panel.notes.text.get("1.0", "end")
