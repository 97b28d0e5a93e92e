"""Small files to send, of kinds that a server tells apart by their content."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 3, height: int = 2) -> bytes:
    """Return a whole, grey PNG picture."""
    rows = b"".join(b"\0" + bytes(width) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def patterned(size_bytes: int) -> bytes:
    """Return bytes of which no two stretches of a few hundred are alike."""
    words = range((size_bytes + 3) // 4)
    return b"".join(word.to_bytes(4, "big") for word in words)[:size_bytes]


def path_of(said: dict[str, object]) -> str:
    """Return the path under which the file of a `said` can be had."""
    file = said["file"]
    assert isinstance(file, dict)
    return f"/files/{file['key']}/{file['name']}"
