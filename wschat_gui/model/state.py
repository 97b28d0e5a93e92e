"""All that the window shows, and how one event changes it.

`apply` says which parts changed, so that widgets repaint only those. Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from wschat_gui.bridge.events import (
    AddressesChanged,
    ArchiveAnswer,
    ArchiveTrouble,
    AroundAnswered,
    BanEntry,
    BansChanged,
    ClientClosed,
    ClientMuted,
    ClientNamed,
    ClientOpened,
    ClientUnmuted,
    Event,
    ExportEnded,
    ExportProgress,
    Forgotten,
    HostAddress,
    Lifecycle,
    LogLine,
    Membership,
    RoomFigures,
    RoomStateChanged,
    SearchAnswered,
    ServerFailed,
    ServerListening,
    ServerStarting,
    ServerStopped,
)
from wschat_gui.bridge.evidence import JoinEvidence
from wschat_gui.bridge.frame_words import (
    FrameAnswer,
    FramesExported,
    FramesListed,
    FrameXray,
    LabNote,
)
from wschat_gui.config import Limits, Settings
from wschat_gui.model.addresses import own_ips, shown_address
from wschat_gui.model.clients import ClientTable
from wschat_gui.model.conduct import Conduct
from wschat_gui.model.exporting import ExportState
from wschat_gui.model.figures import Sample, Throughput
from wschat_gui.model.frames import FrameState
from wschat_gui.model.log import LogBook
from wschat_gui.model.parts import Part
from wschat_gui.model.search import SearchBook
from wschat_gui.model.status import (
    Failed,
    Running,
    ServerStatus,
    Starting,
    Stopped,
    Stopping,
    may_start,
    may_stop,
)
from wschat_gui.model.troubles import Trouble, Troubles
from wschat_gui.model.undo import UndoStack
from wschat_gui.model.wifi import Wifi


class WindowState(Struct):
    """What the window shows."""

    clients: ClientTable
    log: LogBook
    status: ServerStatus = field(default_factory=Stopped)
    started_with: Settings | None = None
    """What the room was last opened with; None before it was."""
    picked: HostAddress | None = None
    """What the person chose in the list of addresses; None: the best."""
    throughput: Throughput = field(default_factory=Throughput)
    figures: RoomFigures | None = None
    """Of this run, or of the last one after it ended."""
    troubles: Troubles = field(default_factory=Troubles)
    search: SearchBook = field(default_factory=SearchBook)
    export: ExportState = field(default_factory=ExportState)
    evidence: JoinEvidence | None = None
    """Of this run, or of the last one after it ended; None before the server has told."""
    bans: tuple[BanEntry, ...] = ()
    conduct: Conduct = field(default_factory=Conduct)
    undo: UndoStack = field(default_factory=UndoStack)
    frames: FrameState = field(default_factory=FrameState)
    wifi: Wifi | None = None
    """What the person typed for the Wi-Fi's code; lives here only, and is saved nowhere."""

    @classmethod
    def empty(cls, limits: Limits) -> WindowState:
        """Make the state of a window whose server has not started."""
        return cls(clients=ClientTable(limits.backlog_bytes), log=LogBook(limits.log_rows))

    @property
    def addresses(self) -> tuple[HostAddress, ...]:
        """Where the room can be reached, best first; empty while it is closed."""
        return self.status.addresses if isinstance(self.status, Running) else ()

    @property
    def address(self) -> HostAddress | None:
        """The one address that is shown large; None while the room is closed."""
        return shown_address(self.addresses, self.picked)


def apply(state: WindowState, event: Event, now_ms: int) -> Part:
    """Change the state by one event that arrived at `now_ms`; say which parts changed."""
    match event:
        case LogLine():
            return take_lines(state, (event,))
        case RoomFigures():
            return _measure(state, event)
        case JoinEvidence():
            state.evidence = event
            return Part.JOIN
        case SearchAnswered() | AroundAnswered() | ExportProgress() | ExportEnded() | Forgotten():
            return _take_answer(state, event)
        case FramesListed() | FrameXray() | FramesExported() | LabNote():
            return _take_frames(state, event)
        case ClientOpened() | ClientNamed() | ClientMuted() | ClientUnmuted() | ClientClosed():
            return Part.CLIENTS if _enter(state.clients, event, now_ms) else Part.NONE
        case _:
            return _live(state, event, now_ms)


def take_lines(state: WindowState, lines: Sequence[LogLine]) -> Part:
    """Take in log lines, in one piece; say which parts changed."""
    if not lines:
        return Part.NONE
    state.log.extend(lines)
    return Part.LOG | (Part.CLIENTS if state.clients.note(lines) else Part.NONE)


def begin_start(state: WindowState) -> Part:
    """Show at once that a start was asked for; the server's own word follows."""
    if not may_start(state.status):
        return Part.NONE
    # Here and not with ServerStarting: what the new run cannot do, it tells before that.
    state.troubles.begin_run()
    return _begin_run(state) | Part.TROUBLES


def begin_stop(state: WindowState) -> Part:
    """Show at once that a stop was asked for; the server's own word follows."""
    if not may_stop(state.status):
        return Part.NONE
    state.status = Stopping()
    return Part.STATUS


def rename_room(state: WindowState, name: str) -> Part:
    """Show another name of the open room."""
    if not isinstance(state.status, Running) or state.status.room_name == name:
        return Part.NONE
    state.status = replace(state.status, room_name=name)
    return Part.STATUS


def pick_address(state: WindowState, address: HostAddress) -> Part:
    """Show this address large, as long as it is there."""
    state.picked = address
    return Part.STATUS


