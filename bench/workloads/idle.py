"""What clients cost that say nothing: memory, and processor time."""

from __future__ import annotations

import sys
import time
from itertools import cycle

from bench.client import Client
from bench.contestants import Contestant
from bench.crowd import Crowd, crowd
from bench.outcome import CLIENTS, IDLE_CPU, KIB_A_CLIENT, Figures
from bench.run import Run

TITLE = "Idle clients"
TEXT = """
Memory: what the server's process takes with 5,000 clients more than with the first 10, divided by
how many more they are; what the kernel takes for their sockets is not in it. Processor: of this
server with its limits as everybody has them, 500 clients from ten addresses, long enough for one
round of pings.
"""
MEMORY = "memory"
PROCESSOR = "processor, 500 clients"
_CLIENTS = 5_000
_FIRST = 10
_OTHER_FILES = 100
"""Open in a process beside the sockets of its clients."""
_SETTLED_S = 1.0
_IDLE_CLIENTS = 500
_IDLE_S = 16.0
_ADDRESSES = [f"127.0.0.{number}" for number in range(1, 11)]
_MESSAGE_BYTES = 20


def measure(run: Run) -> None:
    """Measure the memory of everybody, and the processor time of this server."""
    clients = most_clients(_CLIENTS)
    if clients < _CLIENTS:
        run.remark(f"Only {clients:,} clients: the system lets a process open no more files.")

    def memory(contestant: Contestant) -> Figures:
        return measure_memory(contestant, run, clients)

    def processor(contestant: Contestant) -> Figures:
        return measure_processor(contestant, run, _IDLE_CLIENTS, _IDLE_S)

    run.alternate(MEMORY, run.without_window, memory, rounds=1)
    run.alternate(PROCESSOR, run.host, processor, rounds=1)


def most_clients(wanted: int) -> int:
    """Have the system allow so many sockets a process; return for how many clients it does."""
    allowed = wanted + _OTHER_FILES
    if sys.platform != "win32":  # which has no such bound, nor this module
        import resource  # noqa: PLC0415

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard != resource.RLIM_INFINITY:
            allowed = min(allowed, hard)
        if soft < allowed:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(0, allowed - _OTHER_FILES)


def measure_memory(contestant: Contestant, run: Run, clients: int) -> Figures:
    """Return what each of so many clients takes in the server's process."""
    dialect = contestant.dialect(_MESSAGE_BYTES)
    with contestant.running(run.cores) as server, crowd(server.address, dialect) as gathered:
        gathered.gather(_FIRST)
        before = server.memory_bytes()
        gathered.gather(clients - _FIRST)
        _listen(gathered, _SETTLED_S)
        taken_bytes = server.memory_bytes() - before
        return {KIB_A_CLIENT: taken_bytes / 1024 / (clients - _FIRST), CLIENTS: clients}


def measure_processor(contestant: Contestant, run: Run, clients: int, seconds: float) -> Figures:
    """Return which share of a core the server takes while nobody says anything."""
    arguments = tuple(each for each in contestant.arguments if each != "--no-limits")
    limited = Contestant(contestant.name, arguments, contestant.dialect)
    dialect = limited.dialect(_MESSAGE_BYTES)
    with limited.running(run.cores) as server, crowd(server.address, dialect) as gathered:
        gathered.gather(clients, sources=cycle(_ADDRESSES))
        _listen(gathered, _SETTLED_S)
        began_s, cpu_s = time.monotonic(), server.cpu_s()
        _listen(gathered, seconds)
        return {IDLE_CPU: (server.cpu_s() - cpu_s) / (time.monotonic() - began_s)}


def _listen(gathered: Crowd, seconds: float) -> None:
    """Answer pings, and read what else comes."""

    def receive(client: Client) -> None:
        client.advance(client.receive())

    deadline = time.monotonic() + seconds
    while (left_s := deadline - time.monotonic()) > 0:
        gathered.serve_ready(left_s, receive)
