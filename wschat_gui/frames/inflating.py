"""Inflates captured messages (RFC 7692 section 7.2.2), as far as what went before is still there.

A compressed message may refer to the 32 KiB of text before it. Whatever inflates here inflates to
the original: zlib refuses a reference to text that it was not given, it never invents any.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

from msgspec import Struct

MOST_INFLATED_BYTES = 4 * 1024 * 1024
"""Of one message. The server takes 1 MiB; whatever is larger was refused, or is a bomb."""
_MOST_WORK_BYTES = 64 * 1024 * 1024
"""Inflated at most for the sake of one message, those before it included."""
_TAIL = b"\x00\x00\xff\xff"
"""What the sender left out (RFC 7692 section 7.2.1)."""
_TOO_FAR_BACK = "distance too far back"

TOO_LARGE = f"It inflates to more than {MOST_INFLATED_BYTES >> 20} MiB."
HISTORY_LOST = "It refers to text before it that is not captured."
TOO_MUCH_HISTORY = "Too much would have to be inflated that came before it."
NOT_DEFLATE = "It is not valid DEFLATE data."


class Inflated(Struct, frozen=True):
    """One message, inflated, or as much of it as could be."""

    data: bytes
    trouble: str = ""
    """Why it is not whole, as a sentence."""


def inflate_last(count: int, payload_at: Callable[[int], bytes | None]) -> Inflated:
    """Inflate the last of `count` compressed messages of one direction.

    `payload_at` gives the joined payload of each in its order, from 0; None where something of it
    is missing. Only those are asked for that are needed.
    """
    last = count - 1
    work_bytes = 0
    history = 0
    while True:
        start = max(0, last - history)
        # Mostly it needs little of what went before, or nothing: twice as much in each attempt.
        messages = (payload_at(i) for i in range(start, count))
        inflated, cost_bytes = _inflate_from(messages, _MOST_WORK_BYTES - work_bytes)
        work_bytes += cost_bytes
        if inflated.trouble != HISTORY_LOST or start == 0:
            return inflated
        history = 2 * history + 1


def _inflate_from(messages: Iterable[bytes | None], budget_bytes: int) -> tuple[Inflated, int]:
    """Inflate one after the other, the first without any history; return the last, and the cost."""
    decompressor = _fresh()
    inflated = Inflated(b"", HISTORY_LOST)
    cost_bytes = 0
    for message in messages:
        if cost_bytes > budget_bytes:
            return Inflated(b"", TOO_MUCH_HISTORY), cost_bytes
        if message is None:
            inflated = Inflated(b"", HISTORY_LOST)
        else:
            inflated = _inflate(message, decompressor)
            cost_bytes += len(inflated.data) + len(message)
        if inflated.trouble or decompressor.eof:
            # From here on nothing is known of what went before.
            decompressor = _fresh()
    return inflated, cost_bytes


def _fresh() -> zlib._Decompress:
    return zlib.decompressobj(wbits=-zlib.MAX_WBITS)


def _inflate(message: bytes, decompressor: zlib._Decompress) -> Inflated:
    try:
        data = decompressor.decompress(message + _TAIL, MOST_INFLATED_BYTES)
    except zlib.error as error:
        return Inflated(b"", HISTORY_LOST if _TOO_FAR_BACK in str(error) else NOT_DEFLATE)
    # Exactly full and nothing left over is not too large; zlib may still hold a part of its last
    # output then, which one more byte asked for brings out.
    if len(data) == MOST_INFLATED_BYTES:
        rest = decompressor.unconsumed_tail
        try:
            if rest and decompressor.decompress(rest, 1):
                return Inflated(data, TOO_LARGE)
        except zlib.error:
            return Inflated(data, NOT_DEFLATE)
    return Inflated(data)
