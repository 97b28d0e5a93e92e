"""Random bytes, and valid bytes with something broken: what every kind of input is made with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

_INTERESTING = (
    b"",
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\r\n",
    b"\n",
    b"\xed\xa0\x80",  # a surrogate in UTF-8
    b"\xf4\x90\x80\x80",  # beyond U+10FFFF
    b"\xc0\xaf",  # overlong
    b"\xe2\x80\xae",  # right-to-left override
    b"\x00\x00\xff\xff",  # the end of a deflate block
    b"\x7f\xff\xff\xff\xff\xff\xff\xff",
    b"\x80\x00\x00\x00\x00\x00\x00\x00",
)
_MOST_CHANGES = 4
_MOST_CUTS = 5


def noise(random: Random, most: int) -> bytes:
    """Return up to `most` random bytes."""
    return random.randbytes(random.randint(0, most))


def mutated(random: Random, valid: bytes) -> bytes:
    """Return `valid` with a few bytes changed, missing, doubled, put in or cut off."""
    data = bytearray(valid)
    for _ in range(random.randint(1, _MOST_CHANGES)):
        _change(random, data)
    return bytes(data)


def _change(random: Random, data: bytearray) -> None:
    at = random.randint(0, len(data))
    length = random.choice((1, 1, 2, 4, 16))
    match random.randrange(6):
        case 0 if at < len(data):
            data[at] ^= 1 << random.randrange(8)
        case 1 if at < len(data):
            data[at] = random.randrange(256)
        case 2:
            del data[at : at + length]
        case 3:
            data[at:at] = data[at : at + length]
        case 4:
            data[at:at] = random.choice(_INTERESTING)
        case _:
            del data[at:]


def pieces(random: Random, data: bytes) -> Iterator[bytes]:
    """Cut `data` as a network might: whole, byte by byte, or anywhere."""
    match random.randrange(20):
        case 0 if len(data) < 400:
            for at in range(len(data)):
                yield data[at : at + 1]
        case 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8:
            yield data
        case _:
            cuts = sorted(
                random.randint(0, len(data)) for _ in range(random.randint(1, _MOST_CUTS))
            )
            for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True):
                yield data[start:end]


def spliced(random: Random, parts: Sequence[bytes]) -> bytes:
    """Return some of the parts, in any order."""
    return b"".join(random.choices(parts, k=random.randint(1, 4)))
