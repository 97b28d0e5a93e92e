"""The wall clock jumps, forwards, backwards and far: what people say must not notice."""

from __future__ import annotations

import asyncio
import sys
import time

import msgspec

from bench.wire import OPCODE_TEXT
from tools.siege.case import Case, Scale
from tools.siege.host import Host
from tools.siege.intruder import Intruder
from tools.siege.stepped_clock import step_file

_HOUR_S = 3600.0
_STEPS_S = (_HOUR_S, 0.0, -_HOUR_S, 400 * 24 * _HOUR_S, -50 * 365 * 24 * _HOUR_S, 2.0)


async def _step(host: Host, scale: Scale) -> str:
    """Set the clock to and fro while everybody talks, and once look at the time it tells."""
    file = step_file(host.data_dir)
    for step_s in _STEPS_S:
        temporary = file.with_suffix(".new")
        temporary.write_text(str(step_s), "ascii")
        temporary.replace(file)  # in one go: the host may just be reading it
        await asyncio.sleep(scale.seconds / len(_STEPS_S))
        told_ms = await _time_told(host)
        off_s = abs(told_ms / 1000 - time.time() - step_s)
        assert off_s < 5, f"after a step to {step_s:+.0f} s the host's clock is {off_s:.0f} s off"
    steps = ", ".join(_in_words(step_s) for step_s in _STEPS_S)
    return f"the host's clock set to {steps} of the right time, within {scale.seconds:.0f} s"


async def _time_told(host: Host) -> int:
    """Return what a welcome says the time is."""
    newcomer = await Intruder.connect(host)
    await newcomer.upgrade(host)
    newcomer.join("watch")
    while True:
        opcode, payload = await newcomer.read_frame()
        message = msgspec.json.decode(payload) if opcode == OPCODE_TEXT else {}
        if message.get("type") == "welcome":
            newcomer.abort()
            return int(message["now_ms"])


def _in_words(step_s: float) -> str:
    days = step_s / 24 / _HOUR_S
    return f"{days:+.0f} d" if abs(days) >= 1 else f"{step_s / 60:+.0f} min"


CASES = (
    Case(
        name="clock steps",
        attack=_step,
        program=(sys.executable, "-m", "tools.siege.stepped_clock"),
        full=Scale(seconds=30.0, clients=1),
        short=Scale(seconds=2.4, clients=1),
    ),
)
