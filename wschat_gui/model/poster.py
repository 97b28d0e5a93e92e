"""What the join panel and the poster say: the room's name, its address, what the codes hold.

Plain data; how a poster looks is `gui/poster_drawing.py`'s.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from msgspec import Struct

from wschat_gui.bridge.events import HostAddress
from wschat_gui.model.wifi import Wifi


class Poster(Struct, frozen=True, kw_only=True):
    """All that somebody needs who wants to join."""

    room_name: str
    url: str
    """To be typed: `http://192.168.1.23:12345/`."""
    room_code: str
    """Empty for an open room."""
    wifi: Wifi | None
    local_url: str
    """The same by name, `http://wschat.local:12345/`; empty where no name is announced."""

    @property
    def join_url(self) -> str:
        """What the QR code holds: the numeric address, and the room code with it."""
        return join_url(self.url, self.room_code)


def join_url(url: str, room_code: str) -> str:
    """Add the room code to an address, where only the page sees it: after the `#`.

    The page reads it with URLSearchParams, so everything that is not plain is percent-encoded.
    """
    return f"{url}#code={quote(room_code, safe='')}" if room_code else url


def local_url(address: HostAddress | None, local_name: str) -> str:
    """Return an address with the announced name in it; empty where there is none."""
    if address is None or not local_name:
        return ""
    parts = urlsplit(address.url)
    return f"{parts.scheme}://{local_name}:{parts.port}/"
