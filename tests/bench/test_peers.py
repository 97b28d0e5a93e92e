"""Each server that is measured, with a handful of clients: all deliveries arrive, once."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.contestants import HOST, NODE, PEERS, Contestant, able, release
from bench.load import Workload, measure
from bench.servers import Cores

ANYWHERE = Cores(None, None)
SMALL = Workload(clients=5, senders=3, window=4, message_bytes=60, warm_up_s=0.05, seconds=0.2)
LARGE = Workload(clients=3, senders=2, window=1, message_bytes=70_000, warm_up_s=0.0, seconds=0.2)
MODULES = {"websocket-server": "websocket_server"}
NODE_MODULES = Path(__file__).parent.parent.parent / "node_modules"


def is_installed(contestant: Contestant) -> bool:
    if contestant.program == NODE:
        return shutil.which(NODE) is not None and (NODE_MODULES / contestant.package).exists()
    module = MODULES.get(contestant.package, contestant.package)
    return not module or find_spec(module) is not None


WHERE_INSTALLED = [
    pytest.param(
        peer,
        id=peer.name,
        marks=pytest.mark.skipif(
            not is_installed(peer), reason=f"{peer.package} is not installed; make bench does it"
        ),
    )
    for peer in PEERS
]


@pytest.mark.parametrize("workload", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("peer", WHERE_INSTALLED)
def test_peer_delivers_everything_to_everybody(peer: Contestant, workload: Workload) -> None:
    with peer.running(ANYWHERE) as server:
        measured = measure(
            server.address, peer.dialect(workload.message_bytes), workload, server.cpu_s
        )

    assert measured.messages >= workload.senders * workload.window


def test_who_is_not_there_is_named_with_the_reason() -> None:
    nobody = Contestant("nobody", ("-m", "bench.peers.nobody"), HOST.dialect)
    no_program = Contestant("no program", (), HOST.dialect, program="no-such-program")

    those, why_not = able([nobody, no_program], ANYWHERE)

    assert those == []
    assert "No module named bench.peers.nobody" in why_not["nobody"]
    assert why_not["no program"] == "no-such-program is not installed"


def test_versions_are_told_where_they_are_known() -> None:
    assert release(HOST) == ""
    assert release(PEERS[2]).startswith("17.")
