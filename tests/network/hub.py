"""A hub whose cables delay, lose and can be cut: Ethernet frames between TAP devices, in a thread.

The kernel's own `netem` does the same where it is built in; this works wherever there is a
`/dev/net/tun`, and loses the same frames every time.
"""

from __future__ import annotations

import fcntl
import heapq
import os
import random
import selectors
import struct
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

_TUN = "/dev/net/tun"
_TUNSETIFF = 0x400454CA
_IFF_TAP, _IFF_NO_PI = 0x0002, 0x1000
_MOST_FRAME_BYTES = 65_536
_IDLE_S = 0.05
"""Between two looks at whether it is to end."""
_BROADCAST = 1
"""Lowest bit of a MAC address that means many (IEEE 802.3 section 3.2.3)."""


@dataclass(slots=True)
class Cable:
    """How one machine is connected, in both directions; may be changed at any moment."""

    delay_s: float = 0.0
    jitter_s: float = 0.0
    loss: float = 0.0
    """Share of the frames, 0 to 1."""
    is_cut: bool = False
    """Nothing comes through, and neither end is told."""


class Tap:
    """One TAP device, which the machine sees as its network card."""

    descriptor: int
    name: str

    def __init__(self) -> None:
        """Make it, in this process's own namespace and down.

        Raises:
            OSError: the system does not let us.
        """
        self.cable = Cable()
        if sys.platform == "linux":
            self.descriptor = os.open(_TUN, os.O_RDWR | os.O_NONBLOCK)
            try:
                wanted = struct.pack("16sH22x", b"siege%d", _IFF_TAP | _IFF_NO_PI)
                answer = fcntl.ioctl(self.descriptor, _TUNSETIFF, wanted)
            except OSError:
                self.close()
                raise
            self.name = answer[:16].rstrip(b"\0").decode("ascii")
        else:
            raise OSError("TAP devices as these are Linux's")

    def close(self) -> None:
        """Take the device away."""
        os.close(self.descriptor)


class Hub:
    """Carries frames between taps until it is closed."""

    def __init__(self, taps: Iterable[Tap], seed: int) -> None:
        """Begin."""
        self._taps = tuple(taps)
        self._chance = random.Random(seed)
        self._home: dict[bytes, Tap] = {}
        self._on_the_way: list[tuple[float, int, Tap, bytes]] = []
        self._numbers = count()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bad-hub")
        self._thread.start()

    def close(self) -> None:
        """End; the taps are the caller's."""
        self._ends.set()
        self._thread.join()

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector:
            for tap in self._taps:
                selector.register(tap.descriptor, selectors.EVENT_READ, tap)
            while not self._ends.is_set():
                for key, _ in selector.select(self._patience_s()):
                    self._receive(key.data)
                self._deliver()

    def _patience_s(self) -> float:
        if not self._on_the_way:
            return _IDLE_S
        return max(0.0, min(_IDLE_S, self._on_the_way[0][0] - time.monotonic()))

    def _receive(self, tap: Tap) -> None:
        try:
            while True:
                frame = os.read(tap.descriptor, _MOST_FRAME_BYTES)
                self._home[frame[6:12]] = tap
                self._send_on(tap, frame)
        except BlockingIOError:
            return
        except OSError:
            return  # its machine has it down

    def _send_on(self, source: Tap, frame: bytes) -> None:
        home = None if frame[0] & _BROADCAST else self._home.get(frame[:6])
        for tap in self._taps if home is None else (home,):
            if tap is source:
                continue
            due_s = time.monotonic()
            for cable in (source.cable, tap.cable):
                if cable.is_cut or self._chance.random() < cable.loss:
                    break
                due_s += cable.delay_s + self._chance.uniform(0, cable.jitter_s)
            else:
                heapq.heappush(self._on_the_way, (due_s, next(self._numbers), tap, frame))

    def _deliver(self) -> None:
        while self._on_the_way and self._on_the_way[0][0] <= time.monotonic():
            _, _, tap, frame = heapq.heappop(self._on_the_way)
            try:
                os.write(tap.descriptor, frame)
            except OSError:
                continue  # its machine has it down, or is not as quick
