"""What tests of the host's acts share."""

from __future__ import annotations

from tests.server.running import RunningServer
from wschat_gui.bridge.commands import Ban, BanLength, BanScope
from wschat_gui.bridge.events import LineKind, LogLine
from wschat_gui.chat.vocabulary import SUBPROTOCOL
from wschat_gui.config import Limits

AT_ONCE = Limits(undo_s=0)
"""With these, who is thrown out is closed at once."""
PAGE = (f"Sec-WebSocket-Protocol: {SUBPROTOCOL}",)
"""The header of a page's opening handshake."""


def moderated(server: RunningServer) -> list[str]:
    """Return what the log tells of the host's acts."""
    lines = [line for line in server.events(LogLine) if line.kind is LineKind.MODERATED]
    return [f"{line.nick} {line.text}".strip() for line in lines]


def ban(client_id: int, scope: BanScope, length: BanLength = BanLength.FOR_EVER) -> Ban:
    """Return the command for a ban with a reason."""
    return Ban(client_id, scope, length, "enough")
