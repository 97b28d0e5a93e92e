"""What picture a file is, by its first bytes: the real ones, the broken ones, and anything."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.chat.pictures import HEAD_BYTES, Picture, picture


def png(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"more"


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\xf7\x00\x00more"


def jpeg(width: int, height: int, *, before: bytes = b"", frame: int = 0xC0) -> bytes:
    jfif = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    sof = struct.pack(">BBHBHHB", 0xFF, frame, 17, 8, height, width, 3) + b"\x01\x22\x00" * 3
    return b"\xff\xd8" + jfif + before + sof + b"\xff\xda\x00\x0cmore"


def segment(marker: int, length: int) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", length) + bytes(length - 2)


def webp(kind: bytes, data: bytes) -> bytes:
    chunk = kind + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def webp_lossy(width: int, height: int) -> bytes:
    data = b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", width, height) + b"more"
    return webp(b"VP8 ", data)


def webp_lossless(width: int, height: int) -> bytes:
    packed = (width - 1) | (height - 1) << 14
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", packed) + b"more and more")


def webp_extended(width: int, height: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp(b"VP8X", b"\x10\x00\x00\x00" + sides)


KINDS = [
    (png, "image/png", 20_000),
    (gif, "image/gif", 20_000),
    (jpeg, "image/jpeg", 20_000),
    (webp_lossy, "image/webp", 16_383),
    (webp_lossless, "image/webp", 16_384),
    (webp_extended, "image/webp", 20_000),
]


@given(st.data(), st.sampled_from(KINDS))
def test_picture_is_measured(data: st.DataObject, kind: tuple[object, str, int]) -> None:
    make, media_type, most = kind
    assert callable(make)
    width, height = (data.draw(st.integers(1, most)) for _ in "wh")
    assert picture(make(width, height)) == Picture(media_type, width, height)


@pytest.mark.parametrize(
    "head",
    [
        *(png(0, 5), png(5, 0), png(20_001, 5), png(5, 2**32 - 1)),
        *(gif(0, 5), gif(5, 65_535), jpeg(5, 0), jpeg(20_001, 5)),
        *(webp_lossy(0, 5), webp_extended(2**24, 5)),
    ],
)
def test_picture_of_impossible_size_is_none(head: bytes) -> None:
    assert picture(head) is None


@pytest.mark.parametrize("frame", [0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC9, 0xCF])
def test_jpeg_of_every_coding_is_measured(frame: int) -> None:
    assert picture(jpeg(3, 2, frame=frame)) == Picture("image/jpeg", 3, 2)


@pytest.mark.parametrize("marker", [0xC4, 0xC8, 0xCC, 0xDB, 0xE1, 0xFE])
def test_jpeg_segments_before_the_frame_are_skipped(marker: int) -> None:
    head = jpeg(3, 2, before=segment(marker, 40) + b"\xff\xff\xff" + segment(0xE2, 2)[1:])
    assert picture(head) == Picture("image/jpeg", 3, 2)


def test_jpeg_with_a_cameras_preview_in_front_is_measured() -> None:
    preview = segment(0xE1, 65_535) * 3
    assert picture(jpeg(4_000, 3_000, before=preview)) == Picture("image/jpeg", 4_000, 3_000)


def test_jpeg_whose_frame_comes_too_late_is_none() -> None:
    preview = segment(0xE1, 65_535) * 5
    assert len(preview) > HEAD_BYTES
    assert picture(jpeg(4_000, 3_000, before=preview)) is None


@pytest.mark.parametrize(
    "before",
    [b"\xff\xd9", b"\xff\xda\x00\x04ab", b"\xff\x00", b"no marker", b"\xff\xe1\x00\x00"],
)
def test_jpeg_without_a_frame_header_in_its_place_is_none(before: bytes) -> None:
    assert picture(jpeg(3, 2, before=before)) is None


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"hello",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"/>',
        b"<html><script>alert(1)</script>",
        b"BM" + bytes(60),
        b"\x00\x00\x00\x1cftypavif" + bytes(60),
        b"RIFF\x10\x00\x00\x00WAVEfmt " + bytes(60),
        webp(b"ALPH", bytes(30)),
        webp(b"VP8 ", b"\x31\x01\x00\x9d\x01\x2a\x05\x00\x05\x00more"),
        webp(b"VP8 ", b"\x30\x01\x00\x9d\x01\x2b\x05\x00\x05\x00more"),
        webp(b"VP8L", b"\x2e" + bytes(20)),
        b" " + png(5, 5),
    ],
)
def test_anything_else_is_no_picture(head: bytes) -> None:
    assert picture(head) is None


@given(st.sampled_from(KINDS), st.data())
def test_picture_cut_off_is_itself_or_none(
    kind: tuple[object, str, int], data: st.DataObject
) -> None:
    make, _, _ = kind
    assert callable(make)
    whole = make(300, 200)
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    assert picture(cut) in (None, picture(whole))


STARTS = [b"", b"\xff\xd8\xff", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBPVP8"]


@given(st.sampled_from(STARTS), st.binary(max_size=200))
def test_no_bytes_make_it_fail(start: bytes, rest: bytes) -> None:
    found = picture(start + rest)
    if found is not None:
        assert 1 <= found.width <= 20_000
        assert 1 <= found.height <= 20_000


@given(st.lists(st.sampled_from([b"\xff", b"\xe1\x00\x02", b"\xc0", b"\x00", b"\xd8"])))
def test_no_markers_make_it_fail(parts: list[bytes]) -> None:
    found = picture(b"\xff\xd8\xff" + b"".join(parts))
    assert found is None or found.media_type == "image/jpeg"


def test_jpeg_of_nothing_but_fill_ends() -> None:
    assert picture(b"\xff\xd8" + b"\xff" * HEAD_BYTES * 2) is None


# The camera's notes ------------------------------------------------------------------------------


def exif(orientation: int, order: str = "<", *, other_tags: int = 2) -> bytes:
    """Return an APP1 segment that notes how the camera was held, among other things."""
    tags = [(0x010E + number, 0) for number in range(other_tags)] + [(0x0112, orientation)]
    entries = b"".join(struct.pack(f"{order}HHIHH", tag, 3, 1, value, 0) for tag, value in tags)
    start = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    notes = b"Exif\x00\x00" + start + struct.pack(f"{order}H", len(tags)) + entries + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(10))
def test_photograph_is_measured_as_it_is_shown(orientation: int, order: str) -> None:
    found = picture(jpeg(400, 300, before=exif(orientation, order)))
    turned = orientation in {5, 6, 7, 8}
    assert found == Picture("image/jpeg", *((300, 400) if turned else (400, 300)))


@given(st.data(), st.sampled_from(["<", ">"]))
def test_broken_notes_of_a_camera_do_no_harm(data: st.DataObject, order: str) -> None:
    notes = bytearray(exif(6, order))
    for _ in range(data.draw(st.integers(0, 4))):
        # Not the segment's own length: the notes may lie, the way to the frame must stay.
        notes[data.draw(st.integers(4, len(notes) - 1))] = data.draw(st.integers(0, 255))
    found = picture(jpeg(400, 300, before=bytes(notes)))
    assert found is not None
    assert {found.width, found.height} == {300, 400}


def test_notes_with_a_directory_of_any_length_are_read_in_no_time() -> None:
    notes = bytearray(exif(1, ">"))
    at = notes.index(b"MM\x00*") + 8
    notes[at : at + 2] = b"\xff\xff"
    assert picture(jpeg(400, 300, before=bytes(notes))) == Picture("image/jpeg", 400, 300)
