"""What one delivery costs this server's processor, as the room and as its transcript grow."""

from __future__ import annotations

from itertools import pairwise

from bench.contestants import HOST
from bench.crowd import crowd
from bench.load import Load
from bench.outcome import DELIVERIES, DELIVERY_NS, SERVER_CPU, Figures
from bench.run import Run
from bench.workloads.idle import most_clients

TITLE = "Cost curves"
TEXT = """
Processor time of this server's process, all its threads, divided by deliveries. As clients grow: 10
of them sending 100 bytes with 8 on their way. What a message costs once, reading and saving it, is
shared by all who get it, so in a small room a delivery costs more. As the transcript grows: 10
clients, all sending with 50 on their way, into one transcript from its first message on.
"""
AS_CLIENTS_GROW = "as clients grow"
AS_MESSAGES_GROW = "as the transcript grows"
_CLIENTS = (10, 50, 200, 1_000, 5_000)
_MESSAGES = (1, 1_000, 10_000, 100_000, 1_000_000)
_MESSAGE_BYTES = 100
_TALKERS = 10
_TALKERS_WINDOW = 50


def row_of(clients: int) -> str:
    """Return the row of this point of the first curve."""
    return f"{clients:,} clients"


def measure(run: Run) -> None:
    """Measure this server, if it takes part."""
    if not run.host:
        return
    for clients in _CLIENTS:
        if most_clients(clients) < clients:
            run.remark(f"{clients:,} clients: the system lets a process open no more files.")
            continue

        def one(clients: int = clients) -> Figures:
            return _with_clients(run, clients)

        run.note("once", AS_CLIENTS_GROW, row_of(clients), one)
    measure_messages(run, _MESSAGES)


def _with_clients(run: Run, clients: int) -> Figures:
    figures = run.closed_loop(AS_CLIENTS_GROW, HOST, run.workload(clients, 10, 8, _MESSAGE_BYTES))
    rate, share = figures[DELIVERIES], figures[SERVER_CPU]
    return {DELIVERY_NS: share / rate * 1e9, **figures}


def measure_messages(run: Run, bounds: tuple[int, ...]) -> None:
    """Measure between each two of `bounds`, counted in messages of one transcript.

    They are further apart than the messages that are on their way at once: 500.
    """
    with (
        HOST.running(run.cores) as server,
        crowd(server.address, HOST.dialect(_MESSAGE_BYTES)) as gathered,
    ):
        gathered.gather(_TALKERS)
        load = Load(gathered, senders=_TALKERS, window=_TALKERS_WINDOW)
        load.begin()
        for low, high in pairwise(bounds):

            def one(high: int = high) -> Figures:
                deliveries, cpu_s = load.deliveries, server.cpu_s()
                load.serve_messages(high)
                cpu_s, deliveries = server.cpu_s() - cpu_s, load.deliveries - deliveries
                return {DELIVERY_NS: cpu_s / deliveries * 1e9}

            run.note("once", AS_MESSAGES_GROW, f"message {low:,} to {high:,}", one)
        load.drain()
