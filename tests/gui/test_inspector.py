"""The frame inspector in a real window."""

from __future__ import annotations

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.frames import CapturingHost, numbers, open_inspector, pumped
from tests.gui.people import dialog_of, fill
from tests.gui.window_driver import WindowDriver
from tests.model.frame_making import frame_row, xray
from wschat_gui.bridge.commands import ShowAround
from wschat_gui.bridge.events import ServerStopped
from wschat_gui.bridge.frame_commands import (
    CaptureFrames,
    ExportFrames,
    ForgetFrames,
    FrameExportForm,
    ListFrames,
    XrayFrame,
)
from wschat_gui.bridge.frame_words import FilterFault, FramesExported
from wschat_gui.gui.frame_export_dialog import FrameExportDialog
from wschat_gui.gui.inspector_panel import InspectorPanel
from wschat_gui.model.frame_book import NEXT_ROWS

pytestmark = pytest.mark.window


@pytest.fixture
def host() -> CapturingHost:
    return CapturingHost()


@pytest.fixture
def room(make_window: MakeWindow, host: CapturingHost) -> WindowDriver:
    """Give a window with ada, ken and grace."""
    driver = make_window(host)
    fill(driver, host)
    return driver


@pytest.fixture
def panel(room: WindowDriver) -> InspectorPanel:
    return open_inspector(room)


def shown_text(panel: InspectorPanel) -> str:
    return panel.rows.text.get("1.0", "end-1c")


def until(room: WindowDriver, condition: object, what: str) -> None:
    """Let beats go by until a condition holds."""
    assert callable(condition)
    room.wait(lambda: condition() or pumped(room), what)


def test_tab_stands_behind_the_log(room: WindowDriver) -> None:
    tabs = room.window.lower.tabs
    titles = [
        str(tabs.tk.call(tabs, "tab", tab, "-text"))
        for tab in tabs.tk.splitlist(tabs.tk.call(tabs, "tabs"))
    ]
    assert titles[:3] == ["Message log", "Frame inspector", "Statistics"]
    assert "Protocol lab" not in titles


