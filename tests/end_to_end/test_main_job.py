"""The main job: a window that hosts a chat for browsers, from the first click to the kick."""

from __future__ import annotations

import socket

import pytest
from playwright.sync_api import expect

from tests.end_to_end.conftest import OpenPage, OpenProgram
from tests.end_to_end.program import Program
from tests.page.conftest import Visitor
from tests.server.raw_client import RawClient
from wschat_gui.frames.header import Opcode
from wschat_gui.gui.dialogs import ConfirmDialog, KickDialog
from wschat_gui.model.status import Stopped

pytestmark = [pytest.mark.browser, pytest.mark.window]

TEXT, CLOSE, PING, PONG = Opcode.TEXT, Opcode.CLOSE, Opcode.PING, Opcode.PONG


def said_lines(client: RawClient, number: int) -> list[str]:
    """Read lines until `number` of them were said by somebody; return who said what."""
    lines: list[str] = []
    while len(lines) < number:
        line = client.read_text()
        if " say: " in line:
            lines.append(line.partition(" ")[2])
    return lines


def shown_lines(visitor: Visitor, number: int) -> list[str]:
    """Return the messages on a page, once there are `number`."""
    expect(visitor.texts).to_have_count(number)
    return visitor.texts.all_inner_texts()


def test_two_pages_and_a_terminal_in_one_room_seen_and_steered_from_the_window(
    open_program: OpenProgram, open_page: OpenPage
) -> None:
    program = open_program()
    ada = open_page(program, "ada")
    bob = open_page(program, "bob")
    with RawClient.plain(program.port, "carol") as carol:
        expect(ada.page.get_by_text("carol").first).to_be_visible()
        ada.say("hello from ada")
        expect(bob.texts).to_have_text(["hello from ada"])
        bob.say("hello from bob")
        expect(ada.texts).to_have_count(2)
        carol.say("hello from carol")

        in_order = ["hello from ada", "hello from bob", "hello from carol"]
        assert shown_lines(ada, 3) == shown_lines(bob, 3) == in_order
        assert said_lines(carol, 3) == [
            "ada say: hello from ada",
            "bob say: hello from bob",
            "carol say: hello from carol",
        ]

        _the_window_shows_them(program)
        _kick_from_the_table(program, "bob")

        expect(bob.page.get_by_text("enough for today")).to_be_visible()
        assert carol.read_text() == "* bob was kicked."
        expect(ada.page.get_by_text("bob was removed by the host")).to_be_visible()
        program.wait(lambda: program.nicks == ["ada", "carol"], "the row of bob is gone")
        ada.say("after the kick")
        assert said_lines(carol, 1) == ["ada say: after the kick"]
        expect(bob.texts).to_have_count(3)  # it has not come back


def _the_window_shows_them(program: Program) -> None:
    program.wait(lambda: program.nicks == ["ada", "bob", "carol"], "three rows")
    assert [row.nick for row in program.window.state.clients] == ["ada", "bob", "carol"]
    program.wait(lambda: [row["messages"] for row in program.rows] == ["1"] * 3, "their messages")
    # In: two joins, three messages, that somebody was typing before the two from the pages, and the
    # answers of both pages to their first ping. Out: to carol a greeting and three lines; to each
    # page a welcome, a ping, three messages, twice that somebody types, and who came after it: bob
    # and carol to ada, carol to bob.
    program.wait_for_frames({TEXT: 2 + 3 + 2, PONG: 2}, "in")
    program.wait_for_frames({TEXT: 4 + (1 + 3 + 2 + 2) + (1 + 3 + 2 + 1), PING: 2}, "out")
    log = program.window.log.view.text.get("1.0", "end")
    for line in ("hello from ada", "hello from bob", "hello from carol"):
        assert line in log


def _kick_from_the_table(program: Program, nick: str) -> None:
    driver = program.driver
    tree = program.window.clients.table.tree
    (item,) = (item for item in tree.get_children() if tree.set(item, "nick") == nick)
    tree.selection_set(item)
    driver.press(tree, "<Delete>")
    dialog = program.window.dialog
    assert isinstance(dialog, KickDialog)
    dialog.reason.set("enough for today")
    driver.press(dialog.entry, "<Return>")


def test_an_announcement_from_the_window_reaches_the_pages(
    open_program: OpenProgram, open_page: OpenPage
) -> None:
    program = open_program()
    ada = open_page(program, "ada")
    program.window.log.announcement.set("Break until ten")
    program.driver.press(program.window.log.announce_entry, "<Return>")
    expect(ada.page.get_by_text("Break until ten")).to_be_visible()
    program.wait(
        lambda: "Break until ten" in program.window.log.view.text.get("1.0", "end"), "it is logged"
    )


def test_a_page_outlives_a_restart_of_the_server_from_the_window(
    open_program: OpenProgram, open_page: OpenPage
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    program = open_program(port=port)
    ada = open_page(program, "ada")
    program.wait(lambda: program.nicks == ["ada"], "ada is in the table")

    program.driver.click(program.window.toolbar.start_button)
    assert isinstance(program.window.dialog, ConfirmDialog)
    program.driver.click(program.window.dialog.confirm_button)
    program.wait(lambda: isinstance(program.window.state.status, Stopped), "the room is closed")
    expect(ada.status("Online")).to_have_count(0)
    ada.say("said while the host was away")

    program.driver.click(program.window.toolbar.start_button)
    program.wait(lambda: program.nicks == ["ada"], "ada is back")
    expect(ada.status("Online")).to_be_visible()
    log = program.window.log.view.text
    program.wait(lambda: "said while the host was away" in log.get("1.0", "end"), "it is said")
    expect(ada.texts).to_have_text(["said while the host was away"])
