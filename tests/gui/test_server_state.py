"""How the server is, on the screen: toolbar, code, status bar, failure and restart."""

from __future__ import annotations

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import CABLE, WIFI, direction, listening, opened, room_figures
from wschat_gui.bridge.events import AddressesChanged, HostAddress, ServerFailed
from wschat_gui.bridge.refusals import LimitKind
from wschat_gui.config import Settings
from wschat_gui.gui.dialogs import ConfirmDialog, DetailsDialog
from wschat_gui.model.status import Running, Starting, Stopped, Stopping

pytestmark = pytest.mark.window


def text_of(widget: object) -> str:
    assert hasattr(widget, "cget")
    return str(widget.cget("text"))


def test_opening_the_window_starts_the_server(window: WindowDriver, host: FakeHost) -> None:
    assert host.starts == 1
    assert isinstance(window.window.state.status, Starting)


def test_code_and_address_are_on_screen_as_soon_as_it_listens(
    window: WindowDriver, host: FakeHost
) -> None:
    host.say(listening())
    window.redraw()
    join = window.window.side.join

    assert join.code.winfo_viewable()
    assert join.code.winfo_width() >= 200
    assert text_of(join.address) == WIFI.url
    assert window.window.toolbar.address.get() == WIFI.url
    assert text_of(window.window.toolbar.word) == "Running"
    assert window.root.title() == "Physics – WSChat host"


def test_picking_an_address_shows_it_everywhere(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(WIFI, CABLE))
    window.redraw()
    chooser = window.window.toolbar.chooser
    assert [name.split()[0] for name in chooser.cget("values")] == ["Wi-Fi", "Ethernet"]

    chooser.current(1)
    chooser.event_generate("<<ComboboxSelected>>")
    window.redraw()
    host.say(AddressesChanged((WIFI, CABLE)))
    window.redraw()

    assert window.window.toolbar.address.get() == CABLE.url
    assert text_of(window.window.side.join.address) == CABLE.url
    assert chooser.current() == 1


def test_no_address_is_cut(window: WindowDriver, host: FakeHost) -> None:
    long_one = HostAddress("http://[fd12:3456:789a:1:1234:5678:9abc:def0]:12345/", "Ethernet 2")
    host.say(listening(long_one))
    window.redraw()
    side, toolbar, look = window.window.side, window.window.toolbar, window.window.look

    assert toolbar.address.winfo_width() > look.measure(long_one.url)
    assert toolbar.mode_button.winfo_rootx() + toolbar.mode_button.winfo_width() < (
        window.root.winfo_rootx() + window.root.winfo_width()
    )
    address = side.join.address
    assert address.winfo_width() >= address.winfo_reqwidth()
    assert address.winfo_height() >= address.winfo_reqheight()


def test_code_can_be_hidden_and_shown(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening())
    window.redraw()
    join = window.window.side.join.frame

    window.press(window.root, "<Alt-j>")
    assert not join.winfo_viewable()
    window.click(window.window.toolbar.join_button)
    assert join.winfo_viewable()


def test_address_is_copied(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening())
    window.redraw()
    window.click(window.window.toolbar.copy_button)

    assert window.root.clipboard_get() == WIFI.url


def test_room_is_opened_in_the_browser(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening())
    window.redraw()
    window.click(window.window.toolbar.open_button)
    assert host.opened_urls == [WIFI.url]

    host.has_browser = False
    window.click(window.window.toolbar.open_button)
    assert WIFI.url in text_of(window.window.status_bar.message)


def test_address_buttons_need_an_address(window: WindowDriver, host: FakeHost) -> None:
    window.redraw()
    toolbar = window.window.toolbar

    for button in (toolbar.copy_button, toolbar.join_button, toolbar.open_button):
        assert str(button.cget("state")) == "disabled"


# Starting and stopping ---------------------------------------------------------------------------


def test_stop_without_people_asks_nothing(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening())
    window.redraw()
    window.click(window.window.toolbar.start_button)
    window.redraw()

    assert host.stops == 1
    assert isinstance(window.window.state.status, Stopped)
    assert text_of(window.window.toolbar.word) == "Stopped"
    assert text_of(window.window.toolbar.start_button) == "Start"


def test_stop_with_people_asks_and_cancel_keeps_them(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), opened(1))
    window.redraw()
    window.click(window.window.toolbar.start_button)
    dialog = window.window.dialog
    assert isinstance(dialog, ConfirmDialog)
    assert window.root.focus_get() == dialog.cancel_button

    window.press(dialog.cancel_button, "<Return>")

    assert host.stops == 0
    assert window.window.dialog is None


def test_stop_with_people_stops_when_confirmed(window: WindowDriver, host: FakeHost) -> None:
    host.answers_stop = False
    host.say(listening(), opened(1))
    window.redraw()
    window.click(window.window.toolbar.start_button)
    dialog = window.window.dialog
    assert isinstance(dialog, ConfirmDialog)
    window.click(dialog.confirm_button)
    window.redraw()

    assert host.stops == 1
    assert isinstance(window.window.state.status, Stopping)
    assert str(window.window.toolbar.start_button.cget("state")) == "disabled"


