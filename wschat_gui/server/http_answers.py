"""Plain HTTP answers: the page's files with their headers, and errors that a person can read.

Which request gets which answer is in `gate.py`.
"""

from __future__ import annotations

import email.utils
import gzip
import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from http import HTTPStatus
from importlib.resources import files
from importlib.resources.abc import Traversable

from msgspec import Struct
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
"""By suffix; not from the system's table, which says text/plain for JavaScript on some Windows."""

MALFORMED_REQUEST = (
    b"HTTP/1.1 400 Bad Request\r\n"
    b"Connection: close\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: 41\r\n"
    b"\r\n"
    b"This is not an HTTP request we can read.\n"
)
"""Written as it is where the engine could make out no request to answer."""


class PageFile(Struct, frozen=True):
    """One file of the page, ready to be sent."""

    body: bytes
    compressed: bytes
    """The same under gzip; empty where that saves nothing."""
    content_type: str
    etag: str


class Page(Mapping[str, PageFile]):
    """The page's files by URL path, `/` being the page itself.

    Each is made ready when it is first asked for: all of them together would hold up the start.
    They are read before, so that they fit each other whatever happens to them on the disk.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Take the sources by their paths below the page's folder, the scripts not joined yet."""
        self._read = sources
        self._names = {"/" if name == "index.html" else f"/{name}": name for name in sources}
        self._ready: dict[str, PageFile] = {}

    def __getitem__(self, path: str) -> PageFile:
        """Return a file.

        Raises:
            KeyError: the page has no such file.
        """
        if path not in self._ready:
            name = self._names[path]
            self._ready[path] = _page_file(name, self._sources[name])
        return self._ready[path]

    def __iter__(self) -> Iterator[str]:
        """Give all paths."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._names)

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        return joined_sources(self._read)


def load_page() -> Page:
    """Read the page from the package."""
    return Page(read_sources())


def read_sources() -> dict[str, str]:
    """Read the page from the package; keys are paths below its folder."""
    return dict(_read_folder(files("wschat_gui") / "page", ""))


def joined_sources(sources: Mapping[str, str]) -> dict[str, str]:
    """Return the same sources with all scripts in one."""
    from wschat_gui.server.joined import joined  # noqa: PLC0415  (no page, nothing to join)

    scripts = {path: source for path, source in sources.items() if path.endswith(".js")}
    return {**sources, **joined(scripts, "app.js")}


def _read_folder(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _read_folder(entry, f"{path}{entry.name}/")
        elif _suffix(entry.name) in _TYPES:
            yield path + entry.name, entry.read_text("utf-8")


def _suffix(name: str) -> str:
    return "." + name.rpartition(".")[2]


def _page_file(name: str, source: str) -> PageFile:
    from wschat_gui.server.minified import minified  # noqa: PLC0415  (no page, no minifiers)

    suffix = _suffix(name)
    body = minified(suffix, source).encode()
    compressed = gzip.compress(body, mtime=0)
    return PageFile(
        body=body,
        compressed=compressed if len(compressed) < len(body) else b"",
        content_type=_TYPES[suffix],
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
    )


def page_answer(request: Request, page_file: PageFile, *, socket_origin: str) -> Response:
    """Answer with a file of the page, or 304 where the browser has it (RFC 9110 section 13.1.2).

    `socket_origin` is what the page may open its WebSocket to, such as `ws://192.168.1.5:12345`.
    """
    headers = _headers(socket_origin)
    headers["ETag"] = page_file.etag
    headers["Cache-Control"] = "no-cache"  # asks each time, and gets a 304 unless we are updated
    headers["Vary"] = "Accept-Encoding"
    known = ", ".join(request.headers.get_all("If-None-Match"))
    if page_file.etag in known or known.strip() == "*":
        return Response(HTTPStatus.NOT_MODIFIED, HTTPStatus.NOT_MODIFIED.phrase, headers)
    body = page_file.body
    headers["Content-Type"] = page_file.content_type
    if page_file.compressed and _accepts_gzip(request):
        headers["Content-Encoding"] = "gzip"
        body = page_file.compressed
    return _response(request, HTTPStatus.OK, headers, body)


def refusal(request: Request, status: HTTPStatus, sentence: str, **extra: str) -> Response:
    """Answer with an error and a sentence; `extra` headers are named with underscores."""
    headers = _headers(socket_origin="")
    for name, value in extra.items():
        headers[name.replace("_", "-").title()] = value
    headers["Content-Type"] = "text/plain; charset=utf-8"
    return _response(request, status, headers, f"{sentence}\n".encode())


def _response(request: Request, status: HTTPStatus, headers: Headers, body: bytes) -> Response:
    headers["Content-Length"] = str(len(body))
    # RFC 9110 section 9.3.2: the answer to HEAD has the headers of GET and no content.
    return Response(status, status.phrase, headers, b"" if request.method == "HEAD" else body)


def _headers(socket_origin: str) -> Headers:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "media-src 'self' blob:; "
        # Older Safari does not count ws: as 'self', so the socket's origin is spelled out.
        f"connect-src 'self' {socket_origin}; ".replace(" ;", ";")
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return Headers(
        [
            ("Date", email.utils.formatdate(usegmt=True)),
            ("Connection", "close"),
            ("Content-Security-Policy", policy),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ]
    )


def _accepts_gzip(request: Request) -> bool:
    """Tell by RFC 9110 section 12.5.3, where a weight of zero means no."""
    for offer in ",".join(request.headers.get_all("Accept-Encoding")).split(","):
        coding, weighted, weight = offer.replace(" ", "").lower().partition(";q=")
        if coding == "gzip":
            return not weighted or weight.strip("0.") != ""
    return False
