"""What the engine says of a stream of frames, and what the dissector says, to be held together."""

from __future__ import annotations

from msgspec import Struct
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame as EngineFrame
from websockets.frames import Opcode as EngineOpcode
from websockets.protocol import Protocol, State
from websockets.uri import parse_uri

from wschat_gui.frames.dissector import Dissector
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.terms import Compression, Sender, Terms
from wschat_gui.frames.violations import failing
from wschat_gui.server.engine import HostProtocol


class PeerProtocol(ClientProtocol):
    """The other side, reading RFC 6455 section 5.4 as `HostProtocol` does."""

    def recv_frame(self, frame: EngineFrame) -> None:
        if frame.opcode is EngineOpcode.CLOSE:
            self.current_size = None
        super().recv_frame(frame)


class Verdict(Struct, frozen=True):
    """How far a stream was taken, and the close code with which it was refused, if it was."""

    accepted: tuple[tuple[int, bool], ...]
    """(opcode, fin) of each frame up to the close frame."""
    refused_with: int | None


def engine(terms: Terms) -> Protocol:
    protocol: Protocol
    if terms.sender is Sender.CLIENT:
        protocol = HostProtocol(state=State.OPEN, max_size=terms.max_message_bytes)
    else:
        uri = parse_uri("ws://127.0.0.1/")
        protocol = PeerProtocol(uri, state=State.OPEN, max_size=terms.max_message_bytes)
    if terms.compression is Compression.PERMESSAGE_DEFLATE:
        protocol.extensions = [
            PerMessageDeflate(
                remote_no_context_takeover=False,
                local_no_context_takeover=False,
                remote_max_window_bits=15,
                local_max_window_bits=15,
            )
        ]
    return protocol


def engine_verdict(stream: bytes, terms: Terms) -> Verdict:
    protocol = engine(terms)
    protocol.receive_data(stream)
    events = [event for event in protocol.events_received() if isinstance(event, EngineFrame)]
    refused_with = None
    if protocol.parser_exc is not None:
        assert protocol.close_sent is not None
        refused_with = int(protocol.close_sent.code)
    return Verdict(tuple((int(event.opcode), event.fin) for event in events), refused_with)


def dissector_verdict(stream: bytes, terms: Terms) -> Verdict:
    dissector = Dissector(terms)
    accepted: list[tuple[int, bool]] = []
    for seen in dissector.feed(stream):
        if failing(seen.violations) is not None:
            break
        accepted.append((seen.opcode, seen.fin))
        if seen.opcode == Opcode.CLOSE:
            # The engine discards what follows.
            break
    failure = dissector.failure
    return Verdict(tuple(accepted), None if failure is None else failure.close_code)
