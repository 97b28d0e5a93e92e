"""HTTP answers to who asks for a file that was said in the room: headers, ranges, 304, 416.

Decides by headers alone. Which file is meant is `gate.py`'s to find out, and how its bytes get to
a slow phone is in `downloads.py`.
"""

from __future__ import annotations

import email.utils
import re
from http import HTTPStatus
from urllib.parse import quote

from msgspec import Struct
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from wschat_gui.chat.vocabulary import SharedFile

_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show in our origin's name: raster pictures only, by content. A vector picture
or a document can hold scripts."""
_MAX_AGE_S = 24 * 60 * 60
"""What stands under a key never changes; but what is deleted here shall not live on for months."""
_RANGE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII | re.IGNORECASE)
_AWKWARD = re.compile(r"[^ !#$&'()+,\-.0-9;=@A-Z\[\]^_`a-z{}~]")
"""What a quoted file name of RFC 6266 is better without: quotes, escapes, `%`, all beyond ASCII."""


class Span(Struct, frozen=True):
    """Part of a file: `length` bytes from `first` on."""

    first: int
    length: int


class Content(Struct, frozen=True):
    """An answer with bytes of the file behind it."""

    head: Response
    span: Span


def file_answer(request: Request, file: SharedFile) -> Response | Content:
    """Answer a GET or HEAD for a file that is there."""
    headers = _headers(file)
    if _is_known(request, headers["ETag"]):
        # RFC 9110 section 15.4.5: what a 200 would say of caching, and no content.
        return Response(HTTPStatus.NOT_MODIFIED, HTTPStatus.NOT_MODIFIED.phrase, headers)
    _describe(headers, file)
    whole = Span(0, file.size_bytes)
    if request.method == "HEAD":
        # RFC 9110 section 14.2: Range means something with GET only.
        return _head(HTTPStatus.OK, headers, whole)
    span = _wanted(request, file.size_bytes, headers["ETag"])
    if span is None:
        headers["Content-Range"] = f"bytes */{file.size_bytes}"
        return _head(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers, Span(0, 0))
    if span == whole:
        return Content(_head(HTTPStatus.OK, headers, whole), whole)
    last = span.first + span.length - 1
    headers["Content-Range"] = f"bytes {span.first}-{last}/{file.size_bytes}"
    return Content(_head(HTTPStatus.PARTIAL_CONTENT, headers, span), span)


def content_disposition(disposition: str, name: str) -> str:
    """Return the header's value (RFC 6266), with the name in ASCII for old programs as well.

    Whatever the name is, nothing of it can end the value or the header.
    """
    plain = _AWKWARD.sub("_", name)
    exact = quote(name, safe="", errors="replace")
    return f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{exact}"


def _headers(file: SharedFile) -> Headers:
    return Headers(
        [
            ("Date", email.utils.formatdate(usegmt=True)),
            ("Connection", "close"),
            ("ETag", f'"{file.key}"'),
            ("Cache-Control", f"private, max-age={_MAX_AGE_S}, immutable"),
            # Opened by itself, a file has no origin, runs nothing and loads nothing.
            ("Content-Security-Policy", "sandbox; default-src 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
    )


def _describe(headers: Headers, file: SharedFile) -> None:
    shown = file.media_type in _SHOWN
    headers["Content-Type"] = file.media_type if shown else "application/octet-stream"
    disposition = "inline" if shown else "attachment"
    headers["Content-Disposition"] = content_disposition(disposition, file.name)
    headers["Accept-Ranges"] = "bytes"


def _head(status: HTTPStatus, headers: Headers, span: Span) -> Response:
    headers["Content-Length"] = str(span.length)
    return Response(status, status.phrase, headers)


def _is_known(request: Request, etag: str) -> bool:
    """Tell by RFC 9110 section 13.1.2 whether the asker has the file already."""
    known = ",".join(request.headers.get_all("If-None-Match"))
    tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
    return etag in tags or tags == ["*"]


def _wanted(request: Request, size_bytes: int, etag: str) -> Span | None:
    """Return what to send of a file by RFC 9110 section 14.2; None if it has none of what is asked.

    What is no single range of bytes is answered with the whole, as the section allows.
    """
    whole = Span(0, size_bytes)
    asked = request.headers.get_all("Range")
    match = _RANGE.fullmatch(asked[0]) if len(asked) == 1 else None
    if match is None or any(tag != etag for tag in request.headers.get_all("If-Range")):
        return whole
    first, last = match.groups()
    if first and last and int(last) < int(first):
        return whole  # section 14.1.1: invalid, so to be ignored
    if first:
        end = min(int(last) + 1, size_bytes) if last else size_bytes
        return Span(int(first), end - int(first)) if int(first) < size_bytes else None
    if not last:
        return whole
    length = min(int(last), size_bytes)
    return Span(size_bytes - length, length) if length else None
