"""The evasion matrix: whatever the host has done about somebody, against whatever they try then.

On real sockets, from two addresses of this machine. What cannot hold, such as a ban by device
against a private window, stands here as well, so that nobody promises it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import pytest

from tests.server.acts import AT_ONCE, PAGE, ban
from tests.server.raw_client import Ended, RawClient
from tests.server.running import RunningServer
from wschat_gui.bridge.commands import BanScope, Kick, Mute, SetRoomState
from wschat_gui.bridge.events import BansChanged, ClientMuted, RoomStateChanged

HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
CODE = "sesame"


class Then(Enum):
    """What somebody can do in the room after all."""

    OUT = "does not come in"
    SILENT = "comes in and may only read"
    FREE = "comes in and speaks"


OUT, SILENT, FREE = Then.OUT, Then.SILENT, Then.FREE


@dataclass(frozen=True, kw_only=True)
class Evasion:
    """How somebody comes back who was Eve, on a device of `eve's`, at HERE."""

    nick: str = "Eve"
    device: str = "eve's"
    with_token: bool = True
    source: str = HERE
    restarted: bool = False
    """The host's program was ended and started again in between."""
    is_terminal: bool = False
    is_neighbour: bool = False
    """It is Anna, who was there all along: behind the same address, with a device of her own."""


EVASIONS = {
    "reload": Evasion(),
    "new nick": Evasion(nick="Mallory"),
    "new tab": Evasion(with_token=False),
    "cleared storage": Evasion(device="made up"),
    "private window": Evasion(device="private", with_token=False),
    "terminal": Evasion(is_terminal=True),
    "other network": Evasion(source=ELSEWHERE),
    "other network, private": Evasion(device="private", with_token=False, source=ELSEWHERE),
    "host restarted": Evasion(restarted=True),
    "host restarted, private": Evasion(restarted=True, device="private", with_token=False),
    "neighbour": Evasion(is_neighbour=True),
}


@dataclass
class Stage:
    """A running room with Eve and Anna in it."""

    server: RunningServer
    eve: RawClient
    anna: RawClient

    @property
    def eve_id(self) -> int:
        """Under which the host knows her."""
        return int(self.eve.welcome["client_id"])


def kick(stage: Stage) -> None:
    stage.server.post(Kick(stage.eve_id, "enough"))
    assert stage.eve.read_until("dismissed")["close_code"] == 4001


def banned_by(scope: BanScope) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        stage.server.post(ban(stage.eve_id, scope))
        stage.server.event(BansChanged, 2)
        assert stage.eve.read_until("dismissed")["close_code"] == 4002

    return act


def mute(stage: Stage) -> None:
    stage.server.post(Mute(stage.eve_id, None, "enough"))
    stage.server.event(ClientMuted)


def let_talk(*, frozen: bool = False, slow_s: int = 0, locked: bool = False) -> Callable[..., None]:
    def act(stage: Stage) -> None:
        for client in (stage.eve, stage.anna):
            client.send_json(type="say", id="before", text="before")
        stage.eve.read_until("said")
        stage.eve.read_until("said")
        stage.server.post(SetRoomState(frozen, slow_s, locked))
        stage.server.event(RoomStateChanged)

    return act


def kick_and_lock(stage: Stage) -> None:
    kick(stage)
    stage.server.post(SetRoomState(frozen=False, slow_s=0, locked=True))
    stage.server.event(RoomStateChanged)


def flood(stage: Stage) -> None:
    for number in range(AT_ONCE.flood_burst + 2):
        stage.eve.send_json(type="say", id=f"flood {number}", text="flood")
    while stage.eve.read_until("refused")["code"] != "muted":
        pass


def guess_codes(stage: Stage) -> None:
    for number in range(AT_ONCE.wrong_codes):
        with RawClient.page(stage.server.port, "Eve", code=f"guess {number}") as guesser:
            assert guesser.welcome["code"] == "wrong_code"


@dataclass(frozen=True)
class Sanction:
    """What the host did, and what becomes of every evasion in the order of EVASIONS."""

    act: Callable[[Stage], None]
    then: tuple[Then, ...]
    was_in: bool = True
    """Whether Eve got in before, and so has a token."""


