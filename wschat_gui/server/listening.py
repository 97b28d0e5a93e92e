"""Taking a port and listening on it: sockets, TLS, and the engine's options.

What happens on a connection once it is accepted is not here.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import ssl

from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

from wschat_gui.config import Limits, Settings
from wschat_gui.server.connection import ClientConnection
from wschat_gui.server.engine import HostProtocol
from wschat_gui.server.reception import Reception

_PORTS_TRIED = 100
_WAITING_CONNECTIONS = 1024
"""Accepted by the system before we come round to them: a whole hall joins at once."""

_DEFLATE = ServerPerMessageDeflateFactory(
    server_max_window_bits=12,
    client_max_window_bits=12,
    # The least work: it is there to test the connection, and must not be what keeps us busy.
    compress_settings={"level": 1, "memLevel": 5},
)
"""For the echo; see `House.admit_request`."""


class CannotListen(OSError):
    """No socket could be opened; the text is a sentence for the host."""


def bind_sockets(bind: str, wanted_port: int) -> list[socket.socket]:
    """Open listening sockets, all on one port: the wanted one, or the next that is free.

    Raises:
        CannotListen: the address is not ours, the port may not be used, or too many are taken.
    """
    families = _families(bind)
    last_port = min(wanted_port + _PORTS_TRIED, 65_536)
    for port in range(wanted_port, last_port) if wanted_port else [0]:
        try:
            return _bind_all(families, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                place = bind or "all interfaces"
                sentence = f"Cannot listen on {place}, port {port}: {error.strerror or error}."
                raise CannotListen(sentence) from error
    sentence = f"The ports {wanted_port} to {last_port - 1} are all taken. Choose another."
    raise CannotListen(sentence)


def _families(bind: str) -> list[tuple[socket.AddressFamily, str]]:
    if bind:
        return [(socket.AF_INET6 if ":" in bind else socket.AF_INET, bind)]
    both = [(socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")]
    return both if socket.has_ipv6 else both[:1]


def _bind_all(families: list[tuple[socket.AddressFamily, str]], port: int) -> list[socket.socket]:
    sockets: list[socket.socket] = []
    try:
        for family, address in families:
            try:
                bound = socket.create_server(
                    (address, port), family=family, backlog=_WAITING_CONNECTIONS
                )
            except OSError as error:
                unavailable = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL)
                if sockets and error.errno in unavailable:
                    continue  # this system has IPv6 switched off
                raise
            # asyncio switches Nagle's algorithm off only on sockets that say that they are TCP.
            # With it, clients that only listen would get their messages up to 40 ms late.
            said_tcp = socket.socket(
                family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=bound.detach()
            )
            sockets.append(said_tcp)
            # Port 0 lets the system choose once; the other family takes the same.
            port = said_tcp.getsockname()[1]
    except OSError:
        for opened in sockets:
            opened.close()
        raise
    return sockets


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Return what `https` needs, or None for plain `http`.

    Raises:
        CannotListen: certificate or key cannot be read, or do not belong together.
    """
    if settings.certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(settings.certificate, settings.private_key)
    except (OSError, ssl.SSLError) as error:
        sentence = f"The certificate {settings.certificate} cannot be used: {error}."
        raise CannotListen(sentence) from error
    return context


async def listen(
    bound: socket.socket, tls: ssl.SSLContext | None, limits: Limits, reception: Reception
) -> asyncio.Server:
    """Accept connections on one bound socket."""
    logger = logging.getLogger("websockets.server")

    def accept() -> ClientConnection:
        protocol = HostProtocol(extensions=[_DEFLATE], max_size=limits.frame_bytes, logger=logger)
        return ClientConnection(protocol, reception)

    server = await asyncio.get_running_loop().create_server(
        accept,
        sock=bound,
        ssl=tls,
        ssl_handshake_timeout=None if tls is None else limits.open_timeout_s,
        ssl_shutdown_timeout=None if tls is None else limits.close_timeout_s,
    )
    # asyncio has listened with its own, smaller number, by which it also accepts at one go: a
    # hundred at a time leaves the others their turn.
    bound.listen(_WAITING_CONNECTIONS)
    return server
