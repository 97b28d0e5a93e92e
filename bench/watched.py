"""A server that captures and is asked for its frames all the time, without a window.

    python -m bench.watched
    python -m bench.watched --rows 0    it only captures, and is asked for nothing

What a window asks while the frame inspector is shown and follows: the newest frames, four times a
second. So it can be told what the server's share of the inspector's cost is. SIGTERM ends it.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from itertools import count
from pathlib import Path

from wschat_gui.app import keep_for_good
from wschat_gui.bridge.events import ServerListening
from wschat_gui.bridge.frame_commands import ListFrames
from wschat_gui.bridge.frame_words import FramesListed
from wschat_gui.bridge.queues import EventQueue
from wschat_gui.config import Limits, Settings
from wschat_gui.model.frame_book import NEXT_ROWS
from wschat_gui.server.thread import ServerThread

ASKED_EVERY_S = 0.25
_SWITCH_INTERVAL_S = 0.0005
"""As the program itself has it."""
_STOP_S = 5.0
_DATA_HOME = "XDG_DATA_HOME"


def main() -> None:
    """Host until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m bench.watched")
    parser.add_argument("--rows", type=int, default=NEXT_ROWS, help="asked for at once; 0: never")
    rows: int = parser.parse_args().rows
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: ended.set())
    events = EventQueue(max_lines=5_000)
    server = ServerThread(events, captures=True)
    keep_for_good()
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
                    if rows:
                        server.post(ListFrames(request=next(requests), limit=rows))
                case FramesListed(looked_at=looked_at):
                    question = ListFrames(request=next(requests), after=looked_at, limit=rows)
                    server.post(question)
    server.request_stop()
    if not server.join(_STOP_S):
        sys.exit("the server did not end")


if __name__ == "__main__":
    main()
