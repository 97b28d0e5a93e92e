"""Finds the frames in one direction of one connection's bytes, in whatever pieces they come.

It stands beside the engine, not before it: payloads of data frames are skipped, never kept. What
was found is counted in `statistics.py`.
"""

from __future__ import annotations

from wschat_gui.frames.header import (
    CONTROL_BIT,
    HEADER_LENGTHS,
    MASK_BIT,
    MAX_CONTROL_PAYLOAD_BYTES,
    FrameHeader,
    Opcode,
)
from wschat_gui.frames.masking import apply_mask
from wschat_gui.frames.terms import Compression, Phase, Progress, Sender, Terms
from wschat_gui.frames.violations import Violation, close_violations, failing, header_violations


class Frame(FrameHeader, frozen=True, gc=False):
    """A header, and what the dissector learned beyond it."""

    control_payload: bytes = b""
    """Of a control frame, unmasked. Empty for data frames and where the header was refused."""
    violations: tuple[Violation, ...] = ()


class Dissector:
    """One direction of one connection.

    A data frame is reported as soon as its header is complete, a control frame when its payload is,
    a frame whose header fails the connection at once and without its payload. After a frame that
    fails the connection everything is ignored: the receiver no longer reads it (RFC 6455 section
    7.1.7). What follows a close frame is still dissected, so that it can be seen.
    """

    __slots__ = (
        "_buffer",
        "_mask_bit",
        "_max_ordinary_bytes",
        "_missing",
        "_ordinary",
        "_progress",
        "_terms",
        "failure",
    )

    def __init__(self, terms: Terms) -> None:
        """Start behind the opening handshake."""
        self.failure: Violation | None = None
        """What failed the connection; once set, everything is ignored."""
        self._terms = terms
        self._progress = Progress()
        self._buffer = b""
        """The beginning of a header or of a control frame: less than 139 bytes."""
        self._missing = 0
        """Bytes of the last reported frame's payload that are still to be skipped."""
        self._ordinary = _ordinary_first_bytes(terms, self._progress)
        self._mask_bit = MASK_BIT if terms.sender is Sender.CLIENT else 0
        self._max_ordinary_bytes = (
            _MAX_LEGAL_LENGTH if terms.max_message_bytes is None else terms.max_message_bytes
        )

    @property
    def missing_payload_bytes(self) -> int:
        """What the last reported header promised and has not come, or is not looked at."""
        return self._missing

    @property
    def lead(self) -> int:
        """Where the next frame begins in the bytes that are fed next; negative: in earlier ones."""
        return self._missing - len(self._buffer)

    def feed(self, data: bytes) -> list[Frame]:
        """Take the next bytes of the stream and return the frames that they complete.

        One loop in one piece and in local variables, because it runs for every frame of a full
        server: a third of a microsecond for each.
        """
        if self.failure is not None:
            return []
        if self._buffer:
            data = self._buffer + data
            self._buffer = b""
        frames: list[Frame] = []
        position = self._missing
        end = len(data)
        mask_bit = self._mask_bit
        max_ordinary_bytes = self._max_ordinary_bytes
        while end - position >= 2:
            first_byte = data[position]
            second_byte = data[position + 1]
            payload_start = position + HEADER_LENGTHS[second_byte]
            if payload_start > end:
                break
            key_start = position + 2
            length = second_byte & 0x7F
            minimal = True
            if length >= 126:
                minimum = 126 if length == 126 else 65_536
                key_start += 2 if length == 126 else 8
                length = int.from_bytes(data[position + 2 : key_start], "big")
                minimal = length >= minimum
            key = data[key_start:payload_start]
            if (
                first_byte in self._ordinary
                and second_byte & MASK_BIT == mask_bit
                and length <= max_ordinary_bytes
                and minimal
            ):
                # Nearly every frame of a chat: no rule that it could break, nothing to remember.
                frames.append(Frame(first_byte, second_byte, length, key))
            else:
                header = FrameHeader(first_byte, second_byte, length, key)
                frame = self._examine(header, data, payload_start)
                if frame is None:
                    break
                frames.append(frame)
                if failing(frame.violations) is not None:
                    # Nobody reads a refused payload; only a close frame is refused for its own.
                    self._missing = length - len(frame.control_payload)
                    return frames
            position = payload_start + length
        if position >= end:
            self._missing = position - end
        else:
            self._missing = 0
            self._buffer = data[position:]
        return frames

    def fail(self, violation: Violation) -> None:
        """Ignore all that follows, because of a violation that only the engine could see."""
        self.failure = violation
        self._buffer = b""

    def _examine(self, header: FrameHeader, data: bytes, payload_start: int) -> Frame | None:
        """Check a frame that is not an ordinary one; None while its payload has to be awaited."""
        violations = header_violations(header, self._terms, self._progress)
        self.failure = failing(violations)
        payload = b""
        if self.failure is None and _has_control_payload(header):
            payload_end = payload_start + header.payload_length
            if payload_end > len(data):
                return None
            payload = apply_mask(data[payload_start:payload_end], header.masking_key)
            if header.opcode == Opcode.CLOSE:
                violations += close_violations(payload, self._progress)
                self.failure = failing(violations)
        if self.failure is None:
            self._advance(header)
        return Frame(
            header.first_byte,
            header.second_byte,
            header.payload_length,
            header.masking_key,
            payload,
            violations,
        )

    def _advance(self, header: FrameHeader) -> None:
        progress = self._progress.after(header)
        if progress.phase is not self._progress.phase:
            self._ordinary = _ordinary_first_bytes(self._terms, progress)
        self._progress = progress


_MAX_LEGAL_LENGTH = (1 << 63) - 1
"""RFC 6455 section 5.2: the most significant bit of the 64-bit length must be 0."""


def _has_control_payload(header: FrameHeader) -> bool:
    # A control frame may be too long without being refused only behind a close frame.
    return bool(header.opcode & CONTROL_BIT) and header.payload_length <= MAX_CONTROL_PAYLOAD_BYTES


_WHOLE_MESSAGES = frozenset({0x80 | Opcode.TEXT, 0x80 | Opcode.BINARY})
_WHOLE_COMPRESSED_MESSAGES = frozenset({0xC0 | Opcode.TEXT, 0xC0 | Opcode.BINARY})


def _ordinary_first_bytes(terms: Terms, progress: Progress) -> frozenset[int]:
    """Return the first bytes of data frames that neither break a rule nor change the progress."""
    if progress.phase is not Phase.BETWEEN_MESSAGES:
        return frozenset()
    if terms.compression is Compression.PERMESSAGE_DEFLATE:
        return _WHOLE_MESSAGES | _WHOLE_COMPRESSED_MESSAGES
    return _WHOLE_MESSAGES
