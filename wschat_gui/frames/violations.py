"""The rules of RFC 6455 that a frame can break, and the check of a frame against them.

A violation that fails the connection is one for which the engine, the `websockets` library, fails
it, with the same close code; a test holds the two against each other. What was agreed on and what
went before are in `terms.py`.
"""

from __future__ import annotations

from enum import Enum, unique

from wschat_gui.frames.header import (
    CONTROL_BIT,
    MASK_BIT,
    MAX_CONTROL_PAYLOAD_BYTES,
    FrameHeader,
    Opcode,
)
from wschat_gui.frames.terms import Compression, Phase, Progress, Sender, Terms


@unique
class Violation(Enum):
    """One way to break the protocol: section, plain sentence, close code, RFC (else 6455)."""

    section: str
    sentence: str
    close_code: int | None
    """What the engine fails the connection with (RFC 6455 section 7.4.1); None: it lives on."""
    rfc: int

    RESERVED_OPCODE = "5.2", "The opcode is a reserved one.", 1002
    RESERVED_BIT = "5.2", "A reserved bit is set that no agreed extension gives a meaning.", 1002
    LENGTH_SIGN_BIT = "5.2", "The most significant bit of the 64-bit length is set.", 1002
    LENGTH_NOT_MINIMAL = "5.2", "The length is written with more bytes than it needs.", None
    UNMASKED_CLIENT_FRAME = "5.1", "A client sent a frame without a mask.", 1002
    MASKED_SERVER_FRAME = "5.1", "A server sent a frame with a mask.", 1002
    UNEXPECTED_CONTINUATION = "5.4", "A continuation came with no message to continue.", 1002
    UNFINISHED_MESSAGE = "5.4", "A new message began inside a fragmented one.", 1002
    FRAGMENTED_CONTROL = "5.5", "A control frame was fragmented.", 1002
    CONTROL_TOO_LONG = "5.5", "A control frame has more than 125 bytes of payload.", 1002
    CLOSE_PAYLOAD_OF_ONE_BYTE = "5.5.1", "A close frame has half a close code.", 1002
    DATA_AFTER_CLOSE = "5.5.1", "A data frame came after the close frame.", None
    CLOSE_CODE_NOT_ALLOWED = "7.4", "The close code is not one that may be sent.", 1002
    MESSAGE_TOO_BIG = "7.4.1", "The message is longer than the receiver takes.", 1009
    TOO_MANY_FRAGMENTS = "7.4.1", "The message has more fragments than the receiver takes.", 1009
    INVALID_UTF8 = "8.1", "A text or a close reason is not valid UTF-8.", 1007
    INVALID_DEFLATE = "7.2.2", "A compressed payload does not inflate.", 1002, 7692

    def __init__(
        self, section: str, sentence: str, close_code: int | None, rfc: int = 6455
    ) -> None:
        """Spread the value over the attributes."""
        self.section = section
        self.sentence = sentence
        self.close_code = close_code
        self.rfc = rfc

    @property
    def fails_connection(self) -> bool:
        """Whether this ends the connection (RFC 6455 section 7.1.7)."""
        return self.close_code is not None

    @property
    def rule(self) -> str:
        """What is broken, as one cites it: `RFC 6455 section 5.2`."""
        return f"RFC {self.rfc} section {self.section}"


def failing(violations: tuple[Violation, ...]) -> Violation | None:
    """Return the violation that the connection fails for, or None where it lives on."""
    if not violations:
        return None
    return next((violation for violation in violations if violation.fails_connection), None)


