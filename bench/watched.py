"""A server that captures and is asked for its frames all the time, without a window.

    python -m bench.watched

What a window asks while the frame inspector is shown and follows: the newest frames, four times a
second. So it can be told what the server's share of the inspector's cost is. SIGTERM ends it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from itertools import count
from pathlib import Path

from wschat_gui.bridge.events import ServerListening
from wschat_gui.bridge.frame_commands import ListFrames
from wschat_gui.bridge.frame_words import FramesListed
from wschat_gui.bridge.queues import EventQueue
from wschat_gui.config import Limits, Settings
from wschat_gui.server.thread import ServerThread

ASKED_EVERY_S = 0.25
ROWS = 1_000
_SWITCH_INTERVAL_S = 0.0005
"""As the program itself has it."""
_STOP_S = 5.0
_DATA_HOME = "XDG_DATA_HOME"


def main() -> None:
    """Host until SIGTERM."""
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: ended.set())
    events = EventQueue(max_lines=5_000)
    server = ServerThread(events, captures=True)
    server.start(
        Settings(
            bind="127.0.0.1",
            port=0,
            limits=Limits().lifted(),
            data_dir=Path(os.environ[_DATA_HOME]) / "watched",
        )
    )
    requests = count(1)
    while not ended.wait(ASKED_EVERY_S):
        for event in events.drain().events:
            match event:
                case ServerListening(addresses=addresses):
                    print(f"listening on {addresses[0].url}", flush=True)
                    server.post(ListFrames(request=next(requests), limit=ROWS))
                case FramesListed(looked_at=looked_at):
                    question = ListFrames(request=next(requests), after=looked_at, limit=ROWS)
                    server.post(question)
    server.request_stop()
    if not server.join(_STOP_S):
        sys.exit("the server did not end")


if __name__ == "__main__":
    main()
