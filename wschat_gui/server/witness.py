"""Notes how far every device came on its way into the room: the join doctor's evidence.

Called from where things happen, on the loop's thread; a call costs a dictionary look-up. It decides
nothing, and what the notes mean is said elsewhere.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from wschat_gui.bridge.evidence import DeviceEvidence, JoinEvidence, Obstacle, Reach, TurnedAway
from wschat_gui.chat.vocabulary import LeaveCause, RefusalCode, Refused

MOST_DEVICES = 200
"""More lines than anybody reads; bounds memory and the event."""
_NAMED_CHARS = 120
_AGENT_CHARS = 300

_TLS_HANDSHAKE = b"\x16\x03"
"""A record of the type handshake, of any version from SSL 3.0 on (RFC 8446 section 5.1)."""

_OBSTACLES = {
    RefusalCode.WRONG_CODE: Obstacle.CODE,
    RefusalCode.NICK_INVALID: Obstacle.NICK,
    RefusalCode.NICK_TAKEN: Obstacle.NICK,
    RefusalCode.LOCKED: Obstacle.BARRED,
}


class _Notes:
    """What was seen of one IP address; see `DeviceEvidence`."""

    __slots__ = (
        "connected_ms",
        "connections",
        "joined_ms",
        "joins",
        "page_ms",
        "pages",
        "script_ms",
        "scripts",
        "turned_away",
        "upgraded_ms",
        "upgrades",
        "user_agent",
    )

    def __init__(self) -> None:
        self.user_agent = ""
        self.connections = self.pages = self.scripts = self.upgrades = self.joins = 0
        self.connected_ms = self.page_ms = self.script_ms = self.upgraded_ms = self.joined_ms = 0
        self.turned_away: TurnedAway | None = None

    def as_evidence(self, ip: str) -> DeviceEvidence:
        return DeviceEvidence(
            ip=ip,
            user_agent=self.user_agent,
            connections=self.connections,
            pages=self.pages,
            scripts=self.scripts,
            upgrades=self.upgrades,
            joins=self.joins,
            connected_ms=self.connected_ms,
            page_ms=self.page_ms,
            script_ms=self.script_ms,
            upgraded_ms=self.upgraded_ms,
            joined_ms=self.joined_ms,
            turned_away=self.turned_away,
        )


class Witness:
    """Everything seen since the server started."""

    def __init__(self, wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        """Begin with nothing."""
        self._wall_ms = wall_ms
        self._notes: OrderedDict[str, _Notes] = OrderedDict()
        self._ours: set[tuple[str, int]] = set()
        self._reached: tuple[Reach, ...] = ()
        self._local_name = ""
        self._is_new = True

    # What happens --------------------------------------------------------------------------------

    def expect_own(self, ip: str, port: int) -> None:
        """Overlook the next connection from here: it is the server trying its own door."""
        self._ours.add((ip, port))

    def connected(self, ip: str, port: int) -> None:
        """A TCP connection was accepted."""
        if (ip, port) in self._ours:
            self._ours.discard((ip, port))
            return
        notes = self._of(ip)
        notes.connections += 1
        notes.connected_ms = self._wall_ms()

    def served(self, ip: str, path: str, user_agent: str) -> None:
        """A file of the page was served, or the browser had it already."""
        notes = self._of(ip)
        notes.user_agent = user_agent[:_AGENT_CHARS]
        if path == "/":
            notes.pages += 1
            notes.page_ms = self._wall_ms()
        elif path.endswith(".js"):
            notes.scripts += 1
            notes.script_ms = self._wall_ms()

    def misspoken(self, ip: str, first_bytes: bytes) -> None:
        """What came was no HTTP request; it began with these bytes."""
        is_tls = first_bytes.startswith(_TLS_HANDSHAKE)
        self.turned_away(ip, Obstacle.TLS if is_tls else Obstacle.NOT_HTTP)

    def turned_away(self, ip: str, obstacle: Obstacle, named: str = "") -> None:
        """Something stopped it; `named` is the header that was refused."""
        shown = "".join(each for each in named[:_NAMED_CHARS] if each.isprintable())
        self._of(ip).turned_away = TurnedAway(obstacle, shown, self._wall_ms())

    def upgraded(self, ip: str, user_agent: str) -> None:
        """The opening handshake of a WebSocket succeeded."""
        notes = self._of(ip)
        notes.user_agent = user_agent[:_AGENT_CHARS]
        notes.upgrades += 1
        notes.upgraded_ms = self._wall_ms()

    def joined(self, ip: str) -> None:
        """It is in the room."""
        notes = self._of(ip)
        notes.joins += 1
        notes.joined_ms = self._wall_ms()

    def join_refused(self, ip: str, refused: Refused) -> None:
        """The room said no to one who was not in."""
        obstacle = _OBSTACLES.get(refused.code)
        if obstacle is Obstacle.CODE and refused.wait_s:
            obstacle = Obstacle.CODE_SHUT
        if obstacle is not None:
            self.turned_away(ip, obstacle)

    def left(self, ip: str, cause: LeaveCause) -> None:
        """A client is gone; of interest only if the host does not want it back."""
        if cause in (LeaveCause.KICKED, LeaveCause.BANNED):
            self.turned_away(ip, Obstacle.BARRED)

    def reached(self, reached: tuple[Reach, ...]) -> None:
        """The server has tried its own addresses."""
        self._reached = reached
        self._is_new = True

    def announced_as(self, local_name: str) -> None:
        """A name is announced by multicast DNS; empty: no longer."""
        self._local_name = local_name
        self._is_new = True

    # What is told --------------------------------------------------------------------------------

    def news(self, own_ips: tuple[str, ...], networks: tuple[str, ...]) -> JoinEvidence | None:
        """Return all that was seen, or None where nothing was added since the last call."""
        if not self._is_new:
            return None
        self._is_new = False
        return JoinEvidence(
            at_ms=self._wall_ms(),
            reached=self._reached,
            own_ips=own_ips,
            networks=networks,
            local_name=self._local_name,
            devices=tuple(notes.as_evidence(ip) for ip, notes in reversed(self._notes.items())),
        )

    def _of(self, ip: str) -> _Notes:
        self._is_new = True
        notes = self._notes.get(ip)
        if notes is None:
            notes = self._notes[ip] = _Notes()
            if len(self._notes) > MOST_DEVICES:
                self._notes.popitem(last=False)
        self._notes.move_to_end(ip)
        return notes
