"""The room's name on the network: unique, found, withdrawn. In a network of the test's own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.require import require, require_program
from wschat_gui.config import Settings
from wschat_gui.server.mdns import Announcement, CannotAnnounce, announced

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
NETWORK = """
ip link set lo up multicast on
for last in 1 2 3; do ip addr add 10.99.0.$last/24 dev lo; done
ip route add 224.0.0.0/4 dev lo
"""
"""A network that leads nowhere, with three addresses for three hosts."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the child once; all that it saw is looked at by the tests."""
    require_program("ip")
    own_network = [str(require_program("unshare")), "--map-root-user", "--net", "--"]
    may = subprocess.run([*own_network, "sh", "-ec", NETWORK], capture_output=True, check=False)
    require(may.returncode == 0, f"a network namespace, which is refused: {may.stderr.decode()}")
    output = tmp_path_factory.mktemp("mdns") / "seen.json"
    script = f'{NETWORK}\nexec "$0" -m tests.server.mdns_child "$1"'
    subprocess.run(
        [*own_network, "sh", "-ec", script, sys.executable, str(output)],
        cwd=ROOT,
        check=True,
        timeout=PATIENCE_S,
    )
    found: dict[str, Any] = json.loads(output.read_text())
    return found


def test_nothing_is_announced_unless_the_host_wants_it() -> None:
    assert not Settings().mdns


def test_name_is_found_on_the_network(seen: dict[str, Any]) -> None:
    assert seen["first"] == ["wschat.local", ["10.99.0.1"]]


def test_second_host_takes_another_name(seen: dict[str, Any]) -> None:
    assert seen["second"] == ["wschat-2.local", ["10.99.0.2"]]


def test_second_room_of_the_same_host_shares_the_name(seen: dict[str, Any]) -> None:
    assert seen["same host"] == "wschat.local"


def test_name_is_withdrawn_at_the_end(seen: dict[str, Any]) -> None:
    assert seen["afterwards"] == []


def test_name_follows_what_is_wanted(seen: dict[str, Any]) -> None:
    *told, complaint = seen["kept"]
    assert told == ["wschat.local", "", "wschat.local", ""]
    assert complaint.startswith("complaint: There is no network")


def test_server_answers_to_the_name_only_while_it_is_announced(seen: dict[str, Any]) -> None:
    assert seen["server"] == {"name": "wschat.local", "answers": [200, 421, 421]}


def test_no_network_is_said_and_sends_nothing() -> None:
    import asyncio  # noqa: PLC0415  (the one test here that runs a loop)

    async def announce() -> None:
        async with announced(Announcement(("127.0.0.1", "::1"), 1, "Physics")):
            raise AssertionError("nothing can be announced on loopback")

    with pytest.raises(CannotAnnounce, match="no network"):
        asyncio.run(announce())
