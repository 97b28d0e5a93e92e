"""How long a message takes to the first and to the last client of a room that is not busy.

Open loop: what is sent when does not depend on what comes back. A message's time begins when it is
handed to the system and ends when the system has it for a client: on Linux the kernel notes that
itself, so that 200 clients in one process do not wait for each other.
"""

from __future__ import annotations

import socket
import struct
import sys
import time

from bench.client import Client
from bench.contestants import Contestant
from bench.crowd import PATIENCE_S, Crowd, crowd
from bench.outcome import FIRST_P50, FIRST_P99, LAST_P50, LAST_P99, SERVER_CPU, Figures
from bench.run import Run
from bench.stream import SharedStream
from bench.window import percentile
from bench.wire import OPCODE_TEXT, ProtocolError, client_frame

TITLE = "Latency"
TEXT = """
Open loop: one client says 40 messages a second of 100 bytes, on a schedule of its own, whatever
comes back; all 200 clients hear them. Measured from the system call that sends a message to its
arrival at the socket of the first and of the last client, by the kernel's own clock. Who takes a
whole core meanwhile never sleeps between two messages: it looks for work all the time, so nothing
has to wake it up, and nothing that it needs has gone from the caches.
"""
CASE = "200 clients, 40 messages a second"
_CLIENTS = 200
_A_SECOND = 40
_MESSAGE_BYTES = 100
_LEAST_S = 5.0
"""Of a round: fewer messages have no hundredth part."""
_RECEIVE_BYTES = 64 * 1024
_SO_TIMESTAMPNS = 35
"""Of Linux's socket level, for which Python has no name: what came says when, by CLOCK_REALTIME."""
_TIMESPEC = struct.Struct("@qq")


def measure(run: Run) -> None:
    """Measure everybody without a window."""
    seconds = max(run.seconds, _LEAST_S)

    def one(contestant: Contestant) -> Figures:
        with (
            contestant.running(run.cores) as server,
            crowd(server.address, contestant.dialect(_MESSAGE_BYTES)) as gathered,
        ):
            gathered.gather(_CLIENTS)
            beat = Beat(gathered)
            began_s, cpu_s = time.monotonic(), server.cpu_s()
            figures = beat.measure(_A_SECOND, seconds)
            share = (server.cpu_s() - cpu_s) / (time.monotonic() - began_s)
            return figures | {SERVER_CPU: share}

    run.alternate(CASE, run.without_window, one)


class Beat:
    """One client that speaks at its own pace, and when everybody heard it."""

    def __init__(self, gathered: Crowd) -> None:
        """Bring all to the mark."""
        gathered.mark()
        self._crowd = gathered
        self._stream = SharedStream(gathered.dialect, senders=1)
        self._sent_s: list[float] = []
        self._first_s: list[float] = []
        self._last_s: list[float] = []
        self._missing = 0
        for client in gathered.clients:
            self._stream.take(client.place, client.take_unread())
            if sys.platform == "linux":
                client.connection.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)

    def measure(self, a_second: int, seconds: float) -> Figures:
        """Say so many a second for so long, and wait until everybody has heard all of it."""
        begin_s = time.monotonic()
        for number in range(round(a_second * seconds)):
            self._serve_until(begin_s + number / a_second)
            self._say(number + 1)
        while self._missing:
            if not self._crowd.serve_ready(PATIENCE_S, self._receive):
                raise ProtocolError(f"{self._missing} deliveries never came")
        first_ms = [
            1_000 * (at - sent) for at, sent in zip(self._first_s, self._sent_s, strict=True)
        ]
        last_ms = [1_000 * (at - sent) for at, sent in zip(self._last_s, self._sent_s, strict=True)]
        return {
            LAST_P50: percentile(last_ms, 0.5),
            LAST_P99: percentile(last_ms, 0.99),
            FIRST_P50: percentile(first_ms, 0.5),
            FIRST_P99: percentile(first_ms, 0.99),
        }

    def _serve_until(self, due_s: float) -> None:
        while (left_s := due_s - time.monotonic()) > 0:
            self._crowd.serve_ready(left_s, self._receive)

    def _say(self, number: int) -> None:
        speaker = self._crowd.clients[0]
        frame = client_frame(OPCODE_TEXT, self._crowd.dialect.message(0, number))
        self._missing += len(self._crowd.clients)
        self._sent_s.append(time.time())
        self._crowd.send(speaker, frame)

    def _receive(self, client: Client) -> None:
        data, at_s = _receive_stamped(client)
        before = self._stream.messages_before(client.place.position)
        self._stream.take(client.place, data)
        if client.place.pings:
            client.answer_pings()
        after = self._stream.messages_before(client.place.position)
        self._missing -= after - before
        for index in range(before, after):
            if index == len(self._first_s):
                self._first_s.append(at_s)
                self._last_s.append(at_s)
            self._first_s[index] = min(self._first_s[index], at_s)
            self._last_s[index] = max(self._last_s[index], at_s)


def _receive_stamped(client: Client) -> tuple[bytes, float]:
    """Return what has come, and when the kernel had it; elsewhere than on Linux, when we did."""
    if sys.platform == "linux":
        room = socket.CMSG_SPACE(_TIMESPEC.size)
        data, notes, _, _ = client.connection.recvmsg(_RECEIVE_BYTES, room)
        for level, kind, note in notes:
            if (level, kind) == (socket.SOL_SOCKET, _SO_TIMESTAMPNS):
                seconds, nanoseconds = _TIMESPEC.unpack(note)
                return data, seconds + nanoseconds / 1e9
        raise ProtocolError(f"nothing, or nothing with a time, came for client {client.number}")
    else:  # noqa: RET506  (so that mypy sees each system's own way)
        return client.receive(), time.time()