def test_frames_are_shown_as_they_come(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    assert numbers(panel) == [1, 2, 3]
    assert "ada" in shown_text(panel)
    assert panel.extent.cget("text").startswith("3 of 50,000 frames")

    host.rows.append(frame_row(4, preview=b"hello from four"))
    until(room, lambda: numbers(panel) == [1, 2, 3, 4], "the fourth")
    assert "hello from four" in shown_text(panel)
    assert [each.after for each in host.asked(ListFrames)][-1] >= 3


def test_nobody_is_asked_while_the_tab_is_hidden(room: WindowDriver, host: CapturingHost) -> None:
    room.beat(20)
    assert host.asked(ListFrames) == []
    open_inspector(room)
    room.press(room.root, "<Alt-f>")
    room.beat()
    before = len(host.asked(ListFrames))
    host.rows.append(frame_row(4))
    room.beat(20)
    assert len(host.asked(ListFrames)) == before


def test_burst_is_cut_and_told(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    host.rows += [frame_row(number) for number in range(4, 4 + NEXT_ROWS + 20)]
    until(room, lambda: 0 in numbers(panel), "a gap")
    assert "… 20 frames not shown" in shown_text(panel)


def test_pause_by_its_key_stops_the_rows_and_going_on_asks_for_all(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    room.press(panel.rows.text, "<F5>")
    room.beat(2)
    asked = len(host.asked(ListFrames))
    host.rows.append(frame_row(4))
    room.beat(30)
    assert len(host.asked(ListFrames)) == asked
    assert "Paused" in panel.info.cget("text")

    room.click(panel.pause_button)
    until(room, lambda: numbers(panel) == [1, 2, 3, 4], "all rows")
    assert host.asked(ListFrames)[asked].after == 0


def test_filter_is_asked_after_the_last_key_and_its_fault_is_underlined(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    host.fault = FilterFault(2, 3, "There is no field xyz.")
    panel.filter.set("a xyz")
    until(room, lambda: panel.info.cget("text") == "⚠ There is no field xyz.", "the fault")

    ranges = [str(each) for each in panel.filter.text.tag_ranges("Fault")]
    assert ranges == ["1.2", "1.5"]
    assert host.asked(ListFrames)[-1].filter == "a xyz"
    host.fault = None
    room.press(panel.filter.text, "<Escape>")
    until(room, lambda: numbers(panel) == [1, 2, 3], "all frames again")
    assert panel.filter.value == ""
    assert not panel.filter.text.tag_ranges("Fault")


def test_typed_filter_is_used_a_moment_after_the_last_key(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    room.type(panel.filter.text, "refused")
    until(room, lambda: host.asked(ListFrames)[-1].filter == "refused", "the question")
    assert "r" not in {each.filter for each in host.asked(ListFrames)}


def test_fault_behind_the_end_and_behind_wide_letters(
    room: WindowDriver, panel: InspectorPanel
) -> None:
    panel.filter.set("👍 ==")
    panel.filter.show_fault(FilterFault(4, 1, "More is wanted."))
    assert [str(each) for each in panel.filter.text.tag_ranges("Fault")] == ["1.4", "1.5"]
    panel.filter.show_fault(FilterFault(2, 2, "Not here."))
    assert [str(each) for each in panel.filter.text.tag_ranges("Fault")] == ["1.3", "1.5"]


def test_name_is_completed(room: WindowDriver, panel: InspectorPanel) -> None:
    panel.filter.set("websocket.op")
    room.press(panel.filter.text, "<Control-space>")
    assert panel.filter.value == "websocket.opcode"


def test_tab_key_leaves_the_filter(room: WindowDriver, panel: InspectorPanel) -> None:
    room.press(panel.filter.text, "<Tab>")
    assert room.root.focus_get() is panel.filter.examples_button
    assert panel.filter.value == ""


def test_reader_above_the_end_is_left_alone(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    host.rows = [frame_row(number) for number in range(1, NEXT_ROWS)]
    until(room, lambda: len(panel.rows.rows) == NEXT_ROWS - 1, "many rows")
    assert bool(panel.rows.is_at_end)
    room.press(panel.rows.text, "<Home>")
    room.beat()
    assert not panel.follow.get()
    host.rows.append(frame_row(NEXT_ROWS))
    until(room, lambda: numbers(panel)[-1] == NEXT_ROWS, "one more")
    assert panel.rows.text.dlineinfo("1.0") is not None

    room.click(panel.follow_switch)
    assert panel.rows.is_at_end


def test_refused_frame_has_sign_and_section(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    host.rows.append(frame_row(4, violations=("unmasked frame from a client, section 5.1",)))
    until(room, lambda: len(panel.rows.rows) == 4, "the refused one")
    assert "⚠ unmasked frame from a client, section 5.1" in shown_text(panel)
    assert panel.rows.text.tag_nextrange("Bad", "4.0")


def test_enter_asks_for_the_xray(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    panel.rows.choose(2)
    room.press(panel.rows.text, "<Return>")
    assert host.asked(XrayFrame)[-1].frame == 2


def test_client_of_a_frame_is_selected_in_the_table(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    host.rows.append(frame_row(4, client_id=2))
    until(room, lambda: len(panel.rows.rows) == 4, "one of ken's")
    panel.rows.choose(4)
    room.click(panel.buttons["client"])
    assert room.window.clients.table.selected_ids == (2,)


def test_message_of_a_frame_is_shown_in_the_transcript(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    panel.rows.choose(1)
    room.click(panel.buttons["message"])
    host.say(xray(host.asked(XrayFrame)[-1].request, frame_row(1), seq=42))
    room.beat(2)

    assert host.asked(ShowAround)[-1].seq == 42
    assert room.window.transcript.frame.winfo_viewable()
    assert room.window.dialog is None


def test_capture_is_switched_and_cleared(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    room.click(panel.capture_switch)
    assert host.asked(CaptureFrames) == [CaptureFrames(is_on=False)]
    host.is_on = False
    host.rows = []
    room.click(panel.buttons["clear"])
    assert host.asked(ForgetFrames) == [ForgetFrames()]
    until(room, lambda: panel.hint.startswith("Nothing is captured"), "the hint")
    assert not panel.captures.get()


def test_export_goes_through_the_form_and_the_file(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    host.chosen_file = "/somewhere/frames"
    panel.rows.choose(2)
    room.press(panel.rows.text, "<F11>")
    dialog = dialog_of(room, FrameExportDialog)
    dialog.form.set("har")
    dialog.which.set("one")
    room.click(dialog.anonymised)
    room.press(dialog.go_button, "<Return>")

    assert host.chosen_form is FrameExportForm.HAR
    assert host.asked(ExportFrames) == [
        ExportFrames(
            path="/somewhere/frames.har",
            form=FrameExportForm.HAR,
            numbers=(2,),
            filter="",
            anonymised=True,
        )
    ]
    host.say(FramesExported(succeeded=True, sentence="1 frame was written."))
    room.beat(2)
    assert room.window.status_bar.message.cget("text") == "1 frame was written."


def test_all_that_match_are_exported_and_no_file_means_no_export(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    panel.filter.set("websocket.opcode == 1")
    for chosen in ("", "/somewhere/all.pcapng"):
        host.chosen_file = chosen
        room.press(panel.rows.text, "<F11>")
        room.press(dialog_of(room, FrameExportDialog).go_button, "<Return>")

    (export,) = host.asked(ExportFrames)
    assert (export.path, export.numbers, export.filter) == (
        "/somewhere/all.pcapng",
        (),
        "websocket.opcode == 1",
    )


def test_rows_of_a_run_go_with_the_next_one(
    room: WindowDriver, host: CapturingHost, panel: InspectorPanel
) -> None:
    host.say(ServerStopped())
    room.beat(2)
    asked = len(host.asked(ListFrames))
    room.beat(20)
    assert len(host.asked(ListFrames)) == asked
    assert numbers(panel) == [1, 2, 3]
    host.rows = []
    room.window.life.start()
    room.beat(2)
    assert numbers(panel) == []
