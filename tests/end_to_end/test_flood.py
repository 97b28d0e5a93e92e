"""A flood with the window open: nothing is lost, the window stays alive, memory stays bounded."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.end_to_end.conftest import OpenProgram
from tests.end_to_end.program import Program
from wschat_gui.config import Limits

pytestmark = pytest.mark.window

SENDERS = 20
MESSAGES = 1_000
MOST_GROWTH_BYTES = 200 * 1024 * 1024
PATIENCE_S = 100.0


class LagProbe:
    """Asks Tk to be called every 10 ms, and notes how late it is."""

    _EVERY_MS = 10

    def __init__(self, program: Program) -> None:
        self.lags_ms: list[float] = []
        self._root = program.driver.root
        self._expected_s = 0.0
        self._arm()

    def _arm(self) -> None:
        self._expected_s = time.perf_counter() + self._EVERY_MS / 1000
        self._timer = self._root.after(self._EVERY_MS, self._called)

    def _called(self) -> None:
        self.lags_ms.append((time.perf_counter() - self._expected_s) * 1000)
        self._arm()

    def stop(self) -> str:
        """End, and tell what was seen."""
        self._root.after_cancel(self._timer)
        p99_ms = statistics.quantiles(self.lags_ms, n=100)[98]
        return (
            f"Tk loop lag over {len(self.lags_ms)} samples: median "
            f"{statistics.median(self.lags_ms):.1f} ms, p99 {p99_ms:.1f} ms, "
            f"worst {max(self.lags_ms):.1f} ms"
        )


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(sys.platform != "linux", reason="reads memory from /proc")
def test_twenty_senders_at_full_speed(
    open_program: OpenProgram, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    switch_interval_s = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)  # as the program with a window does
    try:
        program = open_program(limits=Limits().lifted())
        _flood(program, capsys)
    finally:
        sys.setswitchinterval(switch_interval_s)


def _flood(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    before_bytes = resident_bytes()
    probe = LagProbe(program)
    command = [sys.executable, "-m", "tests.end_to_end.flood_load"]
    arguments = [str(number) for number in (program.port, SENDERS, MESSAGES)]
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True) as load:
        _run_window_until_ended(program, load)
        assert load.stdout is not None
        result = json.loads(load.stdout.read())
    lag = probe.stop()
    grown_bytes = resident_bytes() - before_bytes
    with capsys.disabled():
        rate = result["deliveries"] / result["took_s"]
        print(f"\n  {result['deliveries']:,} deliveries at {rate:,.0f}/s.")
        print(f"  {lag}. Memory grew by {grown_bytes / 1e6:.1f} MB.")

    assert result["perfect"] == SENDERS, "each member hears all, once, in order"
    program.wait(lambda: program.figures.messages == SENDERS * MESSAGES, "all are counted")
    state = program.window.state
    assert len(program.window.log.view.rows) <= Limits().log_rows
    assert state.log.lost + state.log.added >= SENDERS * MESSAGES
    assert grown_bytes < MOST_GROWTH_BYTES


def _run_window_until_ended(program: Program, load: subprocess.Popen[str]) -> None:
    """As the main loop does: sleep in Tk until something is due."""
    ended = False

    def look() -> None:
        nonlocal ended
        ended = load.poll() is not None
        if not ended:
            program.driver.root.after(20, look)

    look()
    deadline_s = time.monotonic() + PATIENCE_S
    while not ended and time.monotonic() < deadline_s:
        program.driver.root.tk.dooneevent(0)
    assert ended, "the flood has an end"
