"""Who is measured: this server as a user runs it, and its peers; how each is started and talked to.

A peer that is not installed or does not start is left out, and why is told.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version

from bench.dialects import Dialect, Relay, Room, Threads
from bench.load import Workload, measure
from bench.servers import Cores, RunningServer, ServerTrouble, running
from bench.wire import ProtocolError

NODE = "node"
FAILURES = (ServerTrouble, ProtocolError, OSError)
"""What a measurement can end in, for which the others go on."""
_ONE_MESSAGE = Workload(
    clients=2, senders=1, window=1, message_bytes=20, warm_up_s=0.0, seconds=0.01
)


@dataclass(frozen=True, slots=True)
class Contestant:
    """A server to measure."""

    name: str
    arguments: tuple[str, ...]
    """Of `program`."""
    dialect: Callable[[int], Dialect]
    """Makes the dialect for messages of so many bytes."""
    package: str = ""
    """Of a package index, whose version matters; empty: this program's own."""
    program: str = "python"
    """`python` is the one that runs this."""
    needs_screen: bool = False

    @contextmanager
    def running(self, cores: Cores, *further: str) -> Iterator[RunningServer]:
        """Have it running, with further arguments.

        Raises:
            ServerTrouble: it is not there, or did not start or end as it should.
        """
        program = sys.executable if self.program == "python" else shutil.which(self.program)
        if program is None:
            raise ServerTrouble(f"{self.program} is not installed")
        with running((*self.arguments, *further), cores, program=program) as server:
            yield server

    def with_arguments(self, *further: str) -> Contestant:
        """Return the same with further arguments."""
        return replace(self, arguments=(*self.arguments, *further))


OURS = (
    *("-m", "wschat_gui", "--headless", "--bind", "127.0.0.1", "--port", "0", "--no-limits"),
    # With a window nothing is printed either; the archive is on, as everybody has it.
    *("--log-level", "warning"),
)
HOST = Contestant("WSChat host", OURS, Room)
WINDOW = Contestant(
    "WSChat host, window open",
    ("-m", "bench.windowed", "--tab", "Message log", "--lags", os.devnull),
    Room,
    needs_screen=True,
)
UWEBSOCKETS = Contestant(
    "uWebSockets (socketify)", ("-m", "bench.peers.socketify_topic"), Relay, "socketify"
)
WEBSOCKETS = Contestant(
    "websockets broadcast()", ("-m", "bench.peers.websockets_broadcast"), Relay, "websockets"
)
PYTHON_PEERS = (
    Contestant("the first design, threads", ("-m", "bench.peers.first_design"), Threads),
    Contestant(
        "websocket-server",
        ("-m", "bench.peers.websocket_server_threads"),
        Threads,
        "websocket-server",
    ),
    WEBSOCKETS,
    # A send that waits for its client lets another handler's message overtake.
    Contestant("aiohttp", ("-m", "bench.peers.aiohttp_loop"), Threads, "aiohttp"),
    Contestant("picows", ("-m", "bench.peers.picows_listeners"), Relay, "picows"),
)
NODE_WS = Contestant("node ws", ("bench/peers/node_ws.mjs",), Relay, "ws", NODE)
PEERS = (*PYTHON_PEERS, NODE_WS, UWEBSOCKETS)
ALL = (HOST, WINDOW, *PEERS)


def able(
    contestants: Iterable[Contestant], cores: Cores
) -> tuple[list[Contestant], dict[str, str]]:
    """Return those that start and deliver a message, and by name why the others do not."""
    those, why_not = [], {}
    for contestant in contestants:
        try:
            with contestant.running(cores) as server:
                dialect = contestant.dialect(_ONE_MESSAGE.message_bytes)
                measure(server.address, dialect, _ONE_MESSAGE, server.cpu_s)
        except FAILURES as error:
            why_not[contestant.name] = last_line(error)
        else:
            those.append(contestant)
    return those, why_not


def release(contestant: Contestant) -> str:
    """Return the version of what it is made of; empty where that is not known."""
    if contestant.program == NODE:
        return _node_release(contestant.package)
    try:
        return version(contestant.package) if contestant.package else ""
    except PackageNotFoundError:
        return ""


def _node_release(package: str) -> str:
    node = shutil.which(NODE)
    if node is None:
        return ""
    script = f"console.log(require('{package}/package.json').version + ', node ' + process.version)"
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def last_line(error: Exception) -> str:
    """Return the end of what went wrong, which is the reason where it is a traceback.

    The traceback's own lines, which are indented, name files of this machine.
    """
    lines = [line for line in str(error).splitlines() if line.strip() and line[0] != " "]
    return lines[-1].strip() if lines else type(error).__name__
