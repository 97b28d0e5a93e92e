"""What tests of the capture share: asking a running server as the window does."""

from __future__ import annotations

from itertools import count

from tests.server.running import PATIENCE_S, RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.frame_commands import ListFrames, XrayFrame
from wschat_gui.bridge.frame_words import FramesListed, FrameXray

_requests = count(1)


def listed(
    server: RunningServer, display_filter: str = "", *, after: int = 0, limit: int = 10_000
) -> FramesListed:
    """Ask for frames, and wait for the answer."""
    request = next(_requests)
    server.post(ListFrames(request=request, filter=display_filter, after=after, limit=limit))

    def answers() -> list[FramesListed]:
        return [answer for answer in server.events(FramesListed) if answer.request == request]

    wait_until(lambda: bool(answers()), PATIENCE_S, "frames are listed")
    (answer,) = answers()
    return answer


def xrayed(server: RunningServer, number: int) -> FrameXray:
    """Ask for one frame in full, and wait for the answer."""
    request = next(_requests)
    server.post(XrayFrame(request, number))

    def answers() -> list[FrameXray]:
        return [answer for answer in server.events(FrameXray) if answer.request == request]

    wait_until(lambda: bool(answers()), PATIENCE_S, "a frame is X-rayed")
    (answer,) = answers()
    return answer
