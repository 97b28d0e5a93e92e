"""The host's hand on people, from the window's keys through both queues to sockets and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.end_to_end.program import Program
from tests.gui.people import dialog_of, select
from tests.server.raw_client import RawClient
from wschat_gui.config import Settings
from wschat_gui.gui.client_dialogs import BanDialog, MuteDialog, RenameDialog, TellDialog
from wschat_gui.gui.dialogs import ConfirmDialog, KickDialog

pytestmark = pytest.mark.window

ADA_DEVICE, BOB_DEVICE = "the device of ada, a secret", "the device of bob, a secret"


class House:
    """The program with ada and bob in its room, as clients 1 and 2."""

    def __init__(self, program: Program, ada: RawClient, bob: RawClient) -> None:
        self.program = program
        self.driver = program.driver
        self.ada = ada
        self.bob = bob

    def press(self, *keys: str) -> None:
        """Press keys in the table of clients."""
        self.driver.press(self.program.window.clients.table.tree, *keys)

    def choose(self, nick: str) -> None:
        """Select a client that is here by its nick."""
        rows = self.program.window.state.clients
        select(self.driver, *(row.client_id for row in rows if row.nick == nick))

    def wait_for_nicks(self, *nicks: str) -> None:
        self.program.wait(lambda: self.program.nicks == list(nicks), f"the table has {nicks}")

    def wait_for_alarm(self, words: str) -> None:
        bar = self.program.window.people.panic_bar
        self.program.wait(lambda: bar.alarm == words, f"the panic bar says {words!r}")

    def wait_for_undo(self, text: str) -> None:
        bar = self.program.window.people.undo_bar
        self.program.wait(lambda: bar.text == text, f"the bar says {text!r}")


@pytest.fixture
def house(display: str, tmp_path: Path) -> Iterator[House]:
    """Open the program, with a transcript, and let ada and bob in."""
    program = Program(Settings(bind="127.0.0.1", port=0, data_dir=tmp_path))
    with ExitStack() as clients:
        clients.callback(program.close)
        ada = clients.enter_context(RawClient.page(program.port, "ada", device=ADA_DEVICE))
        bob = clients.enter_context(RawClient.page(program.port, "bob", device=BOB_DEVICE))
        ada.read_until("joined")
        house = House(program, ada, bob)
        house.wait_for_nicks("ada", "bob")
        yield house


def refusal(client: RawClient) -> str:
    """Try to say something, and return as what it is refused."""
    client.send_json(type="say", id="a try", text="may I?")
    return str(client.read_until("refused")["code"])


def test_kick_and_back_at_once(house: House) -> None:
    house.choose("bob")
    house.press("<Delete>")
    house.driver.press(dialog_of(house.driver, KickDialog).entry, "<Return>")
    assert house.bob.read_until("dismissed")["close_code"] == 4001
    house.wait_for_nicks("ada")

    house.press("<Control-z>")
    house.bob.read_until("reinstated")
    house.bob.send_json(type="join", nick="bob", token=house.bob.welcome["token"])

    assert house.bob.read_until("welcome")["nick"] == "bob"
    house.wait_for_nicks("ada", "bob")


def test_ban_is_listed_and_undone(house: House) -> None:
    house.choose("bob")
    house.press("<Alt-b>")
    dialog = dialog_of(house.driver, BanDialog)
    dialog.reason.set("spam")
    house.driver.press(dialog.entry, "<Return>")
    assert house.bob.read_until("dismissed")["close_code"] == 4002
    house.wait_for_undo("Banned bob")
    bans = house.program.window.state
    house.program.wait(lambda: [ban.nick for ban in bans.bans] == ["bob"], "the ban is listed")

    house.press("<Control-z>")
    house.bob.read_until("reinstated")
    house.program.wait(lambda: not bans.bans, "the list is empty")


def test_ban_is_lifted_from_the_list(house: House) -> None:
    house.choose("bob")
    house.press("<Alt-b>")
    house.driver.press(dialog_of(house.driver, BanDialog).entry, "<Return>")
    panel = house.program.window.lower.bans
    house.press("<F4>")
    house.program.wait(panel.tree.get_children, "the ban is in the table")

    house.driver.press(panel.tree, "<Control-a>", "<Delete>")
    house.driver.click(dialog_of(house.driver, ConfirmDialog).confirm_button)

    house.program.wait(lambda: not panel.tree.get_children(), "the table is empty")


def test_muted_member_is_marked_refused_and_freed(house: House) -> None:
    house.choose("bob")
    house.press("<Alt-m>")
    dialog = dialog_of(house.driver, MuteDialog)
    dialog.reason.set("one at a time")
    house.driver.press(dialog.entry, "<Return>")
    assert house.bob.read_until("muted")["reason"] == "one at a time"
    house.wait_for_nicks("ada", "⊘ bob")
    assert refusal(house.bob) == "muted"

    house.press("<Control-z>")
    house.bob.read_until("unmuted")
    house.wait_for_nicks("ada", "bob")


def test_rename_and_a_private_note(house: House) -> None:
    house.choose("bob")
    house.press("<F2>")
    dialog = dialog_of(house.driver, RenameDialog)
    dialog.nick.set("robert")
    house.driver.press(dialog.entry, "<Return>")
    assert house.ada.read_until("renamed")["nick"] == "robert"
    house.wait_for_nicks("ada", "robert")

    house.press("<F3>")
    note = dialog_of(house.driver, TellDialog)
    note.text.set("a word, please")
    house.driver.press(note.entry, "<Return>")
    assert house.bob.read_until("whispered")["text"] == "a word, please"

    house.press("<Control-z>")
    assert house.ada.read_until("renamed")["nick"] == "bob"


def test_frozen_slow_locked_and_as_usual_again(house: House) -> None:
    for key, words in (
        ("<F6>", "FROZEN"),
        ("<F7>", "FROZEN  ·  SLOW 5 s"),
        ("<F8>", "FROZEN  ·  SLOW 5 s  ·  LOCKED"),
    ):
        house.press(key)
        house.wait_for_alarm(words)
    assert house.ada.read_until("changed")["state"]["frozen"]
    assert refusal(house.ada) == "frozen"

    house.press("<F6>", "<F8>")
    house.wait_for_alarm("SLOW 5 s")
    last = {"frozen": False, "slow_s": 5, "locked": False}
    while house.ada.read_until("changed")["state"] != last:
        pass


def test_everybody_out_saves_first(house: House, tmp_path: Path) -> None:
    house.ada.send_json(type="say", id="1", text="kept for good")
    house.bob.read_until("said")
    house.press("<F12>")
    house.driver.click(dialog_of(house.driver, ConfirmDialog).confirm_button)

    house.wait_for_undo("Everybody out, and the door locked")
    (saved,) = tmp_path.glob("transcript-*.html")
    assert "kept for good" in saved.read_text("utf-8")
    assert house.ada.read_until("dismissed")["close_code"] == 4001
    house.wait_for_alarm("LOCKED")

    house.press("<Control-z>")
    house.ada.read_until("reinstated")
    house.bob.read_until("reinstated")
    house.wait_for_alarm("")


def test_who_was_refused_and_why_stands_in_the_details(house: House) -> None:
    house.choose("ada")
    house.press("<F6>")
    house.ada.read_until("changed")
    refusal(house.ada)
    house.press("<Return>")

    details = house.program.window.lower.details
    house.program.wait(lambda: "refused" in details.text, "the refusal is told")
    assert "joined as ada" in details.text
