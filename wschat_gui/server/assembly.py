"""Frames into messages: fragments joined, text decoded as it comes (RFC 6455 sections 5.4 and 5.6).

The engine's own assembler hands messages to a waiting task, which costs more than the message;
this one answers at once. The frames are valid already: their order, opcodes and sizes are the
engine's to check.
"""

from __future__ import annotations

import codecs

from websockets.frames import Frame, Opcode

_Utf8Decoder = codecs.getincrementaldecoder("utf-8")
_TEXT, _BINARY = Opcode.TEXT, Opcode.BINARY  # looked up once, since every frame asks


class MessageAssembler:
    """The message of one connection that is still coming in."""

    __slots__ = ("_binary", "_decoder", "_text")

    def __init__(self) -> None:
        """Begin between two messages."""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._text: list[str] = []
        self._binary = bytearray()

    def put(self, frame: Frame) -> str | bytes | None:
        """Take one data frame; return the message that it completes.

        Raises:
            UnicodeDecodeError: the text is no UTF-8, which must fail the connection (section 8.1).
        """
        if frame.opcode is _TEXT:
            if frame.fin:
                return str(frame.data, "utf-8")
            self._decoder = _Utf8Decoder()
        elif frame.opcode is _BINARY and frame.fin:
            return bytes(frame.data)
        if self._decoder is None:
            return self._put_binary(frame)
        return self._put_text(frame, self._decoder)

    def _put_text(self, frame: Frame, decoder: codecs.IncrementalDecoder) -> str | None:
        # Decoded piece by piece, so that a broken character fails at once and not megabytes later.
        piece = decoder.decode(bytes(frame.data), final=frame.fin)
        if piece:  # a flood of empty fragments takes no memory
            self._text.append(piece)
        if not frame.fin:
            return None
        text = "".join(self._text)
        self._text.clear()
        self._decoder = None
        return text

    def _put_binary(self, frame: Frame) -> bytes | None:
        self._binary += frame.data
        if not frame.fin:
            return None
        data = bytes(self._binary)
        self._binary.clear()
        return data
