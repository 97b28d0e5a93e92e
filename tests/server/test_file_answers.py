"""Answers to who asks for a file: ranges, conditions, and headers that no file name can break."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from wschat_gui.chat.vocabulary import SharedFile
from wschat_gui.server.file_answers import Content, Span, content_disposition, file_answer

PICTURE = SharedFile("K" * 22, "cat.png", 1_000, "image/png", 30, 20)
DOCUMENT = SharedFile("D" * 22, "notes.html", 1_000, "application/octet-stream")


def answer(file: SharedFile = PICTURE, method: str = "GET", **headers: str) -> Response | Content:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return file_answer(Request("/", Headers(named), method=method), file)


def content(file: SharedFile = PICTURE, **headers: str) -> Content:
    found = answer(file, **headers)
    assert isinstance(found, Content)
    return found


def bare(file: SharedFile = PICTURE, method: str = "GET", **headers: str) -> Response:
    found = answer(file, method, **headers)
    assert isinstance(found, Response)
    return found


def test_a_picture_is_shown_and_everything_else_is_saved() -> None:
    headers = content(PICTURE).head.headers
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"].startswith('inline; filename="cat.png"')
    headers = content(DOCUMENT).head.headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith('attachment; filename="notes.html"')


@pytest.mark.parametrize("media_type", ["image/svg+xml", "text/html", "application/pdf", ""])
def test_no_other_type_is_ever_told(media_type: str) -> None:
    file = SharedFile("K" * 22, "x", 1, media_type)
    assert content(file).head.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("file", [PICTURE, DOCUMENT])
def test_a_file_can_do_nothing_in_our_name(file: SharedFile) -> None:
    headers = content(file).head.headers
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "private" in headers["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "first", "length"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-499", 0, 500),
        ("bytes=500-", 500, 500),
        ("bytes=999-", 999, 1),
        ("bytes=-1", 999, 1),
        ("bytes=-300", 700, 300),
        ("bytes=990-5000", 990, 10),
        ("BYTES= 5-6 ", 5, 2),
    ],
)
def test_a_range_is_answered_with_206(asked: str, first: int, length: int) -> None:
    found = content(Range=asked)
    assert found.span == Span(first, length)
    assert found.head.status_code == HTTPStatus.PARTIAL_CONTENT
    assert found.head.headers["Content-Length"] == str(length)
    assert found.head.headers["Content-Range"] == f"bytes {first}-{first + length - 1}/1000"


@pytest.mark.parametrize(
    "asked",
    [
        *("bytes=0-999", "bytes=0-", "bytes=-1000", "bytes=-5000", "bytes=5-4", "bytes=-"),
        *("bytes=", "bytes=a-b", "bytes=0-1,5-6", "lines=0-1", "bytes 0-1", "bytes=--1"),
        "bytes=0-" + "9" * 30,
    ],
)
def test_all_of_it_or_no_single_range_is_answered_with_200(asked: str) -> None:
    found = content(Range=asked)
    assert found.span == Span(0, 1_000)
    assert found.head.status_code == HTTPStatus.OK
    assert "Content-Range" not in found.head.headers


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=1000-2000", "bytes=-0"])
def test_a_range_behind_the_end_is_416(asked: str) -> None:
    found = bare(Range=asked)
    assert found.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    assert found.headers["Content-Range"] == "bytes */1000"
    assert found.headers["Content-Length"] == "0"


def test_a_range_of_what_was_something_else_before_gets_the_whole() -> None:
    etag = content().head.headers["ETag"]
    assert content(Range="bytes=0-9", If_Range=etag).span == Span(0, 10)
    assert content(Range="bytes=0-9", If_Range='"other"').span == Span(0, 1_000)
    # RFC 9110 section 13.1.5: the comparison is strong.
    assert content(Range="bytes=0-9", If_Range=f"W/{etag}").span == Span(0, 1_000)


@pytest.mark.parametrize("known", ["{etag}", 'W/{etag}, "x"', '"x",{etag}', "*"])
def test_who_has_it_gets_304(known: str) -> None:
    etag = content().head.headers["ETag"]
    found = bare(If_None_Match=known.format(etag=etag), Range="bytes=0-9")
    assert found.status_code == HTTPStatus.NOT_MODIFIED
    assert found.headers["ETag"] == etag
    assert not found.body


def test_head_is_get_without_the_content() -> None:
    found = bare(method="HEAD", Range="bytes=0-9")
    assert (found.status_code, found.body) == (HTTPStatus.OK, b"")
    assert found.headers["Content-Length"] == "1000"
    assert found.headers["Accept-Ranges"] == "bytes"


@given(st.integers(1, 50), st.integers(0, 60), st.integers(0, 60))
def test_every_range_is_a_slice(size: int, first: int, last: int) -> None:
    file = SharedFile("K" * 22, "x", size, "")
    found = answer(file, Range=f"bytes={first}-{last}")
    expected = bytes(range(size))[first : last + 1]
    if first >= size and first <= last:
        assert isinstance(found, Response)
        return
    assert isinstance(found, Content)
    span = found.span
    sent = bytes(range(size))[span.first : span.first + span.length]
    assert sent == (expected if first <= last else bytes(range(size)))


@given(st.text(max_size=60))
def test_no_file_name_can_break_a_header(name: str) -> None:
    value = content_disposition("attachment", name)
    assert value.isascii()
    assert value.isprintable()
    assert value.count('"') == 2
    assert "\\" not in value
    plain = value.split('"')[1]
    assert "%" not in plain
    exact = value.partition("filename*=UTF-8''")[2]
    assert ";" not in exact
    if not any("\ud800" <= letter <= "\udfff" for letter in name):
        assert unquote(exact) == name
    head = Response(200, "OK", Headers([("Content-Disposition", value)]))
    assert head.serialize().count(b"\r\n") == 3