def test_stopped_server_is_started_again(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening())
    window.redraw()
    window.click(window.window.toolbar.start_button)
    window.redraw()
    window.click(window.window.clients.empty_room.start_button)
    host.say(listening())
    window.redraw()

    assert host.starts == 2
    assert isinstance(window.window.state.status, Running)


def test_space_presses_a_button(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening())
    window.redraw()
    window.press(window.window.toolbar.start_button, "<space>")
    window.wait(lambda: host.stops == 1, "the server was asked to stop")


def test_failure_is_shown_large_with_restart_and_details(
    window: WindowDriver, host: FakeHost
) -> None:
    host.say(ServerFailed("No port is free.", "OSError: [Errno 98]"))
    window.redraw()
    room = window.window.clients.empty_room

    assert "No port is free." in room.text
    assert text_of(window.window.toolbar.word) == "Failed"
    assert text_of(room.start_button) == "Restart"
    assert not window.window.side.join.frame.winfo_viewable()

    window.click(room.details_button)
    dialog = window.window.dialog
    assert isinstance(dialog, DetailsDialog)
    window.click(dialog.copy_button)
    assert window.root.clipboard_get() == "No port is free.\n\nOSError: [Errno 98]"
    assert "Errno 98" in dialog.text.get("1.0", "end")
    dialog.close()

    window.click(room.start_button)
    assert host.starts == 2


def test_long_failure_is_broken_not_cut(window: WindowDriver, host: FakeHost) -> None:
    host.say(ServerFailed("Another program has all the ports. " * 5, ""))
    window.redraw()
    room = window.window.clients.empty_room

    assert room.frame.winfo_reqheight() <= room.frame.winfo_height()
    assert room.widest <= room.frame.winfo_width()


# Status bar and figures --------------------------------------------------------------------------


def test_status_bar_tells_where_how_long_how_many_how_fast(
    make_window: MakeWindow,
) -> None:
    host = FakeHost(Settings(bind="127.0.0.1"))
    window = make_window(host)
    host.say(listening(port=12346, wanted_port=12345), opened(1), room_figures())
    window.redraw()
    bar = window.window.status_bar

    facts = text_of(bar.facts)
    assert "127.0.0.1:12346" in facts
    assert "1 client " in facts
    assert "48,211 msg/s peak" in facts
    assert "port 12345 was taken, listening on 12346" in text_of(bar.notes)


def test_frames_panel_shows_exact_counts(window: WindowDriver, host: FakeHost) -> None:
    host.say(
        listening(),
        room_figures(
            inbound=direction(by_opcode=((1, 82_000), (8, 3)), seven_bit=82_003),
            outbound=direction(by_opcode=((1, 5), (0xB, 2)), seven_bit=7),
            violations=(("reserved opcode, section 5.2", 4),),
            refusals=((LimitKind.FLOOD, 5), (LimitKind.NICK, 1)),
        ),
    )
    window.redraw()
    panel = window.window.side.frames

    assert panel.counts["text"] == "82,005"
    assert panel.counts["close"] == "3"
    assert panel.counts["7-bit"] == "82,010"
    assert panel.counts["0xB res."] == "2"
    assert "4 violations" in text_of(panel.violations)
    assert text_of(panel.refused) == "6 refused"


def test_bars_of_opcodes_no_longer_seen_go(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), room_figures(inbound=direction(by_opcode=((3, 1),))))
    window.redraw()
    host.say(listening(), room_figures())
    window.redraw()

    assert "0x3 res." not in window.window.side.frames.counts


def test_rates_are_shown(window: WindowDriver, host: FakeHost) -> None:
    host.say(
        listening(),
        opened(1),
        *(
            room_figures(at_ms=at_ms, outbound=direction(bytes_per_s=38_200_000))
            for at_ms in (1_000, 2_000)
        ),
    )
    window.redraw()

    assert text_of(window.window.side.throughput.out_rate) == "out 38.2 MB/s"


@pytest.mark.parametrize("size", ["1002x640", "1220x790", "1390x950"])
def test_panels_fit_at_every_size(window: WindowDriver, host: FakeHost, size: str) -> None:
    host.say(listening(), opened(1), room_figures())
    window.redraw()
    window.root.geometry(size)
    width, height = map(int, size.split("x"))
    window.wait(lambda: window.root.winfo_width() == width, "the window has its new size")
    window.redraw()
    side = window.window.side

    for panel in (side.join.frame, side.frames.frame, window.window.log.announce_button):
        assert panel.winfo_viewable()
        bottom = panel.winfo_rooty() + panel.winfo_height() - window.root.winfo_rooty()
        assert bottom <= height
        assert panel.winfo_height() >= panel.winfo_reqheight()
    assert window.window.toolbar.frame.winfo_reqwidth() <= width
