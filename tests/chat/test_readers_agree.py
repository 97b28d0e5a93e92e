"""However a page came to what it shows, it shows what the others show: texts, emoji, and no more.

The machine plays people who say, edit, react and retract, pages that drop and resume and scroll
back at any point, and a host that deletes and starts again, with an archive and without.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.chat.readers import Reader, Shelf
from tests.chat.stage import RULES, Stage, refusal
from wschat_gui.chat.effects import Admit, Deliver, Effect, Erase, Fetch, Reply
from wschat_gui.chat.flood import FloodRule
from wschat_gui.chat.opening import RoomRules
from wschat_gui.chat.requests import Older
from wschat_gui.chat.vocabulary import (
    Announced,
    Earlier,
    Edited,
    LeaveCause,
    Reacted,
    RefusalCode,
    Said,
    SeqPair,
)

KEPT = 7
RULES_HERE = RoomRules(
    message_chars=100,
    history_on_join=2,
    history_in_memory=KEPT,
    flood=FloodRule(burst=1_000_000, per_s=1.0, mute_s=1.0),
    door=RULES.door,
    edit_s=1_000_000.0,
)
TEXTS = st.sampled_from(["hello", "how are you?", "zwei\nZeilen"])
EMOJI = st.sampled_from(["👍", "❤️"])
NICKS = ["Anna", "Bob", "Carl"]


class ReadersMachine(RuleBasedStateMachine):
    """Three people with pages, one room, and what should be in it."""

    def __init__(self) -> None:
        super().__init__()
        self.runs = 0
        self.client_ids = 0
        self.readers: list[Reader] = []

    @initialize(archived=st.booleans())
    def open_room(self, archived: bool) -> None:
        self.shelf = Shelf() if archived else None
        self.texts: dict[int, str] = {}
        self.authors: dict[int, str] = {}
        """The device of who said it; announcements have none."""
        self.reactions: set[tuple[int, str, str]] = set()
        self.start()

    def start(self) -> None:
        self.runs += 1
        epoch = "kept" if self.shelf is not None else f"epoch-{self.runs}"
        past = None if self.shelf is None else self.shelf.past(epoch, KEPT)
        self.stage = Stage(rules=RULES_HERE, epoch=epoch, past=past, run=f"run-{self.runs}")

    # Pages ---------------------------------------------------------------------------------------

    @rule(nick=st.sampled_from(NICKS))
    def come_in(self, nick: str) -> None:
        if nick not in self.stage.nicks():
            reader = Reader(nick, device=f"{nick}'s")
            self.readers.append(reader)
            self.let_in(reader)

    @precondition(lambda self: self.connected())
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        reader, client_id = data.draw(st.sampled_from(self.connected()))
        reader.client_id = None
        self.perform(self.stage.room.leave(client_id, LeaveCause.TIMED_OUT))

    @precondition(lambda self: self.cut_off())
    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        self.let_in(data.draw(st.sampled_from(self.cut_off())))

    @precondition(lambda self: self.connected())
    @rule(data=st.data())
    def scroll_back(self, data: st.DataObject) -> None:
        reader, client_id = data.draw(st.sampled_from(self.connected()))
        if reader.first_seq is not None:
            self.perform(self.stage.room.older(client_id, Older(reader.first_seq)))

    # People --------------------------------------------------------------------------------------

    @precondition(lambda self: self.connected())
    @rule(data=st.data(), text=TEXTS)
    def say(self, data: st.DataObject, text: str) -> None:
        reader, client_id = data.draw(st.sampled_from(self.connected()))
        seq = self.stage.room.history.next_seq
        self.perform(self.stage.say(client_id, text))
        self.texts[seq], self.authors[seq] = text, reader.device

    @precondition(lambda self: self.connected() and self.authors)
    @rule(data=st.data(), text=TEXTS)
    def edit(self, data: st.DataObject, text: str) -> None:
        reader, client_id = data.draw(st.sampled_from(self.connected()))
        seq = data.draw(st.sampled_from(list(self.authors)))
        in_memory = self.stage.room.history.get(seq) is not None
        effects = self.stage.edit(client_id, seq, text)
        if self.may_change(reader, seq, effects, in_memory=in_memory):
            self.texts[seq] = text
            self.perform(effects)

    @precondition(lambda self: self.connected() and self.authors)
    @rule(data=st.data())
    def retract(self, data: st.DataObject) -> None:
        reader, client_id = data.draw(st.sampled_from(self.connected()))
        seq = data.draw(st.sampled_from(list(self.authors)))
        in_memory = self.stage.room.history.get(seq) is not None
        effects = self.stage.retract(client_id, seq)
        if self.may_change(reader, seq, effects, in_memory=in_memory):
            self.perform(effects)

    @precondition(lambda self: self.connected() and self.authors)
    @rule(data=st.data(), emoji=EMOJI, on=st.booleans())
    def react(self, data: st.DataObject, emoji: str, on: bool) -> None:
        _, client_id = data.draw(st.sampled_from(self.connected()))
        seq = data.draw(st.sampled_from(list(self.authors)))
        mark = (seq, self.stage.person(client_id).person_id, emoji)
        was_on = mark in self.reactions
        effects = self.stage.react(client_id, seq, emoji, on=on)
        assert effects or on == was_on, "a change was lost"
        self.perform(effects)
        self.reactions = self.reactions | {mark} if on else self.reactions - {mark}

    # The host ------------------------------------------------------------------------------------

    @rule(text=TEXTS)
    def announce(self, text: str) -> None:
        self.texts[self.stage.room.history.next_seq] = text
        self.perform(self.stage.room.announce(text, self.stage.moment))

    @precondition(lambda self: self.texts)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.erase(data.draw(st.sampled_from(list(self.texts))))

    @rule()
    def restart(self) -> None:
        for reader in self.readers:
            reader.client_id = None
        if self.shelf is None:
            self.texts, self.authors, self.reactions = {}, {}, set()
        self.start()

    # What must hold ------------------------------------------------------------------------------

    @invariant()
    def every_page_shows_what_is_so(self) -> None:
        for reader, _ in self.connected():
            first_seq = reader.first_seq or self.stage.room.history.next_seq
            shown = {seq: text for seq, text in self.texts.items() if seq >= first_seq}
            assert reader.texts == shown
            assert reader.reactions() == {mark for mark in self.reactions if mark[0] in shown}

    @invariant()
    def memory_never_grows_beyond_its_bounds(self) -> None:
        assert len(self.stage.room.history.after(0)[0]) <= KEPT

    # ---------------------------------------------------------------------------------------------

    def connected(self) -> list[tuple[Reader, int]]:
        return [
            (reader, reader.client_id) for reader in self.readers if reader.client_id is not None
        ]

    def cut_off(self) -> list[Reader]:
        nicks = self.stage.nicks()
        return [
            reader
            for reader in self.readers
            if reader.client_id is None and reader.nick not in nicks
        ]

    def let_in(self, reader: Reader) -> None:
        self.client_ids += 1
        reader.client_id = self.client_ids
        effects = self.stage.join(
            self.client_ids,
            reader.nick,
            token=reader.token,
            epoch=reader.epoch,
            last_seq=reader.last_seq,
            device=reader.device,
        )
        self.perform(effects)

    def may_change(
        self, reader: Reader, seq: int, effects: list[Effect], *, in_memory: bool
    ) -> bool:
        """Check that a change was refused for the right reason, if it was."""
        if not in_memory:
            assert refusal(effects).code is RefusalCode.TOO_LATE
            return False
        if self.authors[seq] != reader.device:
            assert refusal(effects).code is RefusalCode.NOT_YOURS
            return False
        return True

    def erase(self, seq: int) -> None:
        if self.shelf is not None:
            ranges: list[SeqPair] = self.shelf.erase(seq)
        else:
            ranges = self.stage.room.history.runs_of(lambda event: event.seq == seq)
            if not ranges:
                return
        del self.texts[seq]
        self.authors.pop(seq, None)
        self.perform(self.stage.room.delete(ranges))

    def perform(self, effects: list[Effect]) -> None:
        members = dict(self.connected_by_id())
        for effect in effects:
            match effect:
                case Admit(client_id=client_id, welcome=welcome):
                    members[client_id].welcomed(welcome)
                case Reply(client_id=client_id, message=Earlier() as earlier):
                    members[client_id].answered(earlier)
                case Fetch(client_id=client_id, in_memory=in_memory):
                    known = in_memory if self.shelf is None else self.shelf.answer(effect)
                    members[client_id].answered(known)
                case Erase(seq=seq):
                    self.erase(seq)
                case Deliver(event=event):
                    if self.shelf is not None and isinstance(
                        event, Said | Announced | Edited | Reacted
                    ):
                        self.shelf.note(event)
                    for client_id in self.stage.room.members:
                        if client_id in members:
                            members[client_id].told(event)

    def connected_by_id(self) -> list[tuple[int, Reader]]:
        return [(client_id, reader) for reader, client_id in self.connected()]


TestReadersAgree = ReadersMachine.TestCase
TestReadersAgree.settings = settings(max_examples=80, stateful_step_count=50, deadline=None)
