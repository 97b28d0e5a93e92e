"""The leak guard, on tests that were written to offend it: each fails, and for its own reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inner_run import outcomes

OFFENDERS = """
import asyncio, gc, logging, os, socket, subprocess, sys, threading, time
from pathlib import Path
import pytest

def nothing(): pass

async def sleep_long(): await asyncio.sleep(3600)

def test_logs_error():
    logging.getLogger("some.part").error("it %s", "broke")

def test_logs_error_where_nobody_listens():
    logger = logging.getLogger("aside")
    logger.propagate = False
    logger.addHandler(logging.NullHandler())
    logger.critical("unheard")

def test_logs_exception():
    try:
        raise ValueError("inner cause")
    except ValueError:
        logging.exception("outer")

def test_logs_error_on_a_thread():
    thread = threading.Thread(target=logging.error, args=("from aside",))
    thread.start()
    thread.join()

@pytest.mark.expects_errors()
def test_expects_errors_for_no_reason(): logging.error("why?")

def test_leaves_thread():
    threading.Thread(target=time.sleep, args=(60,), name="sleeper", daemon=True).start()

def test_leaves_descriptor():
    os.pipe()

def test_leaves_file():
    Path("forgotten.db").touch()

def test_leaves_file_in_folder():
    Path("sub", "forgotten.db").touch()

def test_leaves_socket():
    socket.socket()

def test_leaves_process():
    subprocess.Popen([sys.executable, "-c", ""])

def test_leaves_task():
    loop = asyncio.new_event_loop()
    loop.create_task(sleep_long(), name="forgotten task")
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()

def test_leaves_loop():
    asyncio.new_event_loop()

def test_leaves_transport():
    async def connect():
        loop = asyncio.get_running_loop()
        async with await loop.create_server(asyncio.Protocol, "127.0.0.1", 0) as server:
            await loop.create_connection(asyncio.Protocol, *server.sockets[0].getsockname())
    asyncio.run(connect())

def test_raises_on_a_thread():
    def fail(): raise RuntimeError("thread died")
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

def test_raises_in_finaliser():
    class Failing:
        def __del__(self): raise RuntimeError("finaliser died")
    Failing()

def test_raises_in_finaliser_of_a_cycle():
    class Failing:
        def __init__(self): self.me = self
        def __del__(self): raise RuntimeError("cycle died")
    Failing()

def test_fails_by_itself():
    kept = socket.socket()
    assert kept is None
"""

FAULTS = {
    "logs_error": "some.part logged ERROR: it broke",
    "logs_error_where_nobody_listens": "aside logged CRITICAL: unheard",
    "logs_exception": "root logged ERROR: outer (ValueError('inner cause'))",
    "logs_error_on_a_thread": "root logged ERROR: from aside",
    "expects_errors_for_no_reason": "expects_errors wants a reason",
    "leaves_thread": "thread sleeper still runs",
    "leaves_descriptor": ", pipe:",
    "leaves_file": "forgotten.db was left in the tree",
    "leaves_file_in_folder": "sub/forgotten.db was left in the tree",
    "leaves_socket": "unclosed <socket.socket",
    "leaves_process": "subprocess",
    "leaves_task": "Task was destroyed but it is pending!",
    "leaves_loop": "unclosed event loop",
    "leaves_transport": "unclosed transport",
    "raises_on_a_thread": "thread died",
    "raises_in_finaliser": "finaliser died",
    "raises_in_finaliser_of_a_cycle": "cycle died",
    "fails_by_itself": "assert ",
}

INNOCENTS = """
import asyncio, logging, os, threading, time
from pathlib import Path
import pytest

@pytest.fixture(scope="session")
def display():
    ends = os.pipe()
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    yield ends
    done.set()
    thread.join()
    for end in ends: os.close(end)

@pytest.fixture
def number():
    number = os.open(os.devnull, os.O_RDONLY)
    yield number
    os.close(number)

@pytest.fixture(params=[1, 2])
def window(display, request): return display

def test_uses_what_the_session_keeps(window): os.fstat(window[0])

def test_closes_in_a_fixture(number): os.fstat(number)

def test_thread_ends_a_moment_later(): threading.Thread(target=time.sleep, args=(0.1,)).start()

@pytest.mark.expects_errors("the point of this test")
def test_expects_errors(): logging.error("as expected")

def test_warns(): logging.warning("no error")

def test_runs_a_loop(): asyncio.run(asyncio.to_thread(time.sleep, 0))

def test_writes_elsewhere(tmp_path): Path(tmp_path, "kept.db").touch()
"""


@pytest.fixture(scope="module")
def offences(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give what the guard said of each offender."""
    return outcomes(tmp_path_factory.mktemp("offenders"), OFFENDERS)


@pytest.mark.parametrize("offender", FAULTS)
def test_offender_fails_for_its_own_reason(offences: dict[str, str], offender: str) -> None:
    assert FAULTS[offender] in offences[offender]


def test_every_offender_is_known(offences: dict[str, str]) -> None:
    assert set(offences) == set(FAULTS)


def test_leaks_of_a_test_that_failed_anyway_are_not_reported(offences: dict[str, str]) -> None:
    assert "is open" not in offences["fails_by_itself"]


def test_innocents_pass(tmp_path: Path) -> None:
    cases = outcomes(tmp_path, INNOCENTS)

    assert len(cases) == 8
    assert not any(cases.values()), cases
