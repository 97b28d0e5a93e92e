"""How many deliveries a second, when the senders send as fast as they get their own messages back.

After each round the floor is measured with as many bytes a write as this server has just written.
"""

from __future__ import annotations

from functools import partial

from bench.contestants import FAILURES, HOST, Contestant, last_line
from bench.floor import measure_floor
from bench.load import Workload
from bench.outcome import A_WRITE, DELIVERIES, FLOOR_SHARE, Figures
from bench.run import Run

TITLE = "Saturation"
TEXT = """
Closed loop: a sender has so many messages on their way and sends the next when one of its own is
back. A delivery is one message at one client. The floor is a program that only writes: the same
number of bytes as this server wrote at once, with one `send` a client, over and over; its
deliveries are those writes times the messages that this server had in one.
"""
FLOOR = "the floor: only `send`"
TEN_OF_A_HUNDRED = "100 clients, 10 sending with 8 on their way"
ALL_OF_A_HUNDRED = "100 clients, all sending with 1 on its way"
FIVE_OF_FIVE_HUNDRED = "500 clients, 5 sending with 2 on their way"
_CASES = {
    TEN_OF_A_HUNDRED: (100, 10, 8),
    ALL_OF_A_HUNDRED: (100, 100, 1),
    FIVE_OF_FIVE_HUNDRED: (500, 5, 2),
}
_MESSAGE_BYTES = 100
_FLOOR_S = 1.0


def measure(run: Run) -> None:
    """Measure all cases."""
    for case, (clients, senders, window) in _CASES.items():
        workload = run.workload(clients, senders, window, _MESSAGE_BYTES)

        def one(contestant: Contestant, case: str = case, workload: Workload = workload) -> Figures:
            return run.closed_loop(case, contestant, workload)

        floor = partial(_measure_floor, run, case, workload)
        run.alternate(case, run.contestants, one, after_round=floor)


def _measure_floor(run: Run, case: str, workload: Workload) -> None:
    rates = run.outcome.samples(case, HOST.name, DELIVERIES)
    messages = run.outcome.samples(case, HOST.name, A_WRITE)
    if not messages or not messages[-1]:
        return
    frame_bytes = run.frame_bytes[HOST.name]
    try:
        writes_per_s = measure_floor(
            workload.clients, round(messages[-1] * frame_bytes), _FLOOR_S, run.cores
        )
    except FAILURES as error:
        run.remark(f"{case}: the floor was not measured: {last_line(error)}")
        return
    floor = writes_per_s * messages[-1]
    run.outcome.add(case, FLOOR, {DELIVERIES: floor})
    run.outcome.add(case, HOST.name, {FLOOR_SHARE: rates[-1] / floor})
