"""The X-ray of one frame in a real window."""

from __future__ import annotations

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.frames import CapturingHost, open_inspector
from tests.gui.people import dialog_of, fill
from tests.gui.window_driver import WindowDriver
from tests.model.frame_making import frame_row, xray
from wschat_gui.bridge.commands import ShowAround
from wschat_gui.bridge.frame_commands import XrayFrame
from wschat_gui.bridge.frame_words import Delivery
from wschat_gui.gui.xray_dialog import XrayDialog

pytestmark = pytest.mark.window


@pytest.fixture
def host() -> CapturingHost:
    return CapturingHost()


@pytest.fixture
def room(make_window: MakeWindow, host: CapturingHost) -> WindowDriver:
    """Give a window with ada, ken and grace, and the second frame chosen."""
    driver = make_window(host)
    fill(driver, host)
    open_inspector(driver).rows.choose(2)
    return driver


def opened(room: WindowDriver, host: CapturingHost, **more: object) -> XrayDialog:
    room.press(room.window.lower.frames.inspector.rows.text, "<Return>")
    return answered(room, host, **more)


def answered(room: WindowDriver, host: CapturingHost, **more: object) -> XrayDialog:
    question = host.asked(XrayFrame)[-1]
    host.say(xray(question.request, frame_row(question.frame), **more))
    room.beat(2)
    return dialog_of(room, XrayDialog)


def test_header_stands_bit_by_bit(room: WindowDriver, host: CapturingHost) -> None:
    dialog = opened(room, host)

    assert dialog.title.cget("text").startswith("Frame 2: text from ada")
    texts = dialog.diagram.texts
    assert texts[:3] == ("0", "1", "2")
    for name in ("FIN", "RSV1", "MASK", "opcode 0x1", "Payload len 126"):
        assert name in texts
    assert "Extended payload length 300" in texts
    assert "Masking-key 0x01020304" in texts
    bits = [text for text in texts[32:] if text in ("0", "1")]
    assert "".join(bits) == "".join(f"{byte:08b}" for byte in b"\x81\xfe\x01\x2c\x01\x02\x03\x04")


def test_payload_stands_masked_and_unmasked_beside_its_message(
    room: WindowDriver, host: CapturingHost
) -> None:
    dialog = opened(room, host)

    assert dialog.wire.get("1.0", "end-1c") == f"0000 69 6b{' ' * 19}ik"
    assert dialog.unmasked.get("1.0", "end-1c").startswith("0000 68 69")
    assert dialog.message.get("1.0", "end-1c") == "hi there"


def test_fragments_are_links(room: WindowDriver, host: CapturingHost) -> None:
    dialog = opened(room, host, fragments=(2, 3))
    own, other = dialog._links
    assert (own.cget("text"), str(own.cget("state"))) == ("2", "disabled")

    room.click(other)
    assert host.asked(XrayFrame)[-1].frame == 3
    answered(room, host)
    assert dialog.title.cget("text").startswith("Frame 3")


def test_neighbours_are_reached_by_keys(room: WindowDriver, host: CapturingHost) -> None:
    dialog = opened(room, host)
    room.press(dialog.close_button, "<Alt-Right>")
    assert host.asked(XrayFrame)[-1].frame == 3
    answered(room, host)
    assert str(dialog.next_button.cget("state")) == "disabled"
    room.press(dialog.wire, "<Alt-Left>")
    assert host.asked(XrayFrame)[-1].frame == 2


def test_deliveries_tell_whom_when_and_whether_confirmed(
    room: WindowDriver, host: CapturingHost
) -> None:
    deliveries = (
        Delivery(client_id=2, client="ken", written_ms=1_000, waiting_bytes=0, confirmed_ms=2_000),
        Delivery(
            client_id=3, client="grace", written_ms=1_001, waiting_bytes=1_200, confirmed_ms=None
        ),
    )
    dialog = opened(room, host, deliveries=deliveries, carried_by=(3,))

    lines = dialog.facts.get("1.0", "end-1c").split("\n")
    assert lines[-3] == "Went out to\twritten\twaiting\tconfirmed"
    assert lines[-1].startswith("grace\t")
    assert lines[-1].endswith("\t1.2 kB\tnot yet")
    assert [link.cget("text") for link in dialog._links] == ["3"]


def test_frame_that_is_gone_says_so(room: WindowDriver, host: CapturingHost) -> None:
    room.press(room.window.lower.frames.inspector.rows.text, "<Return>")
    host.say(xray(host.asked(XrayFrame)[-1].request, None))
    room.beat(2)

    dialog = dialog_of(room, XrayDialog)
    assert dialog.sentence.cget("text").startswith("This frame is no longer captured")
    assert str(dialog.copy_hex_button.cget("state")) == "disabled"


def test_copies_go_to_the_clipboard(room: WindowDriver, host: CapturingHost) -> None:
    dialog = opened(room, host)
    room.click(dialog.copy_hex_button)
    assert room.root.clipboard_get() == "81 fe 01 2c 01 02 03 04 69 6b"
    room.click(dialog.copy_text_button)
    assert room.root.clipboard_get() == "hi there"


def test_message_and_client_can_be_gone_to(room: WindowDriver, host: CapturingHost) -> None:
    dialog = opened(room, host, seq=42)
    room.click(dialog.message_button)
    assert host.asked(ShowAround)[-1].seq == 42
    assert room.window.dialog is None

    open_inspector(room)
    room.click(opened(room, host).client_button)
    assert room.window.clients.table.selected_ids == (1,)


def test_escape_closes_and_later_answers_are_let_go(
    room: WindowDriver, host: CapturingHost
) -> None:
    dialog = opened(room, host)
    room.press(dialog.message, "<Escape>")
    assert room.window.dialog is None
    host.say(xray(host.asked(XrayFrame)[-1].request, frame_row(2)))
    room.beat(2)
    assert room.window.dialog is None


def test_card_fits_the_smallest_window(room: WindowDriver, host: CapturingHost) -> None:
    width, height = room.root.minsize()
    room.root.geometry(f"{width}x{height}")
    room.wait(lambda: room.root.winfo_width() == width, "the window is small")
    frame = opened(room, host, fragments=(2, 3)).frame
    assert frame.winfo_x() >= 0
    assert frame.winfo_y() >= 0
    assert frame.winfo_x() + frame.winfo_reqwidth() <= width
    assert frame.winfo_y() + frame.winfo_reqheight() <= height
