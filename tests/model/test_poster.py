"""What the codes hold and the poster says."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from tests.model.made_up import WIFI
from wschat_gui.bridge.events import HostAddress
from wschat_gui.model.poster import Poster, join_url, local_url


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_page_reads_the_room_code_out_of_the_fragment(code: str) -> None:
    parts = urlsplit(join_url(WIFI.url, code))

    # As URLSearchParams does: percent-encoding undone, a plus sign is a space.
    assert parse_qs(parts.fragment, keep_blank_values=True, strict_parsing=True) == {"code": [code]}
    assert parts.query == ""
    assert join_url(WIFI.url, code).isascii()


def test_an_open_room_needs_no_fragment() -> None:
    assert join_url(WIFI.url, "") == WIFI.url


def test_poster_holds_the_numeric_address_and_the_code() -> None:
    poster = Poster(room_name="Lab", url=WIFI.url, room_code="a b", wifi=None, local_url="")

    assert poster.join_url == "http://192.168.1.23:12345/#code=a%20b"


def test_announced_name_stands_for_the_address() -> None:
    assert local_url(WIFI, "wschat.local") == "http://wschat.local:12345/"
    assert local_url(HostAddress("https://[fd12::1]:8080/", "eth0"), "wschat-2.local") == (
        "https://wschat-2.local:8080/"
    )
    assert local_url(WIFI, "") == ""
    assert local_url(None, "wschat.local") == ""