# fmt: off
SANCTIONS = {
    #                                     reload  nick    tab     cleared private terminal
    #                                     other   other+p restart rest.+p neighbour
    "kick": Sanction(kick,               (FREE,   FREE,   FREE,   FREE,   FREE,   FREE,
                                          FREE,   FREE,   FREE,   FREE,   FREE)),
    "ban by device": Sanction(banned_by(BanScope.DEVICE),
                                         (OUT,    OUT,    OUT,    OUT,    FREE,   FREE,
                                          OUT,    FREE,   OUT,    FREE,   FREE)),
    "ban by address": Sanction(banned_by(BanScope.ADDRESS),
                                         (OUT,    OUT,    OUT,    OUT,    OUT,    OUT,
                                          FREE,   FREE,   OUT,    OUT,    OUT)),
    "ban by both": Sanction(banned_by(BanScope.BOTH),
                                         (OUT,    OUT,    OUT,    OUT,    OUT,    OUT,
                                          OUT,    FREE,   OUT,    OUT,    OUT)),
    "mute": Sanction(mute,               (SILENT, SILENT, SILENT, SILENT, FREE,   FREE,
                                          SILENT, FREE,   FREE,   FREE,   FREE)),
    "flood limit": Sanction(flood,       (SILENT, SILENT, SILENT, SILENT, FREE,   FREE,
                                          SILENT, FREE,   FREE,   FREE,   FREE)),
    "slow mode": Sanction(let_talk(slow_s=60),
                                         (SILENT, SILENT, SILENT, SILENT, FREE,   FREE,
                                          SILENT, FREE,   FREE,   FREE,   SILENT)),
    "freeze": Sanction(let_talk(frozen=True),
                                         (SILENT, SILENT, SILENT, SILENT, SILENT, SILENT,
                                          SILENT, SILENT, FREE,   FREE,   SILENT)),
    "lock": Sanction(let_talk(locked=True),
                                         (FREE,   FREE,   OUT,    FREE,   OUT,    OUT,
                                          FREE,   OUT,    FREE,   FREE,   FREE)),
    "kick and lock": Sanction(kick_and_lock,
                                         (OUT,    OUT,    OUT,    OUT,    OUT,    OUT,
                                          OUT,    OUT,    FREE,   FREE,   FREE)),
    "code guessed at": Sanction(guess_codes,
                                         (OUT,    OUT,    OUT,    OUT,    OUT,    OUT,
                                          FREE,   FREE,   FREE,   FREE,   FREE), was_in=False),
}
# fmt: on
MATRIX = [
    pytest.param(sanction, evasion, then, id=f"{name}-{tried}")
    for name, sanction in SANCTIONS.items()
    for (tried, evasion), then in zip(EVASIONS.items(), sanction.then, strict=True)
]


@pytest.mark.parametrize(("sanction", "evasion", "then"), MATRIX)
def test_evasion(sanction: Sanction, evasion: Evasion, then: Then, tmp_path: Path) -> None:
    if evasion.source != HERE and sys.platform != "linux":
        pytest.skip("only Linux has more than one address of its own without being told")
    folder = tmp_path if evasion.restarted else None
    with ExitStack() as stack:
        server = stack.enter_context(RunningServer(limits=AT_ONCE, room_code=CODE, data_dir=folder))
        eve = stack.enter_context(_enter(server, "Eve", "eve's"))
        anna = stack.enter_context(_enter(server, "Anna", "anna's"))
        sanction.act(Stage(server, eve, anna))
        # The network took them away; the host knows or does not.
        eve.socket.close()
        if evasion.is_neighbour:
            anna.socket.close()
        token = (anna if evasion.is_neighbour else eve).welcome["token"]
        if evasion.restarted:
            anna.socket.close()
            server.__exit__(None, None, None)
            server = stack.enter_context(
                RunningServer(limits=AT_ONCE, room_code=CODE, data_dir=folder)
            )
        knows_token = evasion.is_neighbour or (evasion.with_token and sanction.was_in)
        assert _try(server, evasion, token if knows_token else "") is then


def _enter(server: RunningServer, nick: str, device: str) -> RawClient:
    return RawClient.page(server.port, nick, device=device, code=CODE)


def _try(server: RunningServer, evasion: Evasion, token: str) -> Then:
    """Come in as the evasion says, if one can, and say something, if one may."""
    with RawClient(server.port, source=evasion.source) as client:
        if evasion.is_terminal:
            return _try_in_terminal(client)
        client.upgrade("/", PAGE)
        name = (
            {"nick": "Anna", "device": "anna's"}
            if evasion.is_neighbour
            else {"nick": evasion.nick, "device": evasion.device}
        )
        client.send_json(type="join", token=token, code=CODE, **name)
        answer = client.read_json()
        if answer.get("code") == "nick_taken":
            # She passes for alive still: whoever cannot prove to be her is called otherwise.
            client.send_json(type="join", token=token, code=CODE, **name | {"nick": "Eve 2"})
            answer = client.read_json()
        if answer["type"] != "welcome":
            assert answer["type"] in ("dismissed", "refused")
            return OUT
        client.send_json(type="say", id="after", text="after")
        while answer.get("id") != "after":
            answer = client.read_json()
        return FREE if answer["type"] == "said" else SILENT


def _try_in_terminal(client: RawClient) -> Then:
    client.upgrade(f"/?nick=Mallory&code={CODE}")
    try:
        if not client.read_text().startswith("Welcome"):
            return OUT
        client.say("after")
        while True:
            line = client.read_text()
            if line.endswith("say: after"):
                return FREE
            if line.startswith("* "):
                return SILENT
    except (AssertionError, Ended):  # a close frame in the place of a line
        return OUT
