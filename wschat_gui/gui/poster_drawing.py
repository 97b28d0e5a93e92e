"""Draws the poster: the codes as large as fits, the address in large type, the room's name.

An image from plain data, black on white, for the screen and the printer alike; no window needed.
Where it is shown and saved is `poster_window.py`'s.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageDraw

from wschat_gui.gui.poster_fonts import PosterFont, poster_font
from wschat_gui.gui.qr import qr_rows
from wschat_gui.language import N_, _
from wschat_gui.model.poster import Poster
from wschat_gui.model.wifi import Wifi, WifiKind, wifi_code

PRINT_DPI = 300
_A4 = (2480, 3508)
"""210 × 297 mm at PRINT_DPI."""
_WHITE, _BLACK, _GREY = 255, 0, 90

_CHAT_STEP = N_("Scan to chat")
_WIFI_STEP_OF_TWO = N_("1. Join the Wi-Fi")
_CHAT_STEP_OF_TWO = N_("2. Scan to chat")
_ROOM_CODE = N_("Room code: {code}")
_OR = N_("or {url}")
_WIFI_NAME = N_("Wi-Fi: {name}")
_WIFI_PASSWORD = N_("Password: {password}")


class _Line(Struct, frozen=True):
    """One centred line of text; sizes are hundredths of the sheet's shorter side."""

    text: str
    size: float
    bold: bool = False
    colour: int = _BLACK


class _Block(Struct, frozen=True):
    """One code with the words that belong to it."""

    above: _Line
    code: str
    below: tuple[_Line, ...]


def draw_poster(poster: Poster, width: int, height: int) -> Image.Image:
    """Draw it in greys on a sheet of this size in pixels."""
    sheet = Image.new("L", (width, height), _WHITE)
    pen = _Pen(sheet)
    name = _Line(poster.room_name, 9, bold=True)
    blocks = _blocks(poster)
    if width > height and len(blocks) == 1:
        _draw_beside(pen, name, blocks[0])
    else:
        _draw_below(pen, name, blocks)
    return sheet


def _draw_beside(pen: _Pen, name: _Line, block: _Block) -> None:
    """One code, as high as the sheet, and the words to its right."""
    width, height = pen.size
    side = min(height, round(width * 0.56))
    pen.code(block.code, (0, 0), side, height)
    words = (name, block.above, *block.below)
    top = (height - sum(map(pen.height_of, words))) // 2
    for line in words:
        top += pen.write(line, (side + width) // 2, top, width - side)


def _draw_below(pen: _Pen, name: _Line, blocks: tuple[_Block, ...]) -> None:
    """The name above, then the codes, each between its words: in a row or in a column."""
    width, height = pen.size
    margin = round(4 * pen.unit)
    top = margin + pen.write(name, width // 2, margin, width)
    is_wide = width > height
    cell_width = width // len(blocks) if is_wide else width
    cell_height = (height - margin - top) // (1 if is_wide else len(blocks))
    # The same room for the words of each, so that the codes are alike and in line.
    below = max(sum(map(pen.height_of, block.below)) for block in blocks)
    for place, block in enumerate(blocks):
        left, at = (place * cell_width, top) if is_wide else (0, top + place * cell_height)
        centre = left + cell_width // 2
        at += pen.write(block.above, centre, at, cell_width)
        room = cell_height - pen.height_of(block.above) - below
        at += pen.code(block.code, (left, at), cell_width, room)
        for line in block.below:
            at += pen.write(line, centre, at, cell_width)


def save_poster(poster: Poster, path: Path) -> None:
    """Write it for an A4 printer, as PDF or PNG by the ending of `path`.

    Raises:
        OSError: the file cannot be written.
        ValueError: the ending is neither.
    """
    ending = path.suffix.lower()
    if ending not in {".pdf", ".png"}:
        raise ValueError(f"no picture is written as {ending or 'a file without an ending'}")
    sheet = draw_poster(poster, *_A4)
    if ending == ".png":
        sheet.save(path, format="PNG", dpi=(PRINT_DPI, PRINT_DPI))
    else:
        # Black or white and nothing between: no compression blurs the code's edges then.
        pure = sheet.convert("1", dither=Image.Dither.NONE)
        pure.save(path, format="PDF", resolution=PRINT_DPI, title=poster.room_name)


def _blocks(poster: Poster) -> tuple[_Block, ...]:
    below = [_Line(poster.url, 7, bold=True)]
    if poster.room_code:
        below.append(_Line(_(_ROOM_CODE).format(code=poster.room_code), 5, bold=True))
    if poster.local_url:
        below.append(_Line(_(_OR).format(url=poster.local_url), 2.5, colour=_GREY))
    step = _CHAT_STEP_OF_TWO if poster.wifi else _CHAT_STEP
    chat = _Block(_Line(_(step), 4, colour=_GREY), poster.join_url, tuple(below))
    return (_wifi_block(poster.wifi), chat) if poster.wifi else (chat,)


def _wifi_block(wifi: Wifi) -> _Block:
    below = [_Line(_(_WIFI_NAME).format(name=wifi.name), 5, bold=True)]
    if wifi.kind is WifiKind.WPA:
        below.append(_Line(_(_WIFI_PASSWORD).format(password=wifi.password), 4))
    above = _Line(_(_WIFI_STEP_OF_TWO), 4, colour=_GREY)
    return _Block(above, wifi_code(wifi), tuple(below))


class _Pen:
    """Puts lines and codes on a sheet."""

    _LEADING = 1.35
    """Of a line's height to its letters' size."""
    _SIDE = 0.92
    """Of a column's width that text may take."""

    def __init__(self, sheet: Image.Image) -> None:
        self._sheet = sheet
        self._draw = ImageDraw.Draw(sheet)
        self.unit = min(sheet.size) / 100

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the sheet."""
        return self._sheet.size

    def height_of(self, line: _Line) -> int:
        """Return how much height a line takes."""
        return round(line.size * self.unit * self._LEADING)

    def write(self, line: _Line, centre: int, top: int, width: int) -> int:
        """Write a line around `centre`, smaller where it is too long; return the height it took."""
        height = self.height_of(line)
        font = self._fitting(line, round(width * self._SIDE))
        middle = (centre, top + height // 2)
        self._draw.text(middle, line.text, fill=line.colour, font=font, anchor="mm")
        return height

    def code(self, text: str, corner: tuple[int, int], width: int, height: int) -> int:
        """Put a code into the middle of this box, as large as fits; return the height it took."""
        rows = qr_rows(text)
        scale = max(1, min(width, height) // len(rows))
        side = scale * len(rows)
        left, top = corner
        self._sheet.paste(_code_image(rows, scale), (left + (width - side) // 2, top))
        return side

    def _fitting(self, line: _Line, width: int) -> PosterFont:
        wanted = max(8, round(line.size * self.unit))
        font = poster_font(line.text, wanted, bold=line.bold)
        taken = font.getlength(line.text)
        if taken <= width:
            return font
        return poster_font(line.text, max(4, int(wanted * width / taken)), bold=line.bold)


def _code_image(rows: list[list[bool]], scale: int) -> Image.Image:
    side = len(rows)
    image = Image.new("L", (side, side), _WHITE)
    image.putdata([_BLACK if module else _WHITE for row in rows for module in row])
    return image.resize((side * scale, side * scale), Image.Resampling.NEAREST)
