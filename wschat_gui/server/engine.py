"""The engine's protocol, where ours reads RFC 6455 otherwise.

Everything that the `websockets` library decides about frames is right but for one thing. What is
done with the frames is in `connection.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from wschat_gui.chat.vocabulary import SUBPROTOCOL

_CLOSE = Opcode.CLOSE  # looked up once, since it is asked for with every frame


class HostProtocol(ServerProtocol):
    """One connection's side of the protocol, without any input or output."""

    payload_bytes = 0
    """Received so far, as it is when it is unmasked and inflated."""

    @classmethod
    def in_place_of(cls, protocol: ServerProtocol) -> HostProtocol:
        """Return one with the options of a protocol that `serve` has made and not used."""
        return cls(
            extensions=protocol.available_extensions,
            max_size=protocol.max_message_size,
            logger=protocol.logger,
        )

    def select_subprotocol(self, subprotocols: Sequence[Subprotocol]) -> Subprotocol | None:
        """Agree on ours where it is offered, and else on none.

        RFC 6455 section 4.2.2: none of those offered may be agreed on; the client may live with
        that.
        """
        return Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in subprotocols else None

    def recv_frame(self, frame: Frame) -> None:
        """Take a close frame inside an unfinished message as the end that it is.

        RFC 6455 section 5.4 lets control frames stand between fragments and section 5.5.1 asks for
        a close frame in answer; the engine would fail the connection with 1002.
        """
        if frame.opcode is _CLOSE:
            self.current_size = None
        self.payload_bytes += len(frame.data)
        super().recv_frame(frame)
