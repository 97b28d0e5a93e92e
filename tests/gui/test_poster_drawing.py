"""The poster as a picture: what a camera reads off it, whatever its size and the room's name."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from wschat_gui.gui.poster_drawing import draw_poster, save_poster
from wschat_gui.gui.poster_fonts import poster_font
from wschat_gui.gui.qr import QUIET_MODULES, qr_png, qr_rows
from wschat_gui.model.poster import Poster
from wschat_gui.model.wifi import Wifi, WifiKind, wifi_code

WIFI = Wifi(name='Lab; "upstairs"', password="correct,horse:battery")
URL = "http://192.168.1.23:12345/"


def poster(
    *, name: str = "Physics 101", code: str = "pendulum 7", wifi: Wifi | None = None, url: str = URL
) -> Poster:
    return Poster(
        room_name=name,
        url=url,
        room_code=code,
        wifi=wifi,
        local_url="http://wschat.local:12345/",
    )


def codes_on(image: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(image)}


@pytest.mark.parametrize(
    "size", [(1920, 1080), (1280, 720), (1080, 1920), (800, 600), (3840, 2160)]
)
@pytest.mark.parametrize("wifi", [None, WIFI, Wifi(name="Open", kind=WifiKind.OPEN)])
def test_camera_reads_every_code(size: tuple[int, int], wifi: Wifi | None) -> None:
    shown = poster(wifi=wifi)
    image = draw_poster(shown, *size)

    assert image.size == size
    assert codes_on(image) == {shown.join_url, *([wifi_code(wifi)] if wifi else [])}


def test_code_is_as_large_as_fits() -> None:
    image = draw_poster(poster(), 1920, 1080)
    (found,) = zxingcpp.read_barcodes(image)
    corners = found.position

    assert corners.bottom_left.y - corners.top_left.y > 750


@pytest.mark.parametrize(
    "name",
    ["W" * 200, "物理实验室", "مختبر الفيزياء", "Zoë’s café", "🙂", ""],
)
def test_no_name_pushes_anything_off_the_sheet(name: str) -> None:
    image = draw_poster(poster(name=name, wifi=WIFI), 1280, 800)
    edge = 8

    assert codes_on(image) == {poster().join_url, wifi_code(WIFI)}
    for box in ((0, 0, edge, 800), (1280 - edge, 0, 1280, 800), (0, 800 - edge, 1280, 800)):
        assert image.crop(box).getextrema() == (255, 255)


def test_long_address_is_written_smaller_and_not_cut() -> None:
    url = "http://[fd12:3456:789a:1:1234:5678:9abc:def0]:12345/"
    image = draw_poster(poster(url=url, wifi=WIFI), 1024, 768)

    assert any(url in text for text in codes_on(image))
    assert image.crop((1016, 0, 1024, 768)).getextrema() == (255, 255)


@pytest.mark.parametrize("ending", ["png", "PNG"])
def test_saved_picture_is_a4_at_300_dpi(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"poster.{ending}"
    save_poster(poster(wifi=WIFI), path)

    with Image.open(path) as image:
        assert image.size == (2480, 3508)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert codes_on(image) == {poster().join_url, wifi_code(WIFI)}


def picture_in(pdf: bytes) -> Image.Image:
    """Take the one picture out of a PDF: a fax's compression, which a TIFF can hold as well."""
    begin = pdf.index(b"stream\n", pdf.index(b"/CCITTFaxDecode")) + len(b"stream\n")
    data = pdf[begin : pdf.index(b"\nendstream", begin)]
    width, height, group_4, black_is_zero = 2480, 3508, 4, 1
    fields = {256: width, 257: height, 258: 1, 259: group_4, 262: black_is_zero, 278: height}
    directory_bytes = 2 + 12 * (len(fields) + 2) + 4
    fields |= {273: 8 + directory_bytes, 279: len(data)}
    directory = b"".join(struct.pack("<HHII", tag, 4, 1, fields[tag]) for tag in sorted(fields))
    head = b"II*\0" + struct.pack("<IH", 8, len(fields)) + directory + bytes(4)
    return Image.open(io.BytesIO(head + data)).convert("L")


def test_pdf_is_one_page_of_a4(tmp_path: Path) -> None:
    path = tmp_path / "poster.pdf"
    save_poster(poster(wifi=WIFI), path)
    content = path.read_bytes()

    assert content.startswith(b"%PDF-")
    assert b"/Count 1\n" in content
    assert b"/MediaBox [ 0 0 595.2 841.92 ]" in content
    assert len(content) < 200_000
    picture = picture_in(content)
    assert picture.getpixel((0, 0)) == 255
    assert codes_on(picture) == {poster().join_url, wifi_code(WIFI)}


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.gif"):
        save_poster(poster(), tmp_path / "poster.gif")


def test_font_has_the_letters_if_any_on_this_system_has() -> None:
    latin = poster_font("Physics", 24)
    chinese = poster_font("物理", 24)

    assert bytes(latin.getmask("P")) != bytes(latin.getmask("\U0010ffff"))
    if chinese is not latin:
        assert bytes(chinese.getmask("物")) != bytes(chinese.getmask("\U0010ffff"))


def test_code_has_its_quiet_zone_and_whole_pixels() -> None:
    rows = qr_rows(URL)
    image = Image.open(io.BytesIO(qr_png(URL, 240))).convert("1")
    scale = image.width // len(rows)

    assert not any(any(row) for row in rows[:QUIET_MODULES] + rows[-QUIET_MODULES:])
    assert abs(image.width - 240) < len(rows)
    assert [
        [image.getpixel((x * scale, y * scale)) == 0 for x in range(len(rows))]
        for y in range(len(rows))
    ] == rows
