"""What pages make of the room's effects: a server without sockets, and pages without screens.

A page here believes what it is told and nothing else, and checks as it goes that what it is told
fits what it knows. What the room itself should hold is the state machine's to know.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wschat_gui.chat.effects import (
    Admit,
    Deliver,
    Dismiss,
    Effect,
    Erase,
    Fetch,
    KeepBan,
    LiftBan,
    NoteWhisper,
    Receive,
    Reply,
    TellBans,
    TellMute,
)
from wschat_gui.chat.gone import Gone
from wschat_gui.chat.vocabulary import (
    Announced,
    Answer,
    Deleted,
    Dismissed,
    Joined,
    KeptEvent,
    Left,
    Renamed,
    RoomEvent,
    Said,
    Welcome,
)


@dataclass(eq=False)
class Page:
    """One person's page: outlives its connections."""

    nick: str
    token: str = ""
    epoch: str = ""
    last_seq: int = 0
    client_id: int | None = None
    """Of its connection, None while it has none."""
    log: list[KeptEvent] = field(default_factory=list)
    roster: dict[int, str] = field(default_factory=dict)
    replies: list[Answer] = field(default_factory=list)

    def welcomed(self, welcome: Welcome) -> None:
        """Take the place in the room."""
        first_seq = welcome.history[0].seq if welcome.history else self.last_seq + 1
        if welcome.epoch != self.epoch:
            self.log, self.last_seq = [], first_seq - 1 if welcome.history else 0
        elif not welcome.complete:
            assert first_seq > self.last_seq + 1, "nothing is missing"
            self.last_seq = first_seq - 1
        self.nick, self.token, self.epoch = welcome.nick, welcome.token, welcome.epoch
        self.roster = {person.client_id: person.nick for person in welcome.roster}
        assert self.roster[welcome.client_id] == welcome.nick
        assert len(self.roster) == len(welcome.roster)
        for event in welcome.history:
            self._keep(event)

    def told(self, event: RoomEvent) -> None:
        """Take in what everybody gets."""
        match event:
            case Said() | Announced():
                self._keep(event)
            case Deleted(ranges=ranges):
                gone = Gone(ranges)
                self.log = [kept for kept in self.log if kept.seq not in gone]
            case Joined():
                assert event.client_id not in self.roster
                self.roster[event.client_id] = event.nick
            case Left():
                assert self.roster.pop(event.client_id) == event.nick
            case Renamed():
                assert self.roster[event.client_id] == event.old_nick
                self.roster[event.client_id] = event.nick
                if event.client_id == self.client_id:
                    self.nick = event.nick

    def _keep(self, event: KeptEvent) -> None:
        assert event.seq == self.last_seq + 1, "missing, shown twice, or out of order"
        self.last_seq = event.seq
        self.log.append(event)


class Network:
    """Carries effects to pages; loses what is sent to a ghost."""

    def __init__(self) -> None:
        """Begin with nobody connected."""
        self._page_of: dict[int, Page | None] = {}
        """By client id; None for a connection that is dead and does not know it."""
        self._followers: set[int] = set()

    def connect(self, client_id: int, page: Page) -> None:
        """Give a page its connection."""
        page.client_id = client_id
        self._page_of[client_id] = page

    def lose(self, page: Page) -> None:
        """Let a connection die in silence."""
        assert page.client_id is not None
        self._page_of[page.client_id] = None
        page.client_id = None

    def close(self, client_id: int) -> None:
        """End a connection for both sides."""
        page = self._page_of.pop(client_id)
        self._followers.discard(client_id)
        if page is not None:
            page.client_id = None

    def perform(self, effects: list[Effect]) -> None:
        """Do what the room wants done, in its order."""
        for effect in effects:
            match effect:
                case Admit(client_id=client_id, welcome=welcome):
                    assert client_id not in self._followers
                    if (page := self._page_of[client_id]) is not None:
                        page.welcomed(welcome)
                    self._followers.add(client_id)
                case Deliver(event=event):
                    for client_id in self._followers:
                        if (page := self._page_of[client_id]) is not None:
                            page.told(event)
                case Reply(message=Dismissed()):
                    pass
                case Reply(client_id=client_id, message=message):
                    if (page := self._page_of[client_id]) is not None:
                        page.replies.append(message)
                case Fetch() | Erase() | Receive() | KeepBan() | LiftBan() | NoteWhisper():
                    raise AssertionError("nobody here has asked for that")
                case TellBans() | TellMute():
                    raise AssertionError("nobody here is banned or muted")
                case Dismiss(client_id=client_id):
                    self.close(client_id)
