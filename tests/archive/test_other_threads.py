"""How busy the other threads are: by two clocks moved by hand, and by those of this machine."""

from __future__ import annotations

import threading
import time

from wschat_gui.archive.other_threads import OtherThreads, others_cpu_s


def test_share_is_of_the_time_since_the_last_look() -> None:
    clock = {"now": 10.0, "cpu": 4.0}
    others = OtherThreads(cpu_s=lambda: clock["cpu"], now_s=lambda: clock["now"])
    assert others.share() == 0.0
    clock.update(now=12.0, cpu=5.0)
    assert others.share() == 0.5
    clock.update(now=12.05, cpu=5.05)
    assert others.share() == 0.5, "too short a time tells nothing"
    clock.update(now=16.0, cpu=6.0)
    assert others.share() == 0.25


def test_what_this_thread_does_does_not_count() -> None:
    before_s = others_cpu_s()
    worked_until_s = time.thread_time() + 0.05
    while time.thread_time() < worked_until_s:
        pass
    own_s = others_cpu_s() - before_s

    def work() -> None:
        until_s = time.thread_time() + 0.5
        while time.thread_time() < until_s:
            pass

    before_s = others_cpu_s()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert others_cpu_s() - before_s > own_s
