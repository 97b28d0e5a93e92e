"""One run of the server, from the first socket to the last: listen, serve, look around, stop.

Runs on the server thread's loop. Threads are in `thread.py`, connections in `house.py`.
"""

from __future__ import annotations

import asyncio
import time
from typing import TypeAlias

from websockets.frames import CloseCode

from wschat_gui.bridge.commands import (
    Announce,
    Ban,
    CancelExport,
    Command,
    DeleteBefore,
    DeleteEverything,
    DeleteMessage,
    DeleteOfClient,
    EverybodyOut,
    Export,
    Kick,
    LiftBan,
    Mute,
    Reinstate,
    RenameClient,
    Search,
    SetRoomState,
    ShowAround,
    Stop,
    TellPrivately,
    Unmute,
)
from wschat_gui.bridge.events import (
    AddressesChanged,
    ArchiveTrouble,
    HostAddress,
    ServerListening,
    ServerStarting,
)
from wschat_gui.bridge.frame_commands import FrameCommand, LabCommand
from wschat_gui.bridge.queues import CommandQueue, EventQueue
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.vocabulary import LeaveCause
from wschat_gui.config import Settings
from wschat_gui.server import addresses
from wschat_gui.server.archive_desk import answer_without_archive
from wschat_gui.server.ban_list import CarriedBans
from wschat_gui.server.capture_desk import CaptureDesk
from wschat_gui.server.clients import ClientIds
from wschat_gui.server.figures import FigureReader
from wschat_gui.server.gate import Gate
from wschat_gui.server.house import House
from wschat_gui.server.http_answers import load_page
from wschat_gui.server.keeper import Keeper, open_transcript
from wschat_gui.server.listening import bind_sockets, listen, tls_context
from wschat_gui.server.mdns import Announcement, LocalName
from wschat_gui.server.moderator import Moderator
from wschat_gui.server.open_files import AcceptWatch, ask_for_open_files
from wschat_gui.server.reach import try_own_addresses
from wschat_gui.server.recorder import Recorder
from wschat_gui.server.soundings import Soundings
from wschat_gui.server.stalls import StallWatch
from wschat_gui.server.witness import Witness

ServerCommand: TypeAlias = Command | Settings

_FIGURES_EVERY_S = 0.25
_EVIDENCE_EVERY_S = 0.5
_ADDRESSES_EVERY_S = 5.0
_STALLS_EVERY_S = 1.0
_SOUNDINGS_EVERY_S = 0.5
_PATIENCE_S = 1.0
"""For closing handshakes at the end: everything has to be over within three seconds, of which the
archive may need the other two."""


