"""How what the room says becomes frames: one way for pages, one for plain-text clients.

A server's frames are unmasked (RFC 6455 section 5.1), so one serialised frame serves every client
of its dialect. Frames are sent uncompressed, which RFC 7692 section 6 allows on any connection.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from websockets.frames import Frame, Opcode

from wschat_gui.chat import plain, vocabulary
from wschat_gui.chat.vocabulary import Answer, Earlier, RoomEvent, Welcome


def text_frame(payload: bytes) -> bytes:
    """Return one unmasked, final text frame around a UTF-8 `payload`."""
    return _text_header(len(payload)) + payload


@lru_cache(maxsize=1024)
def _text_header(payload_bytes: int) -> bytes:
    """Return the engine's header of such a frame, which depends on nothing but the length."""
    frame = Frame(Opcode.TEXT, bytes(payload_bytes)).serialize(mask=False)
    return frame[: len(frame) - payload_bytes]


class Dialect(Protocol):
    """What a group of clients understands. `now_ms` dates what carries no time of its own."""

    def event(self, event: RoomEvent, now_ms: int) -> bytes:
        """Return the frame that every member of this dialect gets; empty: it gets none."""

    def welcome(self, welcome: Welcome) -> bytes:
        """Return the frame that admits a newcomer."""

    def reply(self, message: Answer, now_ms: int) -> bytes:
        """Return the frame for one client alone; empty: it gets none."""


class PageDialect:
    """`wschat.v1`: JSON, as docs/protocol.md has it."""

    def event(self, event: RoomEvent, now_ms: int) -> bytes:  # noqa: ARG002  (the page has its own clock)
        """Return the event as a JSON text frame."""
        return text_frame(vocabulary.encode(event))

    def welcome(self, welcome: Welcome) -> bytes:
        """Return the welcome as a JSON text frame."""
        return text_frame(vocabulary.encode(welcome))

    def reply(self, message: Answer, now_ms: int) -> bytes:  # noqa: ARG002
        """Return the reply as a JSON text frame."""
        return text_frame(vocabulary.encode(message))


class PlainDialect:
    """Lines for people: no roster and no history, just what is said from now on."""

    def event(self, event: RoomEvent, now_ms: int) -> bytes:
        """Return the event as a line, if it has one."""
        return _line_frame(plain.event_line(event, now_ms))

    def welcome(self, welcome: Welcome) -> bytes:
        """Return the greeting."""
        return text_frame(plain.welcome_line(welcome.nick).encode())

    def reply(self, message: Answer, now_ms: int) -> bytes:
        """Return the reply as a line, if it has one."""
        assert not isinstance(message, Earlier), "a terminal cannot ask for older messages"
        return _line_frame(plain.event_line(message, now_ms))


def _line_frame(line: str | None) -> bytes:
    return text_frame(line.encode()) if line else b""
