"""Machines on a network of their own: namespaces, each with one address on a bad hub.

Nothing of it touches the machine's own network. Needs root, iproute2 and `/dev/net/tun`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.network.hub import Cable, Hub, Tap

_CARD = "eth0"
HOST_IP = "10.77.0.1"


class Machine:
    """One namespace; `in_it` is the command to run another in it."""

    def __init__(self, label: str, ip: str) -> None:
        """Make it, with an address and a cable to nowhere yet."""
        self.namespace = f"siege-{os.getpid()}-{label}"
        self.ip = ip
        self.in_it = ("ip", "netns", "exec", self.namespace)
        _ip("netns", "add", self.namespace)
        try:
            self._tap = Tap()
            try:
                _ip("link", "set", self._tap.name, "netns", self.namespace, "name", _CARD)
                self._ip("link", "set", "lo", "up")
                self.plug_in(ip)
            except BaseException:
                self._tap.close()
                raise
        except BaseException:
            _ip("netns", "delete", self.namespace)
            raise

    @property
    def tap(self) -> Tap:
        """Its network card, from the hub's side."""
        return self._tap

    @property
    def cable(self) -> Cable:
        """How it is connected."""
        return self._tap.cable

    def plug_in(self, ip: str) -> None:
        """Switch its card on, with this address."""
        self.ip = ip
        self._ip("address", "add", f"{ip}/24", "dev", _CARD)
        self._ip("link", "set", _CARD, "up")

    def unplug(self) -> None:
        """Switch its card off and take its address away, as when Wi-Fi is lost."""
        self._ip("address", "flush", "dev", _CARD)
        self._ip("link", "set", _CARD, "down")

    def take_address(self, ip: str) -> None:
        """Have another address from now on, as a router may hand out."""
        self._ip("address", "flush", "dev", _CARD)
        self.plug_in(ip)

    def remove(self) -> None:
        """Take it away."""
        self._tap.close()
        _ip("netns", "delete", self.namespace)

    def _ip(self, *arguments: str) -> None:
        _ip("-n", self.namespace, *arguments)


@contextmanager
def machines(labels: Sequence[str], seed: int) -> Iterator[list[Machine]]:
    """Give one machine for each label, all on one hub; the first is at HOST_IP."""
    with ExitStack() as stack:
        made = []
        for number, label in enumerate(labels, 1):
            made.append(Machine(label, f"10.77.0.{number}"))
            stack.callback(made[-1].remove)
        hub = Hub([machine.tap for machine in made], seed)
        stack.callback(hub.close)
        yield made


def why_no_machines() -> str:
    """Return why there can be none here, empty where there can."""
    if not Path("/dev/net/tun").exists():
        return "network namespaces with TAP devices are Linux's"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "network namespaces need root"
    if shutil.which("ip") is None:
        return "network namespaces need the program ip (Debian: iproute2)"
    try:
        Machine("trial", "10.77.0.250").remove()
    except (OSError, subprocess.CalledProcessError) as error:
        return f"this system lets us make no network: {error}"
    return ""


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
