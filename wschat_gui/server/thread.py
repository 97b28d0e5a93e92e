"""The server's thread: one asyncio loop in the background, started and stopped any number of times.

This is the one door to the server: nothing else of this folder is touched from another thread.
"""

from __future__ import annotations

import asyncio
import threading
import traceback

from wschat_gui.bridge.commands import Stop
from wschat_gui.bridge.events import ServerFailed, ServerStopped
from wschat_gui.bridge.queues import CommandQueue, EventQueue, QueueClosed
from wschat_gui.config import Settings
from wschat_gui.server.ban_list import CarriedBans
from wschat_gui.server.clients import ClientIds
from wschat_gui.server.listening import CannotListen
from wschat_gui.server.serving import ServerCommand, Serving


class ServerThread:
    """Starts a thread for each run of the server, and carries commands to the one that runs."""

    def __init__(self, events: EventQueue, *, captures: bool = False) -> None:
        """Tell `events` of everything that happens; nothing runs yet.

        With `captures` frames are captured from the start of each run, for a window to look at.
        """
        self._events = events
        self._captures = captures
        self._client_ids = ClientIds()
        self._carried_bans = CarriedBans()
        self._thread: threading.Thread | None = None
        self._commands: CommandQueue[ServerCommand] | None = None

    @property
    def running(self) -> bool:
        """Whether a run has begun and not ended."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, settings: Settings) -> None:
        """Begin a run; how it goes is told by events.

        Raises:
            RuntimeError: the last run has not ended.
        """
        if self.running:
            raise RuntimeError("the server runs already")
        loop = asyncio.new_event_loop()
        command_waits = asyncio.Event()
        commands: CommandQueue[ServerCommand] = CommandQueue(
            lambda: loop.call_soon_threadsafe(command_waits.set)
        )
        self._commands = commands
        self._thread = threading.Thread(
            target=self._run, args=(settings, loop, commands, command_waits), name="wschat-server"
        )
        self._thread.start()

    def post(self, command: ServerCommand) -> None:
        """Hand a command to the run.

        Raises:
            QueueClosed: there is none, or it has ended.
        """
        if self._commands is None:
            raise QueueClosed(f"the server was never started; {command!r} was not carried out")
        self._commands.post(command)

    def request_stop(self) -> None:
        """Ask the run to end; `ServerStopped` tells when it has. Nothing to do where none runs."""
        if not self.running:
            return
        try:
            self.post(Stop())
        except QueueClosed:
            return  # it was just ending by itself

    def join(self, timeout_s: float) -> bool:
        """Wait for the end of the run; tell whether it came in time."""
        if self._thread is not None:
            self._thread.join(timeout_s)
        return not self.running

    def _run(
        self,
        settings: Settings,
        loop: asyncio.AbstractEventLoop,
        commands: CommandQueue[ServerCommand],
        command_waits: asyncio.Event,
    ) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                serving = self._serve(settings, commands, command_waits)
                try:
                    runner.run(serving)
                finally:
                    # Before the runner closes the loop, so that a late post fails loudly.
                    commands.close()
        except CannotListen as failure:
            self._events.post_lifecycle(ServerFailed(str(failure), repr(failure.__cause__)))
        except BaseException:  # noqa: BLE001  (whatever it was: a dead thread must be seen)
            sentence = "The server has stopped because of an error in it."
            self._events.post_lifecycle(ServerFailed(sentence, traceback.format_exc()))
        else:
            self._events.post_lifecycle(ServerStopped())

    async def _serve(
        self,
        settings: Settings,
        commands: CommandQueue[ServerCommand],
        command_waits: asyncio.Event,
    ) -> None:
        serving = Serving(
            settings,
            commands,
            command_waits,
            self._events,
            client_ids=self._client_ids,
            carried_bans=self._carried_bans,
            captures=self._captures,
        )
        await serving.run()
