"""What may be asked of the protocol lab. Pure: a command in, a refusal in words or nothing out.

How it is carried out is in `lab.py`.
"""

from __future__ import annotations

from wschat_gui.bridge.frame_commands import LabFrame, LabLine, LabSend
from wschat_gui.frames.header import MAX_CONTROL_PAYLOAD_BYTES
from wschat_gui.frames.violations import may_be_sent
from wschat_gui.server.line_pace import LineConditions

MOST_BYTES = 1024 * 1024
"""Of one message: sixteen times what needs the longest of the three length encodings."""
MOST_FRAGMENTS = 1_000
MOST_REASON_BYTES = MAX_CONTROL_PAYLOAD_BYTES - 2
"""What the close code leaves of a close frame (RFC 6455 section 5.5.1)."""
MOST_DELAY_S = 60
MOST_CUT_S = 300


class Refusal(Exception):
    """What was asked for cannot be done; the text is a sentence for the host."""


def check_send(command: LabSend) -> None:
    """Let pass what RFC 6455 allows, and no more of it than the lab bears.

    Raises:
        Refusal: anything else.
    """
    match command.what:
        case LabFrame.CLOSE:
            if not may_be_sent(command.close_code):
                code = command.close_code
                raise Refusal(f"{code} is no close code that may be sent (RFC 6455 section 7.4).")
            if len(command.close_reason.encode()) > MOST_REASON_BYTES:
                raise Refusal(f"A close reason has {MOST_REASON_BYTES} bytes at most.")
        case LabFrame.PING:
            if not 0 <= command.length <= MAX_CONTROL_PAYLOAD_BYTES:
                raise Refusal("A ping has 0 to 125 bytes of payload (RFC 6455 section 5.5).")
        case LabFrame.TEXT | LabFrame.BINARY:
            if not 0 <= command.length <= MOST_BYTES:
                raise Refusal(f"A message of the lab has 0 to {MOST_BYTES:,} bytes.")
            if not 1 <= command.fragments <= MOST_FRAGMENTS:
                raise Refusal(f"A message of the lab has 1 to {MOST_FRAGMENTS:,} fragments.")


def conditions_of(command: LabLine) -> LineConditions:
    """Return how bad the line is to be.

    Raises:
        Refusal: better than it is, or so bad that only waiting is left.
    """
    if min(command.delay_ms, command.jitter_ms, command.bytes_per_s, command.cut_s) < 0:
        raise Refusal("A line cannot be better than it is.")
    if command.delay_ms + command.jitter_ms > MOST_DELAY_S * 1_000:
        raise Refusal(f"A delay can be {MOST_DELAY_S} seconds at most.")
    if command.cut_s > MOST_CUT_S:
        raise Refusal(f"A line can be cut for {MOST_CUT_S} seconds at most.")
    return LineConditions(
        delay_s=command.delay_ms / 1_000,
        jitter_s=command.jitter_ms / 1_000,
        bytes_per_s=command.bytes_per_s,
    )


def line_told(command: LabLine) -> str:
    """Return a line's state as a sentence."""
    parts = []
    if command.delay_ms or command.jitter_ms:
        jitter = f" ± {command.jitter_ms}" if command.jitter_ms else ""
        parts.append(f"{command.delay_ms}{jitter} ms each way")
    if command.bytes_per_s:
        parts.append(f"{command.bytes_per_s:,} bytes/s each way")
    if command.cut_s:
        parts.append(f"cut for {command.cut_s} s")
    return ", ".join(parts) or "as good as it is"
