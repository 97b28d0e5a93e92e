"""The join doctor's tab: who is listed, how, and what can be done about it."""

from __future__ import annotations

import sys

import pytest

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.evidence import (
    NEIGHBOUR,
    OWN,
    PHONE,
    Seen,
    device,
    evidence,
    joined,
)
from tests.model.made_up import listening
from wschat_gui.bridge.evidence import JoinEvidence, Obstacle
from wschat_gui.gui.doctor_panel import DoctorPanel
from wschat_gui.gui.palette import DARK, LIGHT
from wschat_gui.model.firewall import firewall_commands

pytestmark = pytest.mark.window
SEEN: Seen = {"page_ms": 1, "script_ms": 1}


def doctor(window: WindowDriver, host: FakeHost, told: JoinEvidence | None = None) -> DoctorPanel:
    host.say(listening(), *([told] if told else []))
    window.redraw()
    window.press(window.root, "<Alt-d>")
    window.redraw()
    return window.window.doctor


def row(panel: DoctorPanel, key: str) -> list[str]:
    return [str(value) for value in panel.tree.item(key, "values")]


def choose(window: WindowDriver, panel: DoctorPanel, key: str) -> None:
    panel.tree.selection_set(key)
    window.root.update()


def test_key_and_button_bring_the_doctor_to_the_front(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening())
    window.redraw()
    panel = window.window.doctor
    assert not panel.frame.winfo_viewable()

    window.click(window.window.side.join.doctor_button)
    assert panel.frame.winfo_viewable()
    tabs = window.window.lower.tabs
    tabs.tk.call(tabs, "select", 0)
    window.press(window.root, "<Alt-d>")
    assert panel.frame.winfo_viewable()


def test_every_device_has_a_line_with_its_lamps(window: WindowDriver, host: FakeHost) -> None:
    told = evidence(
        joined(OWN),
        joined(NEIGHBOUR),
        device(PHONE, turned_away=(Obstacle.HOST, "chat.example", 7)),
    )
    panel = doctor(window, host, told)

    assert panel.tree.get_children() == ("host", PHONE, OWN, NEIGHBOUR)
    assert row(panel, PHONE)[:7] == [PHONE, "●", "✖", "○", "○", "○", "Unknown name"]
    assert row(panel, NEIGHBOUR)[:7] == [NEIGHBOUR, "●", "●", "●", "●", "●", "Joined"]
    assert row(panel, OWN)[0] == "This computer"
    assert row(panel, "host")[6] == "Open"
    assert row(panel, PHONE)[7] == "Chrome 131 / Android"
    funnel = str(panel.funnel.cget("text"))
    assert "● Listening" in funnel
    assert "Contact 3  ›  Page 2  ›  Chat 2  ›  Code 2  ›  Joined 2" in funnel


def test_lines_follow_the_evidence_and_keep_the_selection(
    window: WindowDriver, host: FakeHost
) -> None:
    stuck = device(PHONE, turned_away=(Obstacle.CODE, "", 7), **SEEN)
    panel = doctor(window, host, evidence(joined(NEIGHBOUR), stuck))
    choose(window, panel, PHONE)
    assert "right room code" in panel.details.words

    host.say(evidence(joined(PHONE), joined(NEIGHBOUR)))
    window.redraw()
    assert panel.tree.get_children() == ("host", PHONE, NEIGHBOUR)
    assert panel.tree.selection() == (PHONE,)
    assert "It has joined." in panel.details.words

    host.say(evidence(joined(NEIGHBOUR)))
    window.redraw()
    assert panel.tree.get_children() == ("host", NEIGHBOUR)
    assert panel.tree.selection() == ("host",)


def test_nobody_yet_gives_the_firewall_command_to_copy(
    window: WindowDriver, host: FakeHost
) -> None:
    panel = doctor(window, host, evidence())
    commands = firewall_commands(sys.platform, 12345, sys.executable)

    for button, command in zip(panel.details.buttons, commands, strict=True):
        assert command.command in panel.details.words
        panel.details.text.see(str(button))
        button.invoke()
        assert window.root.clipboard_get() == command.command


