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
        super().recv_frame(frame)

    def framed(self, message: str | bytes) -> bytes:
        """Return the frame of a message that will be written, compressed if that was agreed on.

        To be written in the order of the calls, and all of them: they share one context.
        """
        if isinstance(message, str):
            frame = Frame(Opcode.TEXT, message.encode())
        else:
            frame = Frame(Opcode.BINARY, message)
        return frame.serialize(mask=False, extensions=self.extensions)
