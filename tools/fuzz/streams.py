"""Streams of frames of a client: legal, at the edges of RFC 6455, and beyond."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from random import Random

from tests.frames.wire import close, frame
from tools.fuzz.mutation import mutated, noise, spliced
from wschat_gui.frames.header import LengthEncoding, Opcode

Payloads = Callable[[Random], bytes]
"""What to put into text frames."""

_LENGTHS = (0, 1, 2, 3, 124, 125, 126, 127, 128, 255, 256, 300, 301)
_LONG_LENGTHS = (65_535, 65_536)
_CONTROL = (Opcode.PING, Opcode.PONG)
_CLOSE_CODES = (
    0,
    999,
    1000,
    1001,
    1004,
    1005,
    1006,
    1011,
    1015,
    1016,
    2999,
    3000,
    4001,
    4999,
    5000,
)


def _compressed(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-12)
    return (compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH))[:-4]


EDGES = (
    *(frame(opcode, b"edge") for opcode in range(16)),
    *(frame(Opcode.TEXT, b"edge", rsv=rsv) for rsv in range(1, 8)),
    *(frame(opcode, b"edge", key=b"") for opcode in (Opcode.TEXT, Opcode.PING, Opcode.CLOSE)),
    *(frame(Opcode.PING, bytes(length)) for length in (0, 125, 126)),
    *(frame(opcode, fin=False) for opcode in range(16)),
    *(
        frame(Opcode.BINARY, bytes(length), encoding=encoding)
        for length in (0, 125)
        for encoding in (LengthEncoding.SIXTEEN_BIT, LengthEncoding.SIXTY_FOUR_BIT)
    ),
    *(
        frame(Opcode.BINARY, b"", encoding=LengthEncoding.SIXTY_FOUR_BIT, length=length)
        for length in ((1 << 20) + 1, 1 << 31, (1 << 63) - 1, 1 << 63, (1 << 64) - 1)
    ),
    *(close(code) for code in _CLOSE_CODES),
    close(1000, "x" * 123),
    frame(Opcode.CLOSE, b""),
    frame(Opcode.CLOSE, b"\x03"),
    frame(Opcode.CLOSE, b"\x03\xe8\xff"),
    frame(Opcode.TEXT, b"\xed\xa0\x80"),
    frame(Opcode.TEXT, b"\xf0\x9f", fin=False) + frame(Opcode.CONT, b"\x98\x80"),
    frame(Opcode.TEXT, b"\xf0\x9f", fin=False) + frame(Opcode.CONT, b"("),
    frame(Opcode.TEXT, b"a", fin=False) + frame(Opcode.PING) + frame(Opcode.CONT, b"b"),
    frame(Opcode.TEXT, b"a", fin=False) + frame(Opcode.TEXT, b"b"),
    frame(Opcode.TEXT, b"a", fin=False) + close(1000),
    frame(Opcode.TEXT, b"", fin=False) + frame(Opcode.CONT, b"", fin=False) * 50,
    frame(Opcode.TEXT, _compressed(b"edge"), rsv=4),
    frame(Opcode.BINARY, _compressed(bytes(100_000)), rsv=4),
    frame(Opcode.BINARY, b"\xff" * 9, rsv=4),
)


def any_text(random: Random) -> bytes:
    """Return a payload that is not always text."""
    if random.random() < 0.2:
        return noise(random, 40)
    return "".join(random.choices('ab /{}"é中😀\u202e\u200d\n', k=random.randint(0, 30))).encode()


def legal_message(random: Random, payload: bytes) -> bytes:
    """Return one text message, whole or in fragments with control frames between them."""
    if random.random() < 0.7:
        return frame(Opcode.TEXT, payload, key=random.randbytes(4))
    cut = random.randint(0, len(payload))
    between = frame(random.choice(_CONTROL), noise(random, 125)) if random.random() < 0.5 else b""
    first = frame(Opcode.TEXT, payload[:cut], fin=False, key=random.randbytes(4))
    return first + between + frame(Opcode.CONT, payload[cut:], key=random.randbytes(4))


def _any_frame(random: Random) -> bytes:
    length = random.choice(_LONG_LENGTHS if random.random() < 0.01 else _LENGTHS)
    return frame(
        random.choice((*Opcode, random.randrange(16))),
        random.randbytes(4) * (length // 4) if random.random() < 0.5 else bytes(length),
        fin=random.random() < 0.8,
        rsv=random.choice((0, 0, 0, 0, 0, 4, random.randrange(8))),
        key=b"" if random.random() < 0.03 else random.randbytes(4),
    )


def stream(random: Random, payloads: Payloads = any_text) -> bytes:
    """Return what one client sends behind its handshake."""
    messages = [legal_message(random, payloads(random)) for _ in range(random.randint(1, 4))]
    match random.randrange(8):
        case 0:
            return noise(random, 200)
        case 1:
            return b"".join(_any_frame(random) for _ in range(random.randint(1, 5)))
        case 2 | 3:
            return mutated(random, b"".join(messages))
        case 4 | 5:
            return b"".join(messages) + spliced(random, EDGES)
        case 6:
            return spliced(random, (*EDGES, *messages))
        case _:
            return b"".join(messages) + (close(1000) if random.random() < 0.5 else b"")
