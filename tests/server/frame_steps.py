"""What tests of the capture share: asking a running server as the window does."""

from __future__ import annotations

from itertools import count

from tests.frames.wire import frame
from tests.server.acts import PAGE
from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S, RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.events import ClientClosed
from wschat_gui.bridge.frame_commands import ListFrames, XrayFrame
from wschat_gui.bridge.frame_words import FramesListed, FrameXray
from wschat_gui.frames.header import Opcode

_requests = count(1)


class Tapped(RawClient):
    """A client that keeps all bytes that it sends and gets, and reads frames of any kind."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.sent = b""
        self.got = b""
        self.answers_pings = False

    def send(self, data: bytes) -> None:
        self.sent += data
        super().send(data)

    def _fill(self) -> None:
        before = len(self._buffer)
        super()._fill()
        self.got += self._buffer[before:]

    def read_frame(self) -> tuple[int, bytes]:
        first, payload = super().read_frame()
        if self.answers_pings and first == 0x80 | Opcode.PING:
            self.send(frame(Opcode.PONG, payload))
        return first, payload

    def forget_handshake(self) -> None:
        """Keep what belongs to the WebSocket from here on."""
        self.sent = b""
        self.got = self._buffer

    def settle(self) -> None:
        """Read until the server has answered a ping: everything before it has come then."""
        payload = b"settled %d" % len(self.sent)
        self.send(frame(Opcode.PING, payload))
        while self.read_frame() != (0x80 | Opcode.PONG, payload):
            pass


def page(server: RunningServer, nick: str, *, answers_pings: bool = False) -> Tapped:
    client = Tapped(server.port)
    client.answers_pings = answers_pings
    client.upgrade("/", PAGE)
    client.forget_handshake()
    client.join(nick)
    return client


def make_traffic(server: RunningServer) -> tuple[Tapped, Tapped, RawClient]:
    """Have three clients do a bit of everything, one of them leave; nothing is under way then."""
    ada, bob = page(server, "ada"), page(server, "bob")
    eve = RawClient.plain(server.port, "eve")
    ada.send_json(type="say", id="m1", text="hello")
    bob.send_json(type="say", id="m2", text="y" * 300)
    ada.send_json(type="say", id="m3", text="z" * 4_000)
    message = b'{"type":"say","id":"m4","text":"in pieces"}'
    ada.send(frame(Opcode.TEXT, message[:9], fin=False) + frame(Opcode.PING, b"between"))
    ada.send(frame(Opcode.CONT, message[9:]))
    ada.send(frame(Opcode.BINARY, bytes(70_000)))
    server.await_clients(3)
    eve.say("quit")
    while eve.read_message()[0] != Opcode.CLOSE:
        pass
    eve.close()
    server.event(ClientClosed)
    ada.settle()
    bob.settle()
    return ada, bob, eve


def listed(
    server: RunningServer, display_filter: str = "", *, after: int = 0, limit: int = 10_000
) -> FramesListed:
    """Ask for frames, and wait for the answer."""
    request = next(_requests)
    server.post(ListFrames(request=request, filter=display_filter, after=after, limit=limit))

    def answers() -> list[FramesListed]:
        return [answer for answer in server.events(FramesListed) if answer.request == request]

    wait_until(lambda: bool(answers()), PATIENCE_S, "frames are listed")
    (answer,) = answers()
    return answer


def xrayed(server: RunningServer, number: int) -> FrameXray:
    """Ask for one frame in full, and wait for the answer."""
    request = next(_requests)
    server.post(XrayFrame(request, number))

    def answers() -> list[FrameXray]:
        return [answer for answer in server.events(FrameXray) if answer.request == request]

    wait_until(lambda: bool(answers()), PATIENCE_S, "a frame is X-rayed")
    (answer,) = answers()
    return answer
