"""A class of clients that talk, for a lively picture of the window: over real sockets, unlike the
made-up room of `preview/`.
"""

from __future__ import annotations

import json
import random
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.server.raw_client import RawClient
from tools.preview.room import AGENTS
from wschat_gui.chat.vocabulary import SUBPROTOCOL

_NICKS = ("Lena", "Omar", "Zoë", "李雷", "Priya", "Jonas", "Sofía", "Emil", "Aiko", "Tariq")
_SAYINGS = (
    "21.4 °C at the window",
    "ours says 22.0",
    "did you wait for it to settle?",
    "👍",
    "table 3 has 48 % humidity",
    "the file with last week's readings is up",
    "who has the second sensor?",
    "here, next to the door",
    "thanks!",
    "same here, 21.6 °C",
    "can everybody see the graph on the wall?",
    "yes 🙂",
)
_READINGS = "time,temperature,humidity\n" + "14:00,21.4,48\n" * 20


class Crowd:
    """Ten people at the pages' own protocol. Leave the context, and they leave."""

    size = len(_NICKS)

    def __init__(self, port: int) -> None:
        """Send nobody yet to the room on this port."""
        self._port = port
        self._exits = ExitStack()
        self._connections: list[ClientConnection] = []
        self._dice = random.Random(3)
        self._said = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._exits.close()

    def send_in(self) -> str:
        """Let the next one join, and return the nick."""
        number = len(self._connections)
        connection = self._exits.enter_context(
            connect(
                f"ws://127.0.0.1:{self._port}/",
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                user_agent_header=AGENTS[number % len(AGENTS)],
                max_queue=None,  # nobody reads here: what comes waits
            )
        )
        connection.send(json.dumps({"type": "join", "nick": _NICKS[number]}))
        self._connections.append(connection)
        return _NICKS[number]

    def say_something(self) -> None:
        """Let one of them say the next thing."""
        text = _SAYINGS[self._said % len(_SAYINGS)]
        self._said += 1
        speaker = self._dice.choice(self._connections)
        speaker.send(json.dumps({"type": "say", "id": f"crowd {self._said}", "text": text}))


def share_and_go(port: int) -> None:
    """Let one more come, share a file, and go."""
    with RawClient(port) as helper:
        protocol = f"Sec-WebSocket-Protocol: {SUBPROTOCOL}"
        helper.upgrade("/", (protocol, f"User-Agent: {AGENTS[0]}"))
        helper.join("Ms Curie")
        helper.share("readings.csv", _READINGS.encode())
        helper.close()
