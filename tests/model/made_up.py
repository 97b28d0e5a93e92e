"""Events for the tests of the model and of the window, as plain as they can be."""

from __future__ import annotations

from wschat_gui.bridge.events import (
    BanEntry,
    ClientFigures,
    ClientKind,
    ClientOpened,
    DirectionFigures,
    HostAddress,
    LineKind,
    LogLine,
    RoomFigures,
    ServerListening,
)
from wschat_gui.bridge.refusals import LimitKind

WIFI = HostAddress("http://192.168.1.23:12345/", "Wi-Fi")
CABLE = HostAddress("http://10.0.0.7:12345/", "Ethernet")


def listening(
    *addresses: HostAddress, port: int = 12345, wanted_port: int = 12345
) -> ServerListening:
    """Say that the room is open, at Wi-Fi if no address is given."""
    return ServerListening(addresses or (WIFI,), port, wanted_port, "Physics")


def opened(
    client_id: int, kind: ClientKind = ClientKind.PAGE, user_agent: str = ""
) -> ClientOpened:
    """Say that a client has come."""
    return ClientOpened(client_id, f"192.168.1.20:{50_000 + client_id}", user_agent, kind, 1_000)


def said(text: str, nick: str = "ada", kind: LineKind = LineKind.SAID) -> LogLine:
    """Make a line of the log."""
    return LogLine(at_ms=43_362_757, kind=kind, client_id=1, nick=nick, text=text)


def kept(seq: int, text: str = "hi", nick: str = "ada", client_id: int = 1) -> LogLine:
    """Make a line that the transcript has, a second after the one before."""
    return LogLine(seq * 1_000, LineKind.SAID, client_id, nick, text, seq)


def client_figures(
    client_id: int, *, messages: int = 0, backlog_bytes: int = 0, violations: int = 0
) -> ClientFigures:
    """Make one client's figures."""
    return ClientFigures(
        client_id=client_id,
        messages=messages,
        wire_bytes_in=0,
        wire_bytes_out=0,
        rtt_ms=None,
        backlog_bytes=backlog_bytes,
        violations=violations,
    )


def direction(
    *, by_opcode: tuple[tuple[int, int], ...] = (), seven_bit: int = 0, bytes_per_s: float = 0
) -> DirectionFigures:
    """Make one direction's figures."""
    return DirectionFigures(
        frames=sum(times for _, times in by_opcode),
        by_opcode=by_opcode,
        seven_bit=seven_bit,
        sixteen_bit=0,
        sixty_four_bit=0,
        fragments=0,
        masked=0,
        compressed=0,
        payload_bytes=0,
        wire_bytes=0,
        close_codes=(),
        frames_per_s=0,
        frames_per_s_60=0,
        bytes_per_s=bytes_per_s,
        bytes_per_s_60=0,
    )


def room_figures(
    *clients: ClientFigures,
    at_ms: int = 2_000,
    started_ms: int = 1_000,
    inbound: DirectionFigures | None = None,
    outbound: DirectionFigures | None = None,
    violations: tuple[tuple[str, int], ...] = (),
    refusals: tuple[tuple[LimitKind, int], ...] = (),
) -> RoomFigures:
    """Make the room's figures."""
    return RoomFigures(
        at_ms=at_ms,
        started_ms=started_ms,
        inbound=inbound or direction(),
        outbound=outbound or direction(),
        violations=violations,
        refusals=refusals,
        messages=0,
        messages_per_s=0,
        peak_messages_per_s=48_211.0,
        members=len(clients),
        clients=clients,
    )


def ban_entry(
    ban_id: int,
    *,
    nick: str = "ada",
    ip: str = "",
    by_device: bool = True,
    reason: str = "",
    since_ms: int = 1_000,
    until_ms: int | None = None,
    until_stop: bool = False,
) -> BanEntry:
    """Make one line of the list of bans: by device, until it is lifted."""
    return BanEntry(
        ban_id=ban_id,
        nick=nick,
        ip=ip,
        by_device=by_device,
        reason=reason,
        since_ms=since_ms,
        until_ms=until_ms,
        until_stop=until_stop,
    )