def dismiss(state: WindowState, trouble: Trouble) -> Part:
    """Put away a trouble that only has to be known."""
    state.troubles.dismiss(trouble)
    return Part.TROUBLES


def lose_lines(state: WindowState, lost_lines: int) -> Part:
    """Count log lines that were dropped because the window was behind."""
    if not lost_lines:
        return Part.NONE
    state.log.lost += lost_lines
    return Part.CLOCK


def _enter(clients: ClientTable, event: Membership, now_ms: int) -> bool:
    match event:
        case ClientOpened():
            clients.open(event)
            return True
        case ClientNamed():
            return clients.name(event, now_ms)
        case ClientMuted():
            return clients.mute(event, now_ms)
        case ClientUnmuted():
            return clients.unmute(event, now_ms)
        case ClientClosed():
            return clients.close(event)
    assert_never(event)


def _live(state: WindowState, event: Lifecycle, now_ms: int) -> Part:
    match event:
        case ArchiveTrouble():
            return Part.TROUBLES if state.troubles.note(event) else Part.NONE
        case BansChanged() | RoomStateChanged():
            return _govern(state, event)
        case AddressesChanged():
            return _readdress(state, event)
        case ServerStarting():
            return _begin_run(state)
        case ServerListening():
            state.status = Running(
                addresses=event.addresses,
                port=event.port,
                wanted_port=event.wanted_port,
                room_name=event.room_name,
                since_ms=now_ms,
            )
            return Part.STATUS
        case ServerStopped():
            return _end_run(state, Stopped())
        case ServerFailed():
            return _end_run(state, Failed(event.sentence, event.detail))
    assert_never(event)


def _govern(state: WindowState, event: BansChanged | RoomStateChanged) -> Part:
    match event:
        case BansChanged():
            state.bans = event.bans
            state.undo.note_bans(event.bans)
            return Part.BANS
        case RoomStateChanged():
            state.conduct = Conduct.told(event)
            return Part.CONDUCT
    assert_never(event)


def _begin_run(state: WindowState) -> Part:
    state.status = Starting()
    state.clients.clear()
    state.throughput.clear()
    state.figures = None
    state.evidence = None
    state.log.begin_run()
    state.bans = ()
    state.conduct = Conduct()
    state.frames.begin_run()
    return (
        Part.STATUS
        | Part.CLIENTS
        | Part.FIGURES
        | Part.JOIN
        | Part.BANS
        | Part.CONDUCT
        | Part.SINGLE_FRAMES
    )


def _end_run(state: WindowState, status: Stopped | Failed) -> Part:
    state.status = status
    state.clients.clear()
    state.search.give_up()
    if state.export.progress is not None:
        state.export.end("")
    state.conduct = Conduct()
    state.undo.clear()
    state.frames.end_run()
    ended = Part.STATUS | Part.CLIENTS | Part.SEARCH | Part.EXPORT | Part.CONDUCT | Part.UNDO
    return ended | Part.SINGLE_FRAMES


def _take_frames(state: WindowState, answer: FrameAnswer) -> Part:
    frames = state.frames
    match answer:
        case FramesListed():
            return Part.FRAMES if frames.book.answer(answer) else Part.NONE
        case FrameXray():
            return Part.XRAY if frames.xray.take(answer) else Part.NONE
        case FramesExported():
            frames.note_export(answer)
            return Part.FRAME_EXPORT
        case LabNote():
            if not frames.note_lab(answer):
                return Part.NONE
            is_marked_anew = state.clients.experiment_with(frames.lab.occupant)
            return Part.LAB | (Part.CLIENTS if is_marked_anew else Part.NONE)
    assert_never(answer)


def _take_answer(state: WindowState, answer: ArchiveAnswer) -> Part:
    match answer:
        case SearchAnswered():
            return Part.SEARCH if state.search.answer(answer) else Part.NONE
        case AroundAnswered():
            return Part.SEARCH if state.search.answer_context(answer) else Part.NONE
        case ExportProgress():
            state.export.advance(answer)
            return Part.EXPORT
        case ExportEnded():
            state.export.end(answer.sentence)
            return Part.EXPORT
        case Forgotten():
            return _forget(state, answer)
    assert_never(answer)


def _forget(state: WindowState, event: Forgotten) -> Part:
    changed = Part.NONE
    if state.log.forget(event.ranges):
        changed |= Part.LOG
    if state.search.forget(event.ranges):
        changed |= Part.SEARCH
    return changed


def _readdress(state: WindowState, event: AddressesChanged) -> Part:
    if not isinstance(state.status, Running):
        return Part.NONE
    state.status = replace(state.status, addresses=event.addresses)
    return Part.STATUS


def _measure(state: WindowState, figures: RoomFigures) -> Part:
    state.figures = figures
    state.throughput.add(
        Sample(figures.at_ms, figures.inbound.bytes_per_s, figures.outbound.bytes_per_s)
    )
    if isinstance(state.status, Running) and state.status.since_ms != figures.started_ms:
        state.status = replace(state.status, since_ms=figures.started_ms)
    frames = state.frames
    frames.statistics.add(figures)
    own = own_ips(each.url for each in state.addresses)
    here = {row.client_id for row in state.clients if row.ip in own}
    weather = Part.WEATHER if frames.weather.observe(figures, here) else Part.NONE
    changed = state.clients.measure(figures.clients, figures.at_ms)
    return Part.FIGURES | weather | (Part.CLIENTS if changed else Part.NONE)
