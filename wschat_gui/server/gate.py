"""Which request may do what: the page, the room's WebSocket, the echo, or a refusal that says why.

Decides on headers alone, before any WebSocket exists. The room code is asked for later, inside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from http import HTTPStatus

from msgspec import Struct
from websockets.datastructures import MultipleValuesError
from websockets.http11 import Request, Response

from wschat_gui.bridge.events import ClientKind
from wschat_gui.bridge.evidence import Obstacle
from wschat_gui.bridge.refusals import LimitKind
from wschat_gui.chat.vocabulary import SUBPROTOCOL
from wschat_gui.config import Limits, Settings
from wschat_gui.server.http_answers import PageFile, page_answer, refusal
from wschat_gui.server.refusal_counts import RefusalCounts
from wschat_gui.server.witness import Witness

ROOM_PATH = "/"
ECHO_PATH = "/echo"
FILES_PATH = "/files/"
_HOST = re.compile(
    r"(?P<name>\[[0-9a-f:.]+\]|[0-9a-z._~%-]+)(:[0-9]{0,5})?", re.ASCII | re.IGNORECASE
)
_ALIASES = {"/favicon.ico": "/favicon.svg", "/index.html": "/"}


class Caller(Struct, frozen=True):
    """Who asks, and how full the house is for them."""

    ip: str
    local_address: str
    """The address of ours that was connected to, without the port."""
    clients: int
    clients_of_address: int
    downloads: int
    """Files that are being sent just now."""
    downloads_of_address: int


class FileWanted(Struct, frozen=True):
    """A request for a file that was said in the room."""

    key: str


class Gate:
    """Routes opening requests."""

    def __init__(
        self,
        settings: Settings,
        page: Mapping[str, PageFile],
        own_names: Callable[[], Collection[str]],
        witness: Witness,
    ) -> None:
        """Serve `page`; `own_names` gives the lower-case addresses and names of this host now.

        `witness` is told who got the page, and who was turned away and why.
        """
        self.witness = witness
        self.refusals = RefusalCounts()
        """Of every limit, those that others enforce included."""
        self._is_closed = False
        self._page = page
        self._own_names = own_names
        self._limits: Limits = settings.limits
        self._scheme = settings.scheme
        self._allowed_origins = frozenset(settings.allowed_origins)

    def change_settings(self, settings: Settings) -> None:
        """Decide by other settings from now on."""
        self._limits = settings.limits
        self._allowed_origins = frozenset(settings.allowed_origins)

    def close(self) -> None:
        """Let nobody in any more."""
        self._is_closed = True

    def admit(self, request: Request, caller: Caller) -> ClientKind | FileWanted | Response:
        """Return what kind of WebSocket this request opens, or the HTTP answer it gets instead."""
        try:
            host = request.headers.get("Host", "")
        except MultipleValuesError:
            # RFC 9112 section 3.2: more than one Host must be answered with 400.
            return refusal(request, HTTPStatus.BAD_REQUEST, "There is more than one Host header.")
        path = request.path.partition("?")[0]
        if self._is_closed:
            sentence = "The host is closing the room."
            return refusal(request, HTTPStatus.SERVICE_UNAVAILABLE, sentence)
        return (
            self._refuse_host(request, host, caller)
            or self._refuse_method(request)
            or self._route(request, path, host, caller)
        )

    def _route(
        self, request: Request, path: str, host: str, caller: Caller
    ) -> ClientKind | FileWanted | Response:
        wants_socket = _asks_for_websocket(request)
        if path in (ROOM_PATH, ECHO_PATH) and wants_socket:
            return self._refuse_socket(request, host, caller) or _kind(request, path)
        if path == ECHO_PATH:
            sentence = "This address speaks WebSocket only: it sends every message back."
            return refusal(request, HTTPStatus.UPGRADE_REQUIRED, sentence, upgrade="websocket")
        if path.startswith(FILES_PATH) and not wants_socket:
            key = path.removeprefix(FILES_PATH).partition("/")[0]
            return self._refuse_download(request, caller) or FileWanted(key)
        file_path = _ALIASES.get(path, path)
        page_file = self._page.get(file_path)
        if page_file is None or wants_socket:
            return refusal(request, HTTPStatus.NOT_FOUND, "There is nothing at this address.")
        self.witness.served(caller.ip, file_path, user_agent_of(request))
        socket_scheme = "ws" if self._scheme == "http" else "wss"
        return page_answer(request, page_file, socket_origin=f"{socket_scheme}://{host}")

    def _refuse_host(self, request: Request, host: str, caller: Caller) -> Response | None:
        """Refuse names that are not ours: a rebound DNS name would make a foreign page ours."""
        if not host:
            # RFC 9112 section 3.2: a request without Host must be answered with 400.
            return refusal(request, HTTPStatus.BAD_REQUEST, "The Host header is missing.")
        name = _host_name(host)
        if name == caller.local_address or name in self._own_names():
            return None
        if f"{self._scheme}://{host}" in self._allowed_origins:
            # A page of that origin may join anyway, so its name may as well be one of ours.
            return None
        self.witness.turned_away(caller.ip, Obstacle.HOST, host)
        sentence = "This host does not go by that name. Use the address that its window shows."
        return refusal(request, HTTPStatus.MISDIRECTED_REQUEST, sentence)

    def _refuse_method(self, request: Request) -> Response | None:
        if request.method in ("GET", "HEAD"):
            return None
        sentence = f"{request.method} is not possible here; GET is."
        return refusal(request, HTTPStatus.METHOD_NOT_ALLOWED, sentence, allow="GET, HEAD")

    def _refuse_download(self, request: Request, caller: Caller) -> Response | None:
        # By the limits of sockets, but beside them: pictures must not keep people out.
        if caller.downloads >= self._limits.clients:
            sentence = f"{caller.downloads} files are being sent already."
        elif caller.downloads_of_address >= self._limits.clients_per_address:
            sentence = f"{caller.downloads_of_address} files are on their way to you already."
        else:
            return None
        self.refusals.count(LimitKind.DOWNLOADS)
        return refusal(request, HTTPStatus.SERVICE_UNAVAILABLE, sentence, retry_after="10")

    def _refuse_socket(self, request: Request, host: str, caller: Caller) -> Response | None:
        origins = request.headers.get_all("Origin")
        own_origin = f"{self._scheme}://{host}"
        if any(origin not in self._allowed_origins | {own_origin} for origin in origins):
            self.witness.turned_away(caller.ip, Obstacle.ORIGIN, origins[0])
            sentence = f"Pages from {', '.join(origins)} may not join this room."
            return refusal(request, HTTPStatus.FORBIDDEN, sentence)
        if caller.clients >= self._limits.clients:
            limit = LimitKind.CLIENTS
            sentence = f"The room is full: {caller.clients} are here."
        elif caller.clients_of_address >= self._limits.clients_per_address:
            limit = LimitKind.CLIENTS_PER_ADDRESS
            sentence = f"{caller.clients_of_address} clients of your address are here already."
        else:
            return None
        self.refusals.count(limit)
        self.witness.turned_away(caller.ip, Obstacle.FULL)
        return refusal(request, HTTPStatus.SERVICE_UNAVAILABLE, sentence, retry_after="10")


def user_agent_of(request: Request) -> str:
    """Return the User-Agent header, the first if there are several, empty where there is none."""
    agents = request.headers.get_all("User-Agent")
    return agents[0] if agents else ""


def _asks_for_websocket(request: Request) -> bool:
    return any(value.lower() == "websocket" for value in request.headers.get_all("Upgrade"))


def _kind(request: Request, path: str) -> ClientKind:
    if path == ECHO_PATH:
        return ClientKind.ECHO
    offered = ",".join(request.headers.get_all("Sec-WebSocket-Protocol"))
    speaks_page = SUBPROTOCOL in (name.strip() for name in offered.split(","))
    return ClientKind.PAGE if speaks_page else ClientKind.PLAIN


def _host_name(host: str) -> str:
    """Return the lower-case host of a Host header without its port, empty where there is none.

    Nothing else may stand there (RFC 9110 section 7.2): part of it goes into headers of ours.
    """
    match = _HOST.fullmatch(host)
    return "" if match is None else match["name"].strip("[]").lower().rstrip(".")
