"""What is on a virtual screen, read from the server's own memory: no request, no delay."""

from __future__ import annotations

import mmap
import struct
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from types import TracebackType
from typing import Any

import zxingcpp
from PIL import Image

_FILE = "Xvfb_screen0"
_HEADER = struct.Struct(">25I")
"""Of an X window dump: 25 numbers, then the window's name, colours, and the picture."""
_COLOUR_BYTES = 12
_PAUSE_S = 0.002
_REST_S = 0.5
"""More than between two changes of a window that is being built."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture with a QR code on it, and when it was seen."""

    at_s: float
    """Of `time.perf_counter`."""
    picture: Image.Image
    text: str
    """What the code says."""


class Framebuffer:
    """The screen of a server that was started with this folder."""

    def __init__(self, folder: Path) -> None:
        with (folder / _FILE).open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        fields = _HEADER.unpack_from(self._memory)
        self._offset = fields[0] + fields[19] * _COLOUR_BYTES
        self._size, self._line_bytes = (fields[4], fields[5]), fields[12]

    def __enter__(self) -> Framebuffer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._memory.close()

    def picture(self) -> Image.Image:
        return self._picture_of(self._bytes())

    def wait_for_code(self, program: Popen[Any], patience_s: float) -> Sight:
        """Look until a QR code can be read that leads to a page.

        Raises:
            AssertionError: the program ended, or there was none in time.
        """
        last: int | None = None
        deadline_s = time.perf_counter() + patience_s
        while (at_s := time.perf_counter()) < deadline_s:
            assert program.poll() is None, f"the program ended with {program.returncode}"
            content = self._bytes()
            mark = zlib.adler32(content)
            if mark != last:
                last = mark
                picture = self._picture_of(content)
                for code in zxingcpp.read_barcodes(picture):
                    if code.text.startswith("http"):
                        return Sight(at_s, picture, code.text)
            time.sleep(_PAUSE_S)
        raise AssertionError(f"no QR code on the screen within {patience_s:g} s")

    def settled(self, moving_px: int, patience_s: float) -> Image.Image:
        """Look until nothing has changed for a while, and return the picture.

        The lowest `moving_px` are not looked at: there is a clock.

        Raises:
            AssertionError: it did not come to rest in time.
        """
        still = self._size[1] * self._line_bytes - moving_px * self._line_bytes
        last, since_s = b"", time.perf_counter()
        deadline_s = since_s + patience_s
        while (now_s := time.perf_counter()) < deadline_s:
            content = self._bytes()
            if content[:still] != last:
                last, since_s = content[:still], now_s
            elif now_s - since_s > _REST_S:
                return self._picture_of(content)
            time.sleep(_PAUSE_S)
        raise AssertionError(f"the screen did not come to rest within {patience_s:g} s")

    def _bytes(self) -> bytes:
        return self._memory[self._offset : self._offset + self._size[1] * self._line_bytes]

    def _picture_of(self, content: bytes) -> Image.Image:
        raw = Image.frombytes("RGBX", self._size, content, "raw", "BGRX", self._line_bytes, 1)
        return raw.convert("RGB")
