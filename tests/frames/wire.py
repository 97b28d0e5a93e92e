"""Frames for the tests, written out by hand: the package under test has no encoder to trust."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from wschat_gui.frames.dissector import Dissector, Frame
from wschat_gui.frames.header import FrameHeader, LengthEncoding, Opcode
from wschat_gui.frames.terms import Compression, Sender, Terms

KEY = bytes.fromhex("37fa213d")
"""The masking key of the examples in RFC 6455 section 5.7."""
FROM_CLIENT = Terms(sender=Sender.CLIENT)
FROM_SERVER = Terms(sender=Sender.SERVER)
DEFLATE_FROM_CLIENT = Terms(sender=Sender.CLIENT, compression=Compression.PERMESSAGE_DEFLATE)


def masked(payload: bytes, key: bytes) -> bytes:
    """Mask every fourth octet with its octet of the key (RFC 6455 section 5.3)."""
    length = len(payload)
    repeated = (key * (length // 4 + 1))[:length]
    octets = int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")
    return octets.to_bytes(length, "big")


def minimal_encoding(length: int) -> LengthEncoding:
    if length < 126:
        return LengthEncoding.SEVEN_BIT
    return LengthEncoding.SIXTEEN_BIT if length < 65_536 else LengthEncoding.SIXTY_FOUR_BIT


def frame(
    opcode: int = Opcode.TEXT,
    payload: bytes = b"",
    *,
    fin: bool = True,
    rsv: int = 0,
    key: bytes = KEY,
    encoding: LengthEncoding | None = None,
    length: int | None = None,
) -> bytes:
    """Write one frame; `length` and `encoding` may lie about the payload."""
    length = len(payload) if length is None else length
    encoding = encoding or minimal_encoding(length)
    first_byte = (0x80 if fin else 0) | rsv << 4 | opcode
    mask_bit = 0x80 if key else 0
    match encoding:
        case LengthEncoding.SEVEN_BIT:
            header = bytes((first_byte, mask_bit | length))
        case LengthEncoding.SIXTEEN_BIT:
            header = bytes((first_byte, mask_bit | 126)) + length.to_bytes(2, "big")
        case LengthEncoding.SIXTY_FOUR_BIT:
            header = bytes((first_byte, mask_bit | 127)) + length.to_bytes(8, "big")
    return header + key + masked(payload, key)


def close(code: int, reason: str = "", *, key: bytes = KEY) -> bytes:
    return frame(Opcode.CLOSE, code.to_bytes(2, "big") + reason.encode(), key=key)


def dissected(data: bytes, terms: Terms = FROM_CLIENT) -> list[Frame]:
    return Dissector(terms).feed(data)


def only(data: bytes, terms: Terms = FROM_CLIENT) -> Frame:
    (frame_,) = dissected(data, terms)
    return frame_


def header_of(seen: FrameHeader) -> FrameHeader:
    return FrameHeader(seen.first_byte, seen.second_byte, seen.payload_length, seen.masking_key)


def pieces(data: bytes, cuts: list[int]) -> Iterator[bytes]:
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    for start, end in pairwise(edges):
        yield data[start:end]


# Strategies --------------------------------------------------------------------------------------

PAYLOADS = st.one_of(
    st.binary(max_size=20),
    st.integers(0, 300).map(bytes),
    st.sampled_from([125, 126, 127, 65_535, 65_536]).map(bytes),
)
KEYS = st.binary(min_size=4, max_size=4)


def cuts_of(most: int = 12) -> SearchStrategy[list[int]]:
    return st.lists(st.integers(0, 700), max_size=most)


@st.composite
def any_frames(draw: st.DrawFn, *, keys: SearchStrategy[bytes] = KEYS) -> bytes:
    """One frame, complete, nearly always legal by itself but for one thing or the other."""
    payload = draw(PAYLOADS | st.binary(max_size=4))
    length = len(payload)
    encodings = [
        encoding
        for encoding, most in (
            (LengthEncoding.SEVEN_BIT, 125),
            (LengthEncoding.SIXTEEN_BIT, 65_535),
            (LengthEncoding.SIXTY_FOUR_BIT, 1 << 63),
        )
        if length <= most
    ]
    usual = minimal_encoding(length)
    return frame(
        draw(st.sampled_from([*Opcode, *Opcode, Opcode.TEXT, Opcode.CONT]) | st.integers(0, 15)),
        payload,
        fin=draw(st.sampled_from([True, True, False])),
        rsv=draw(st.sampled_from([0, 0, 0, 0, 0, 0, 4, 2, 1])),
        key=draw(keys | keys | keys | keys | st.just(b"")),
        encoding=draw(st.sampled_from([usual, usual, usual, *encodings])),
    )


@st.composite
def legal_streams(draw: st.DrawFn) -> bytes:
    """Messages from a client, whole or in fragments with control frames between, then a close."""
    stream = b""
    for _ in range(draw(st.integers(0, 6))):
        opcode = draw(st.sampled_from([Opcode.TEXT, Opcode.BINARY]))
        fragments = draw(st.lists(PAYLOADS, min_size=1, max_size=3))
        for i, payload in enumerate(fragments):
            fin = i == len(fragments) - 1
            stream += frame(opcode if i == 0 else Opcode.CONT, payload, fin=fin, key=draw(KEYS))
            if draw(st.booleans()):
                ping_or_pong = draw(st.sampled_from([Opcode.PING, Opcode.PONG]))
                stream += frame(ping_or_pong, draw(st.binary(max_size=125)), key=draw(KEYS))
    if draw(st.booleans()):
        stream += draw(st.sampled_from([close(1000, "bye"), frame(Opcode.CLOSE), close(4001)]))
    return stream
