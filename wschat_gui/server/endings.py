"""How connections end: what ended one that the host did not, and what a close frame can say.

When that is asked, and whom it is told, is `connection.py`'s.
"""

from __future__ import annotations

from websockets.frames import CloseCode
from websockets.server import ServerProtocol

from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.frames.violations import Violation
from wschat_gui.server.reception import Ending

_MAX_REASON_BYTES = 123
"""A control frame holds 125 bytes, two of them the close code (RFC 6455 section 5.5)."""

VERDICTS: dict[int, Violation] = {
    CloseCode.INVALID_DATA: Violation.INVALID_UTF8,
    CloseCode.MESSAGE_TOO_BIG: Violation.MESSAGE_TOO_BIG,
}
"""By close code: violations that only the engine finds, by what frames hold or add up to."""


def ending_of(protocol: ServerProtocol) -> Ending:
    """Return cause, close code and reason (RFC 6455 sections 7.1.5 and 7.1.6)."""
    sent, received = protocol.close_sent, protocol.close_rcvd
    if protocol.close_rcvd_then_sent and received is not None and protocol.parser_exc is None:
        return Ending(LeaveCause.LEFT, received.code, received.reason)
    if sent is not None:
        timed_out = sent.code == CloseCode.INTERNAL_ERROR
        cause = LeaveCause.TIMED_OUT if timed_out else LeaveCause.PROTOCOL_ERROR
        return Ending(cause, sent.code, sent.reason)
    return Ending(LeaveCause.LEFT, CloseCode.ABNORMAL_CLOSURE, "")


def fitting_reason(reason: str) -> str:
    """Return as much of a reason as a close frame can carry."""
    return reason.encode()[:_MAX_REASON_BYTES].decode(errors="ignore")