@pytest.mark.parametrize(
    ("obstacle", "named", "origin"),
    [
        (Obstacle.ORIGIN, "null", "null"),
        (Obstacle.ORIGIN, "https://class.example", "https://class.example"),
        (Obstacle.HOST, "chat.example:12345", "http://chat.example:12345"),
    ],
)
def test_what_was_refused_can_be_allowed(
    window: WindowDriver, host: FakeHost, obstacle: Obstacle, named: str, origin: str
) -> None:
    panel = doctor(window, host, evidence(device(turned_away=(obstacle, named, 7))))
    choose(window, panel, PHONE)
    assert named in panel.details.words

    (allow,) = panel.details.buttons
    window.click(allow)
    assert host.settings.allowed_origins == (origin,)
    window.click(allow)
    assert host.settings.allowed_origins == (origin,)


@pytest.mark.parametrize(
    ("ip", "state"),
    [
        ("10.11.12.13", "Other network"),
        ("192.168.1.99", "Devices kept apart"),
        (NEIGHBOUR, "Joined"),
    ],
)
def test_a_missing_device_is_asked_about_by_its_address(
    window: WindowDriver, host: FakeHost, ip: str, state: str
) -> None:
    panel = doctor(window, host, evidence(joined(NEIGHBOUR)))
    panel.asked.set(f" {ip} ")
    window.press(panel.entry, "<Return>")

    assert panel.tree.selection() == (ip,)
    assert row(panel, ip)[6] == state
    assert ip in panel.details.words


def test_what_is_no_address_is_said(window: WindowDriver, host: FakeHost) -> None:
    panel = doctor(window, host, evidence())
    panel.asked.set("my phone")
    window.click(panel.ask_button)
    assert "no address" in str(panel.says.cget("text"))

    panel.asked.set("")
    window.click(panel.ask_button)
    assert str(panel.says.cget("text")) == ""
    assert panel.tree.selection() == ("host",)


def test_closed_room_is_the_first_thing_said(window: WindowDriver, host: FakeHost) -> None:
    panel = doctor(window, host)
    window.window.life.start_or_stop()
    window.redraw()

    assert row(panel, "host")[6] == "Room closed"
    assert "✖ Listening" in str(panel.funnel.cget("text"))


def test_hidden_tab_draws_nothing(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), evidence(joined(NEIGHBOUR)))
    window.redraw()
    assert window.window.doctor.tree.get_children() == ()

    window.window.doctor.show()
    window.root.update()
    assert NEIGHBOUR in window.window.doctor.tree.get_children()


@pytest.mark.parametrize("size", ["1002x640", "1220x790"])
def test_no_lamp_is_cut_off(window: WindowDriver, host: FakeHost, size: str) -> None:
    panel = doctor(window, host, evidence(joined(NEIGHBOUR)))
    window.root.geometry(size)
    width = int(size.split("x", maxsplit=1)[0])
    window.wait(lambda: window.root.winfo_width() == width, "the window has its new size")
    window.redraw()
    shown = panel.tree.cget("displaycolumns")
    widths = [int(panel.tree.column(name, "width")) for name in shown]

    assert sum(widths) <= panel.tree.winfo_width() + 4
    assert "JOINED" in shown
    assert ("state" in shown) == (width > 1_100)


def test_colours_follow_the_mode(window: WindowDriver, host: FakeHost) -> None:
    panel = doctor(window, host, evidence(device(turned_away=(Obstacle.TLS, "", 7))))
    assert str(panel.tree.tag_configure("trouble", "foreground")) == LIGHT.bad

    window.press(window.root, "<Alt-t>")
    assert str(panel.tree.tag_configure("trouble", "foreground")) == DARK.bad
    assert str(panel.details.text.cget("background")) == DARK.zebra