class Serving:
    """Everything that one run needs, and its end."""

    def __init__(
        self,
        settings: Settings,
        commands: CommandQueue[ServerCommand],
        command_waits: asyncio.Event,
        events: EventQueue,
        *,
        client_ids: ClientIds,
        carried_bans: CarriedBans,
        captures: bool,
    ) -> None:
        """Prepare; `command_waits` is set whenever there is something in `commands`.

        With `captures` frames are captured from the start, for a window to look at.
        """
        self._settings = settings
        self._latest = settings
        """As changed since; what was bound and opened stays as it was."""
        self._port = 0
        self._commands = commands
        self._command_waits = command_waits
        self._events = events
        self._interfaces = addresses.scan()
        self._default_ip = addresses.default_route_ip()
        self._witness = Witness()
        self._gate = Gate(settings, load_page(), self._own_names, self._witness)
        transcript = open_transcript(settings.data_dir, _moment(), self._tell_trouble)
        in_memory = settings.limits.history_in_memory
        self._keeper = Keeper(transcript, self._tell_trouble, in_memory, carried_bans)
        client_ids.rise_above(self._keeper.last_client_id)
        now = _moment()
        recorder = Recorder(
            settings.limits, is_on=captures, started_s=now.monotonic_s, started_ms=now.wall_ms
        )
        self._house = House(
            settings, self._gate, events, client_ids, self._keeper, recorder=recorder
        )
        self._figures = FigureReader(self._house, now.monotonic_s, now.wall_ms)
        self._capture_desk = CaptureDesk(recorder, self._house.clients, events, self._figures.watch)
        self._moderator = Moderator(self._house)
        self._stalls = StallWatch(settings.limits.backlog_stall_s)
        self._accepts = AcceptWatch(self._tell_trouble)
        self._local_name = LocalName(self._witness.announced_as, self._house.note)
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Serve until told to stop.

        Raises:
            CannotListen: nothing could be opened; nothing is left behind.
        """
        self._events.post_lifecycle(ServerStarting())
        asyncio.get_running_loop().set_exception_handler(self._accepts.handle)
        try:
            await self._listen_and_serve()
        finally:
            await self._close_records()

    async def _listen_and_serve(self) -> None:
        tls = tls_context(self._settings)
        sockets = bind_sockets(self._settings.bind, self._settings.port)
        port = self._port = sockets[0].getsockname()[1]
        limits, house = self._settings.limits, self._house
        servers = [await listen(bound, tls, limits, house) for bound in sockets]
        self._house.records.open_archive(self._settings.keep)
        self._post_listening(port)
        try:
            async with asyncio.TaskGroup() as tasks:
                chores = [
                    tasks.create_task(self._carry_out_commands()),
                    tasks.create_task(self._post_figures()),
                    tasks.create_task(self._watch_addresses(port)),
                    tasks.create_task(self._post_evidence()),
                    tasks.create_task(self._local_name.run()),
                    tasks.create_task(self._watch_stalls()),
                    tasks.create_task(self._sound()),
                ]
                await self._stopping.wait()
                for chore in chores:
                    chore.cancel()
        finally:
            await self._close(servers)

    # Chores --------------------------------------------------------------------------------------

    async def _carry_out_commands(self) -> None:
        while True:
            await self._command_waits.wait()
            self._command_waits.clear()
            for command in self._commands.drain():
                self._carry_out(command)

    def _carry_out(self, command: ServerCommand) -> None:
        match command:
            case _ if isinstance(command, FrameCommand):
                self._capture_desk.carry_out(command)
            case _ if isinstance(command, LabCommand):
                self._house.lab.carry_out(command)
            case (
                Kick()
                | Ban()
                | LiftBan()
                | Reinstate()
                | Mute()
                | Unmute()
                | RenameClient()
                | TellPrivately()
                | SetRoomState()
                | EverybodyOut()
            ):
                self._moderator.carry_out(command)
            case Announce(text=text):
                self._house.announce(text)
            case Stop():
                self._stopping.set()
            case DeleteMessage() | DeleteOfClient() | DeleteBefore() | DeleteEverything():
                self._house.records.delete(command)
            case Search() | ShowAround() | Export() | CancelExport():
                self._ask_archive(command)
            case Settings():
                self._house.change_settings(command)
                self._latest = command
                self._announce_name()
                self._stalls.patience_s = command.limits.backlog_stall_s

    def _ask_archive(self, asked: Search | ShowAround | Export | CancelExport) -> None:
        archive = self._house.records.archive
        if archive is None:
            answer_without_archive(asked, self._events)
            return
        match asked:
            case Search():
                archive.search(asked)
            case ShowAround():
                archive.show_around(asked)
            case Export():
                archive.export(asked, self._house.room.name)
            case CancelExport():
                archive.cancel_export()

    async def _post_figures(self) -> None:
        loop = asyncio.get_running_loop()
        while self._events.takes_figures:
            self._events.post_figures(self._figures.read(loop.time(), _now_ms()))
            await asyncio.sleep(_FIGURES_EVERY_S)

    async def _post_evidence(self) -> None:
        while self._events.takes_figures:
            found = self._interfaces
            news = self._witness.news(addresses.own_ips(found), addresses.networks(found))
            if news is not None:
                self._events.post_figures(news)
            await asyncio.sleep(_EVIDENCE_EVERY_S)

    async def _watch_addresses(self, port: int) -> None:
        shown = self._host_addresses(port)
        while True:
            self._announce_name()
            await try_own_addresses(shown, self._witness)
            shown = await self._changed_addresses(port, shown)
            self._events.post_lifecycle(AddressesChanged(shown))

    async def _changed_addresses(
        self, port: int, shown: tuple[HostAddress, ...]
    ) -> tuple[HostAddress, ...]:
        """Look around until there are other addresses than those shown."""
        while True:
            await asyncio.sleep(_ADDRESSES_EVERY_S)
            try:
                self._interfaces = addresses.scan()
            except OSError:
                continue  # no file descriptor is free: what was seen last time holds
            self._default_ip = addresses.default_route_ip()
            found = self._host_addresses(port)
            if found != shown:
                return found

    async def _watch_stalls(self) -> None:
        while True:
            await asyncio.sleep(_STALLS_EVERY_S)
            self._stalls.look(self._house.clients.values(), time.monotonic())
            self._accepts.look(asyncio.get_running_loop().time())
            # What could not be saved is tried again even if nobody says anything.
            self._keeper.save(time.monotonic())
            self._house.look_around()

    async def _sound(self) -> None:
        soundings, house = Soundings(), self._house
        while True:
            await asyncio.sleep(_SOUNDINGS_EVERY_S)
            if house.recorder.is_on:
                soundings.look(house.clients.values(), time.monotonic())

    # The archive ---------------------------------------------------------------------------------

    async def _close_records(self) -> None:
        await self._capture_desk.close()
        await self._house.uploads.close()
        # Before closing deletes what is kept until then only.
        self._keeper.save_now()
        self._keeper.carry_bans(self._house.room.bans)
        await self._house.records.close_archive()
        self._keeper.close()

    def _tell_trouble(self, task: str, sentence: str) -> None:
        self._events.post_lifecycle(ArchiveTrouble(task, sentence))

    # Addresses -----------------------------------------------------------------------------------

    def _own_names(self) -> frozenset[str]:
        announced = {self._local_name.name} - {""}
        return addresses.own_names(self._interfaces, self._settings.bind) | announced

    def _host_addresses(self, port: int) -> tuple[HostAddress, ...]:
        usable = addresses.usable(self._interfaces, self._settings.bind, self._default_ip)
        return tuple(addresses.as_urls(usable, self._settings.scheme, port))

    def _announce_name(self) -> None:
        """Have the room announced by name, at the addresses it has now, if the host wants that."""
        usable = addresses.usable(self._interfaces, self._settings.bind, self._default_ip)
        wanted = Announcement(tuple(each.ip for each in usable), self._port, self._latest.room_name)
        self._local_name.want(wanted if self._latest.mdns else None)

    def _post_listening(self, port: int) -> None:
        wanted = self._settings.port
        self._events.post_lifecycle(
            ServerListening(
                addresses=self._host_addresses(port),
                port=port,
                wanted_port=wanted,
                room_name=self._settings.room_name,
            )
        )
        self._house.tell_bans()
        if wanted not in (0, port):
            self._house.note(f"Port {wanted} was taken; the room is on port {port}.")
        if too_few := ask_for_open_files(self._settings.limits.clients):
            self._house.note(too_few)

    # The end -------------------------------------------------------------------------------------

    async def _close(self, servers: list[asyncio.Server]) -> None:
        """Close every connection: politely, then, for those that do not answer, at once."""
        for server in servers:
            server.close()
        reason = "The host has closed the room."
        self._house.dismiss_all(CloseCode.GOING_AWAY, reason, LeaveCause.SERVER_STOPPED)
        closings = self._closings()
        if closings:
            await asyncio.wait(closings, timeout=_PATIENCE_S)
            closings |= self._closings()  # of who was accepted at the last moment, too
            for connection in tuple(self._house.connections):
                connection.transport.abort()
            await asyncio.wait(closings)
        for server in servers:
            await server.wait_closed()

    def _closings(self) -> set[asyncio.Future[None]]:
        return {asyncio.ensure_future(each.wait_closed()) for each in self._house.connections}


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _moment() -> Moment:
    return Moment(_now_ms(), time.monotonic())
