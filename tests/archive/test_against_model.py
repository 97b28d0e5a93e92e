"""Whatever is appended, deleted, indexed and restarted: the transcript is what a plain list is."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.archive.making import (
    NOW_MS,
    announced,
    delete,
    index_all,
    open_transcript,
    said,
    seqs,
)
from wschat_gui.archive.deletion import (
    ClientsMessages,
    Deletion,
    Everything,
    OneMessage,
    SentBefore,
)
from wschat_gui.archive.search import Search
from wschat_gui.archive.seq_ranges import ranges_of
from wschat_gui.chat.vocabulary import KeptEvent, Said

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
clients = st.integers(1, 4)


class AgainstModel(RuleBasedStateMachine):
    """The model: a list of what is there, a set of what is gone, and the highest number."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.transcript = open_transcript(self.folder)
        self.events: list[KeptEvent] = []
        self.gone: set[int] = set()
        self.last_seq = 0
        self.epoch = ""

    @initialize()
    def remember_epoch(self) -> None:
        self.epoch = self.transcript.epoch

    @rule(said_by=st.lists(st.tuples(clients, texts), max_size=5), announces=st.booleans())
    def tick(self, said_by: list[tuple[int, str]], announces: bool) -> None:
        events: list[KeptEvent] = []
        for client_id, text in said_by:
            self.last_seq += 1
            events.append(said(self.last_seq, text, client_id=client_id, nick=f"N{client_id}"))
        if announces:
            self.last_seq += 1
            events.append(announced(self.last_seq))
        self.transcript.append(events)
        self.events += events

    @rule(
        deletion=st.one_of(
            st.integers(1, 40).map(OneMessage),
            st.lists(clients, max_size=2).map(lambda ids: ClientsMessages(tuple(ids))),
            st.integers(0, 40).map(lambda second: SentBefore(NOW_MS + second * 1_000)),
            st.just(Everything()),
        )
    )
    def delete(self, deletion: Deletion) -> None:
        doomed = {event.seq for event in self.events if is_doomed(event, deletion)}

        assert delete(self.transcript, deletion) == ranges_of(sorted(doomed))

        self.events = [event for event in self.events if event.seq not in doomed]
        self.gone |= doomed

    @rule()
    def index(self) -> None:
        index_all(self.transcript)

    @rule()
    def restart(self) -> None:
        self.transcript.close()
        self.transcript = open_transcript(self.folder)

    @rule(text=texts)
    def search(self, text: str) -> None:
        with self.transcript.reader() as reader:
            found = reader.search(Search(words=text))
        # What a search counts as the same is tested elsewhere: here, that exact texts are found.
        word = text.split()
        exact = {event.seq for event in self.events if len(word) == 1 and word[0] in event.text}
        assert exact <= set(seqs(found)) <= set(seqs(self.events))

    @rule(seq=st.integers(0, 45), wanted=st.integers(0, 10))
    def read(self, seq: int, wanted: int) -> None:
        below = [event for event in self.events if event.seq < seq]
        above = [event for event in self.events if event.seq > seq]

        assert self.transcript.before(seq, wanted) == below[len(below) - min(wanted, len(below)) :]
        assert self.transcript.after(seq, wanted) == above[:wanted]
        assert self.transcript.count_after(seq) == len(above)

    @invariant()
    def all_is_as_it_should_be(self) -> None:
        assert self.transcript.last(1_000) == self.events
        assert self.transcript.last_seq == self.last_seq
        assert self.transcript.gone() == tuple(ranges_of(sorted(self.gone)))
        assert self.transcript.epoch == (self.epoch or self.transcript.epoch)
        with self.transcript.reader() as reader:
            assert reader.last(1_000) == self.events

    def teardown(self) -> None:
        self.transcript.close()
        shutil.rmtree(self.folder)


def is_doomed(event: KeptEvent, deletion: Deletion) -> bool:
    match deletion:
        case OneMessage(seq=seq):
            return event.seq == seq
        case ClientsMessages(client_ids=client_ids):
            return isinstance(event, Said) and event.client_id in client_ids
        case SentBefore(at_ms=at_ms):
            return event.at_ms < at_ms
        case Everything():
            return True


TestAgainstModel = AgainstModel.TestCase
TestAgainstModel.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
