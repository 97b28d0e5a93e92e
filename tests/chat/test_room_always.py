"""Whatever happens in whatever order: one roster, one order of messages, the same for every page.

The machine plays people, the network and the host at random against a model that knows nothing of
the room's rules but the plain facts: who is in, what was said, which nicks are alike.
"""

from __future__ import annotations

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.chat.pages import Network, Page
from tests.chat.stage import RULES, Stage, refusal
from wschat_gui.chat.effects import Dismiss, Effect, Reply
from wschat_gui.chat.flood import FloodRule
from wschat_gui.chat.vocabulary import Announced, KeptEvent, LeaveCause, RefusalCode, Said

KEPT = 6
RULES_HERE = msgspec.structs.replace(
    RULES,
    history_on_join=3,
    history_in_memory=KEPT,
    flood=FloodRule(burst=1_000_000, per_s=1.0, mute_s=1.0),
)
NICKS = st.sampled_from(["Anna", "ANNA", "an na", "Bob", "bob", "Carl", "Carl 2", "Dora"])
TEXTS = st.sampled_from(["hello", "hello", "how are you?", "zwei\nZeilen", "👍"])


def alike(nick: str) -> str:
    """Return what makes two of the machine's nicks the same: it uses plain letters only."""
    return nick.replace(" ", "").lower()


def text_of(event: KeptEvent) -> str:
    """Return what was said: nobody here edits or reacts."""
    assert isinstance(event, Said | Announced)
    return event.text


