"""A page without a browser: joins, speaks, loses its connection, resumes, as `page/` does it.

It keeps the protocol's promise from the page's side: it tells the last `seq` it has, sends what is
not confirmed again after each welcome, and believes nothing twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from wschat_gui.chat.vocabulary import SUBPROTOCOL

_OPEN_TIMEOUT_S = 5.0
_MOST_UNCONFIRMED = 20


class ResumingPage:
    """One person who goes on talking whatever happens to the line."""

    def __init__(
        self, port: int, nick: str, chance: random.Random, address: str = "127.0.0.1"
    ) -> None:
        """Be called `nick`; nothing is connected yet."""
        self.nick = nick
        self.online = False
        self.shown: list[tuple[int, str]] = []
        self.unconfirmed: dict[str, str] = {}
        """Texts by id, in the order in which they were said."""
        self.all_said: list[str] = []
        self.faults: list[str] = []
        self._url = f"ws://{address}:{port}/"
        self._chance = chance
        self._token = ""
        self._epoch = ""
        self._last_seq = 0
        self._socket: ClientConnection | None = None
        self._to_send: asyncio.Queue[str] = asyncio.Queue()

    @property
    def said(self) -> int:
        """How often it has spoken."""
        return len(self.all_said)

    @property
    def summary(self) -> str:
        """Where it stands, for a message about a failure."""
        return f"{self.nick}: {self.said} said, {len(self.shown)} shown, {self.unconfirmed} open"

    def say(self) -> None:
        """Say something, now or when the line is back."""
        if len(self.unconfirmed) >= _MOST_UNCONFIRMED:
            return
        message_id = f"{self.nick} {self.said}"
        text = f"{message_id}:" + "x" * self._chance.randint(0, 200)
        self.all_said.append(text)
        self.unconfirmed[message_id] = text
        if self.online:
            self._to_send.put_nowait(message_id)

    def cut_off(self) -> None:
        """Lose the line at once."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def live(self) -> None:
        """Connect again and again until cancelled."""
        while True:
            # These are the line's doing; the next connection resumes.
            with contextlib.suppress(OSError, WebSocketException, EOFError):
                await self._one_connection()
            self.online = False
            self._socket = None
            await asyncio.sleep(self._chance.uniform(0.0, 0.02))

    async def _one_connection(self) -> None:
        async with connect(
            self._url,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            compression=None,
            open_timeout=_OPEN_TIMEOUT_S,
            close_timeout=0.1,
        ) as socket:
            self._socket = socket
            join = {"nick": self.nick, "token": self._token, "epoch": self._epoch}
            await socket.send(json.dumps({"type": "join", **join, "last_seq": self._last_seq}))
            self._to_send = asyncio.Queue()
            sender = asyncio.create_task(self._send_all(socket))
            try:
                async for message in socket:
                    self._take(json.loads(message))
            finally:
                sender.cancel()
                await asyncio.gather(sender, return_exceptions=True)

    async def _send_all(self, socket: ClientConnection) -> None:
        while True:
            message_id = await self._to_send.get()
            text = self.unconfirmed.get(message_id)
            if text is not None:
                say = {"type": "say", "id": message_id, "text": text}
                await socket.send(json.dumps(say))

    def _take(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "welcome":
                self._welcomed(message)
            case "said":
                self._show(message)
            case "refused" if message["code"] == "nick_taken":
                # Somebody else's ghost cannot have it: nicks are our own, so this is a fault.
                self.faults.append(f"{self.nick} was refused its own nick")
            case "refused":
                self.faults.append(f"{self.nick} was refused: {message}")

    def _welcomed(self, welcome: dict[str, Any]) -> None:
        if self._epoch not in ("", welcome["epoch"]):
            self.faults.append(f"{self.nick} met another epoch")
        if not welcome["complete"]:
            self.faults.append(f"{self.nick} was not told all it missed")
        self._token, self._epoch = welcome["token"], welcome["epoch"]
        for event in welcome["history"]:
            self._show(event)
        self.online = True
        for message_id in self.unconfirmed:
            self._to_send.put_nowait(message_id)

    def _show(self, said: dict[str, Any]) -> None:
        self.unconfirmed.pop(said["id"], None)
        if said["seq"] <= self._last_seq:
            return  # the answer to a message that was sent again
        if said["seq"] != self._last_seq + 1:
            self.faults.append(f"{self.nick} got {said['seq']} after {self._last_seq}")
        self._last_seq = said["seq"]
        self.shown.append((said["seq"], said["text"]))
