"""A whole round, small, against real servers: one that is right, and ones that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import fan_out
from bench.dialects import Relay
from bench.load import Measured, Workload, measure
from bench.report import remarks, table
from bench.servers import Cores, ServerTrouble, running
from bench.wire import ProtocolError

ANYWHERE = Cores(None, None)
SMALL = Workload(clients=6, senders=3, window=4, message_bytes=60, warm_up_s=0.05, seconds=0.2)
PEER = next(each for each in fan_out.CONTESTANTS if each.name == fan_out.BASELINE)

FORGETFUL = """
import asyncio, signal
from websockets.asyncio.server import broadcast, serve
async def main():
    connections, count = [], 0
    async def handle(connection):
        nonlocal count
        connections.append(connection)
        async for message in connection:
            count += 1
            broadcast(connections[:-1] if count == 20 else connections, message)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with serve(handle, "127.0.0.1", 0) as server:
        print(f"listening on http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
        await stopped.wait()
asyncio.run(main())
"""


def test_round_against_a_peer_measures_and_proves() -> None:
    measured = fan_out.measure_one(PEER, SMALL, ANYWHERE)

    assert measured.messages >= SMALL.senders * SMALL.window
    assert measured.deliveries_per_s > 0
    assert 0 < measured.load_cpu_share <= 1.1


def test_server_that_forgets_one_client_once_is_found(tmp_path: Path) -> None:
    script = tmp_path / "forgetful.py"
    script.write_text(FORGETFUL)

    with running((str(script),), ANYWHERE) as server, pytest.raises(ProtocolError):
        measure(server.address, Relay(60), SMALL, server.cpu_s)


@pytest.mark.parametrize(
    ("source", "trouble"),
    [
        ("print('hello')", "did not say where it listens"),
        ("raise SystemExit('no port')", "no port"),
        ("print('listening on http://127.0.0.1:9/', flush=True)\nwhile True: pass", "status -15"),
    ],
)
def test_server_that_misbehaves_is_reported(tmp_path: Path, source: str, trouble: str) -> None:
    script = tmp_path / "server.py"
    script.write_text(source)

    with pytest.raises(ServerTrouble, match=trouble), running((str(script),), ANYWHERE):
        pass


def measured(rate: float, load: float = 0.5) -> Measured:
    return Measured(
        deliveries_per_s=rate, messages=1_000, load_cpu_share=load, server_cpu_share=1.0
    )


def test_table_shows_medians_spread_and_ratio_to_the_baseline() -> None:
    rounds = {
        "ours": [measured(4_000_000), measured(6_000_000), measured(5_000_000)],
        "theirs": [measured(100_000)],
    }

    lines = table(rounds, "theirs").splitlines()

    assert lines[1].split() == [
        "ours",
        "5,000,000",
        "4,000,000",
        "6,000,000",
        "50.0",
        "100%",
        "50%",
    ]
    assert lines[2].split()[:5] == ["theirs", "100,000", "100,000", "100,000", "1.0"]
    assert len({len(line) for line in lines}) == 1


def test_remarks_tell_what_was_proved_and_whether_the_load_was_the_limit() -> None:
    rounds = {"idle": [measured(1)], "busy": [measured(1), measured(1, load=0.99)]}

    assert remarks(rounds, clients=100) == [
        "idle: 1,000 messages to 100 clients each: all 100,000 deliveries came once and in order.",
        "busy: 2,000 messages to 100 clients each: all 200,000 deliveries came once and in order.",
        "busy: the load generator was saturated: the server can do more.",
    ]