def header_violations(
    header: FrameHeader, terms: Terms, progress: Progress
) -> tuple[Violation, ...]:
    """Check one header; nearly always the answer is empty.

    Several come in the order in which the engine looks, so that the first one that fails the
    connection is the one that the engine names.
    """
    opcode = header.opcode
    if progress.phase is Phase.CLOSED:
        # The receiver discards what follows the close frame (RFC 6455 section 1.4), so nothing of
        # it fails the connection; control frames are even allowed.
        return () if opcode & CONTROL_BIT else (Violation.DATA_AFTER_CLOSE,)
    found: list[Violation] = []
    if opcode not in _OPCODES:
        found.append(Violation.RESERVED_OPCODE)
    if terms.sender is Sender.CLIENT:
        if not header.second_byte & MASK_BIT:
            found.append(Violation.UNMASKED_CLIENT_FRAME)
    elif header.second_byte & MASK_BIT:
        found.append(Violation.MASKED_SERVER_FRAME)
    found += _length_violations(header, terms, progress)
    if header.first_byte & _meaningless_bits(opcode, terms):
        found.append(Violation.RESERVED_BIT)
    if opcode in _MESSAGE_STARTS:
        if progress.phase is Phase.INSIDE_MESSAGE:
            found.append(Violation.UNFINISHED_MESSAGE)
    elif opcode == Opcode.CONT:
        if progress.phase is Phase.BETWEEN_MESSAGES:
            found.append(Violation.UNEXPECTED_CONTINUATION)
    elif opcode in _CONTROL_OPCODES:
        found += _control_violations(header)
    return tuple(found)


def close_violations(payload: bytes, progress: Progress) -> tuple[Violation, ...]:
    """Check the whole, unmasked payload of a close frame, and whether the frame may stand here."""
    if progress.phase is Phase.CLOSED:
        return ()
    found: list[Violation] = []
    if len(payload) == 1:
        found.append(Violation.CLOSE_PAYLOAD_OF_ONE_BYTE)
    if not _is_utf8(payload[2:]):
        found.append(Violation.INVALID_UTF8)
    if len(payload) >= 2 and not may_be_sent(int.from_bytes(payload[:2], "big")):
        found.append(Violation.CLOSE_CODE_NOT_ALLOWED)
    return tuple(found)


def may_be_sent(close_code: int) -> bool:
    """Tell whether a close frame may carry this code.

    RFC 6455 section 7.4: 1004 is reserved, 1005, 1006 and 1015 never stand on the wire; 1012 to
    1014 were registered with IANA later; 3000 to 4999 belong to libraries and applications.
    """
    return 1000 <= close_code <= 1003 or 1007 <= close_code <= 1014 or 3000 <= close_code <= 4999


_OPCODES = frozenset(Opcode)
_CONTROL_OPCODES = frozenset({Opcode.CLOSE, Opcode.PING, Opcode.PONG})
_MESSAGE_STARTS = frozenset({Opcode.TEXT, Opcode.BINARY})


def _length_violations(header: FrameHeader, terms: Terms, progress: Progress) -> list[Violation]:
    found: list[Violation] = []
    length = header.payload_length
    seven_bits = header.second_byte & 0x7F
    if terms.max_message_bytes is not None:
        # Control frames too: the engine measures all against what the message may still grow by.
        room_bytes = terms.max_message_bytes - (progress.message_bytes or 0)
        if length > room_bytes:
            found.append(Violation.MESSAGE_TOO_BIG)
    if length >> 63:
        # The engine does not look at this bit; whatever limit it has refuses such a length.
        found.append(Violation.LENGTH_SIGN_BIT)
    if (seven_bits == 126 and length < 126) or (seven_bits == 127 and length < 65_536):
        found.append(Violation.LENGTH_NOT_MINIMAL)
    return found


def _meaningless_bits(opcode: int, terms: Terms) -> int:
    """Return those of RSV1, RSV2 and RSV3 that mean nothing in such a frame."""
    # RFC 7692 section 6.1: RSV1 has its meaning on the first frame of a message only.
    if terms.compression is Compression.PERMESSAGE_DEFLATE and opcode in _MESSAGE_STARTS:
        return 0x30
    return 0x70


def _control_violations(header: FrameHeader) -> list[Violation]:
    found: list[Violation] = []
    if header.payload_length > MAX_CONTROL_PAYLOAD_BYTES:
        found.append(Violation.CONTROL_TOO_LONG)
    if not header.fin:
        found.append(Violation.FRAGMENTED_CONTROL)
    return found


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