class RoomMachine(RuleBasedStateMachine):
    """People with pages, in one room."""

    def __init__(self) -> None:
        super().__init__()
        self.epochs = 0
        self.client_ids = 0
        self.pages: list[Page] = []

    @initialize()
    def open_room(self) -> None:
        self.epochs += 1
        self.stage = Stage(rules=RULES_HERE, epoch=f"epoch-{self.epochs}")
        self.network = Network()
        self.said: list[str] = []
        self.seq_of: dict[tuple[Page, str], int] = {}
        """Of every message that was said with an id."""
        self.roster: dict[int, str] = {}
        self.ghosts: dict[int, Page] = {}
        """Members whose page has lost the connection, unknown to the room."""

    # People --------------------------------------------------------------------------------------

    @rule(nick=NICKS)
    def join(self, nick: str) -> None:
        page = Page(nick)
        self.pages.append(page)
        self.let_in(page)

    @precondition(lambda self: self.cut_off())
    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        self.let_in(data.draw(st.sampled_from(self.cut_off())))

    @precondition(lambda self: self.connected())
    @rule(data=st.data(), text=TEXTS, message_id=st.sampled_from(["m1", "m2", "m3"]))
    def say(self, data: st.DataObject, text: str, message_id: str) -> None:
        page, client_id = data.draw(st.sampled_from(self.connected()))
        self.network.perform(self.stage.say(client_id, text, message_id))
        said_before = self.seq_of.get((page, message_id))
        if said_before is None:
            self.said.append(text)
            self.seq_of[page, message_id] = len(self.said)
            return
        answer = page.replies.pop()
        assert isinstance(answer, Said)
        assert (answer.seq, answer.id) == (said_before, message_id)

    @precondition(lambda self: self.connected())
    @rule(data=st.data(), nick=NICKS)
    def rename(self, data: st.DataObject, nick: str) -> None:
        _, client_id = data.draw(st.sampled_from(self.connected()))
        effects = self.stage.rename(client_id, nick)
        if self.is_taken(nick, by_other_than=client_id):
            self.suggested(effects)
            return
        self.network.perform(effects)
        self.roster[client_id] = nick

    @precondition(lambda self: self.connected())
    @rule(data=st.data(), cause=st.sampled_from(LeaveCause))
    def leave(self, data: st.DataObject, cause: LeaveCause) -> None:
        _, client_id = data.draw(st.sampled_from(self.connected()))
        self.end(client_id, cause)

    @precondition(lambda self: self.connected())
    @rule(data=st.data())
    def become_a_ghost(self, data: st.DataObject) -> None:
        page, client_id = data.draw(st.sampled_from(self.connected()))
        self.network.lose(page)
        self.ghosts[client_id] = page

    @precondition(lambda self: self.ghosts)
    @rule(data=st.data())
    def ghost_times_out(self, data: st.DataObject) -> None:
        client_id = data.draw(st.sampled_from(list(self.ghosts)))
        del self.ghosts[client_id]
        self.end(client_id, LeaveCause.TIMED_OUT)

    # The host ------------------------------------------------------------------------------------

    @rule(text=TEXTS)
    def announce(self, text: str) -> None:
        self.network.perform(self.stage.room.announce(text, self.stage.moment))
        self.said.append(text)

    @precondition(lambda self: self.roster)
    @rule(data=st.data())
    def kick(self, data: st.DataObject) -> None:
        client_id = data.draw(st.sampled_from(list(self.roster)))
        self.network.perform(self.stage.room.kick(client_id, "Enough."))
        del self.roster[client_id]
        self.ghosts.pop(client_id, None)

    @rule()
    def kick_somebody_who_never_joined(self) -> None:
        effects = self.stage.room.kick(self.client_ids + 1, "Enough.")
        assert [type(effect) for effect in effects] == [Reply, Dismiss]

    @rule()
    def restart(self) -> None:
        for page in self.pages:
            page.client_id = None
        self.open_room()

    # What must hold ------------------------------------------------------------------------------

    @invariant()
    def room_has_the_roster(self) -> None:
        members = self.stage.room.members
        assert [(member.client_id, member.nick) for member in members.values()] == list(
            self.roster.items()
        )

    @invariant()
    def nicks_can_be_told_apart(self) -> None:
        assert len({alike(nick) for nick in self.roster.values()}) == len(self.roster)

    @invariant()
    def history_is_what_was_said(self) -> None:
        history = self.stage.room.history
        assert history.next_seq == len(self.said) + 1
        kept = history.last(KEPT, at_most=100)
        assert [text_of(event) for event in kept] == self.said[-KEPT:]
        assert [event.seq for event in kept] == list(range(1, len(self.said) + 1))[-KEPT:]

    @invariant()
    def every_page_in_the_room_is_up_to_date(self) -> None:
        for page, client_id in self.connected():
            assert page.roster == self.roster
            assert page.nick == self.roster[client_id]
            assert page.last_seq == len(self.said)
            assert page.replies == []

    @invariant()
    def every_page_shows_the_same_under_the_same_seq(self) -> None:
        for page in self.pages:
            if page.epoch == f"epoch-{self.epochs}":
                assert all(text_of(event) == self.said[event.seq - 1] for event in page.log)

    # ---------------------------------------------------------------------------------------------

    def connected(self) -> list[tuple[Page, int]]:
        return [(page, page.client_id) for page in self.pages if page.client_id is not None]

    def cut_off(self) -> list[Page]:
        return [page for page in self.pages if page.client_id is None]

    def is_taken(self, nick: str, *, by_other_than: int) -> bool:
        others = (other for client_id, other in self.roster.items() if client_id != by_other_than)
        return alike(nick) in map(alike, others)

    def end(self, client_id: int, cause: LeaveCause) -> None:
        self.network.close(client_id)
        self.network.perform(self.stage.room.leave(client_id, cause))
        del self.roster[client_id]

    def let_in(self, page: Page) -> None:
        """Join, under the nick that the room suggests where the wanted one is taken."""
        self.client_ids += 1
        own_ghost = next((i for i, owner in self.ghosts.items() if owner is page), 0)
        self.network.connect(self.client_ids, page)
        nick = page.nick
        effects = self.ask(page, nick)
        if self.is_taken(nick, by_other_than=own_ghost):
            nick = self.suggested(effects)
            effects = self.ask(page, nick)
        self.network.perform(effects)
        if own_ghost:
            del self.roster[own_ghost], self.ghosts[own_ghost]
        self.roster[self.client_ids] = nick

    def ask(self, page: Page, nick: str) -> list[Effect]:
        return self.stage.join(
            self.client_ids, nick, token=page.token, epoch=page.epoch, last_seq=page.last_seq
        )

    def suggested(self, effects: list[Effect]) -> str:
        refused = refusal(effects)
        assert refused.code is RefusalCode.NICK_TAKEN
        assert alike(refused.suggestion) not in map(alike, self.roster.values())
        return refused.suggestion


TestRoomAlways = RoomMachine.TestCase
TestRoomAlways.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
