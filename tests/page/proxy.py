"""A network between page and host that can be cut: at a moment, or in the middle of a message."""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

_POLL_S = 0.02


class Proxy:
    """Passes bytes on between a port of its own and the host's; both are on 127.0.0.1."""

    def __init__(self, host_port: int) -> None:
        """Listen at once."""
        self.is_cut = False
        """Whether nothing goes through, as out of range of the Wi-Fi."""
        self.cuts = 0
        self._host_port = host_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends: dict[socket.socket, socket.socket] = {}
        self._up_bytes_left: int | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where the page is, seen through this network."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/"

    def cut_after(self, up_bytes: int) -> None:
        """Let so many more bytes reach the host, and then cut every connection, once."""
        self._up_bytes_left = up_bytes

    def _run(self) -> None:
        with self._listener, selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            while not self._stopping.is_set():
                for key, _ in selector.select(_POLL_S):
                    if key.fileobj is self._listener:
                        self._accept(selector)
                    elif isinstance(key.fileobj, socket.socket) and key.fileobj in self._ends:
                        self._pass_on(key.fileobj, selector)
                if self.is_cut:
                    self._hang_up(selector)
            self._hang_up(selector)

    def _accept(self, selector: selectors.BaseSelector) -> None:
        page, _ = self._listener.accept()
        try:
            if self.is_cut:
                raise ConnectionError("cut")
            host = socket.create_connection(("127.0.0.1", self._host_port))
        except OSError:
            page.close()
            return
        self._ends |= {page: host, host: page}
        for end in (page, host):
            selector.register(end, selectors.EVENT_READ)

    def _pass_on(self, source: socket.socket, selector: selectors.BaseSelector) -> None:
        try:
            data = source.recv(1 << 16)
            is_up = self._ends[source].getpeername()[1] == self._host_port
            if is_up and self._up_bytes_left is not None:
                data = data[: self._up_bytes_left]
                self._up_bytes_left -= len(data)
            self._ends[source].sendall(data)
        except OSError:
            data = b""
        if self._up_bytes_left == 0:
            self._up_bytes_left = None
            self.cuts += 1
            self._hang_up(selector)
        elif not data:
            self._close(source, selector)

    def _hang_up(self, selector: selectors.BaseSelector) -> None:
        for end in list(self._ends):
            if end in self._ends:
                self._close(end, selector)

    def _close(self, end: socket.socket, selector: selectors.BaseSelector) -> None:
        other = self._ends.pop(end)
        del self._ends[other]
        for each in (end, other):
            selector.unregister(each)
            with suppress(OSError):  # it may have gone by itself
                each.shutdown(socket.SHUT_RDWR)
            each.close()
