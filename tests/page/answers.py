"""What the stand-in says over HTTP beside the page's files."""

from __future__ import annotations

import http

from websockets.datastructures import Headers
from websockets.http11 import Response

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def plain(status: http.HTTPStatus) -> Response:
    body = f"{status.phrase}\n".encode()
    headers = Headers(SECURITY_HEADERS)
    headers["Content-Type"] = "text/plain; charset=utf-8"
    headers["Content-Length"] = str(len(body))
    return Response(status, status.phrase, headers, body)
