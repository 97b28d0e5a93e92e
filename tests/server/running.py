"""A real server on a free port of 127.0.0.1, and what it told its event queue."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from tests.waiting import wait_until
from wschat_gui.bridge.events import (
    ClientOpened,
    Event,
    RoomFigures,
    ServerListening,
    ServerStopped,
)
from wschat_gui.bridge.queues import EventQueue
from wschat_gui.config import Keep, Limits, Settings
from wschat_gui.server.serving import ServerCommand
from wschat_gui.server.thread import ServerThread

E = TypeVar("E")
PATIENCE_S = 10.0


class RunningServer:
    """Start on entry, stop on exit; in between, drain and look."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        port: int = 0,
        room_code: str = "",
        allowed_origins: tuple[str, ...] = (),
        data_dir: Path | None = None,
        keep: Keep | None = None,
        files_allowed: bool = True,
        certificate: Path | None = None,
        private_key: Path | None = None,
        captures: bool = False,
    ) -> None:
        """Choose the settings that tests vary."""
        self.settings = Settings(
            bind="127.0.0.1",
            port=port,
            room_code=room_code,
            allowed_origins=allowed_origins,
            data_dir=data_dir,
            keep=keep or Keep(),
            files_allowed=files_allowed,
            certificate=certificate,
            private_key=private_key,
            limits=limits or Limits(),
        )
        self.queue = EventQueue(max_lines=100_000)
        self.thread = ServerThread(self.queue, captures=captures)
        self.seen: list[Event] = []
        self.port = 0

    def __enter__(self) -> Self:
        """Start and wait until it listens."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Stop, and insist that it ends as it should."""
        self.thread.request_stop()
        assert self.thread.join(PATIENCE_S), "the server thread did not end"
        if error is None:
            self.event(ServerStopped)

    def start(self) -> None:
        """Begin a run."""
        self.seen.clear()
        self.thread.start(self.settings)
        self.port = self.event(ServerListening).port

    def post(self, command: ServerCommand) -> None:
        """Hand the server a command."""
        self.thread.post(command)

    def events(self, kind: type[E]) -> list[E]:
        """Return all events of one kind so far."""
        self.seen += self.queue.drain().events
        return [event for event in self.seen if isinstance(event, kind)]

    def event(self, kind: type[E], number: int = 1) -> E:
        """Wait until there are `number` events of this kind, and return the last of them."""
        wait_until(
            lambda: len(self.events(kind)) >= number, PATIENCE_S, f"{number} {kind.__name__}"
        )
        return self.events(kind)[number - 1]

    def await_clients(self, number: int) -> None:
        """Wait until `number` clients were seen; one that came and went unseen is told of never."""
        self.event(ClientOpened, number)

    def figures(self) -> RoomFigures:
        """Wait for figures that were read from now on."""
        self.events(RoomFigures)
        self.seen = [event for event in self.seen if not isinstance(event, RoomFigures)]
        # The first may have been read just before; the second cannot.
        return self.event(RoomFigures, number=2)
