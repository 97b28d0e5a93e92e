"""Whatever is appended, deleted, indexed and restarted: the transcript is what a plain list is."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from tests.archive.making import (
    NOW_MS,
    announced,
    delete,
    edited,
    index_all,
    index_and_forget,
    open_transcript,
    reacted,
    said,
    seqs,
    shared,
    upload,
)
from wschat_gui.archive.deletion import (
    ClientsMessages,
    Deletion,
    Everything,
    OneMessage,
    SentBefore,
)
from wschat_gui.archive.folding import fold, words_of
from wschat_gui.archive.search import Search
from wschat_gui.archive.seq_ranges import ranges_of
from wschat_gui.chat.vocabulary import Announced, Edited, KeptEvent, Reacted, Said

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
clients = st.integers(1, 4)


def person_of(client_id: int) -> str:
    """Clients 1 and 3 are one person after another; a plain client is none."""
    return "" if client_id == 2 else f"P{client_id % 2}"


class AgainstModel(RuleBasedStateMachine):
    """The model: a list of what is there, a set of what is gone, and the highest number."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.transcript = open_transcript(self.folder)
        self.store = self.transcript.open_files()
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
            person_id = person_of(client_id)
            events.append(said(self.last_seq, text, client_id=client_id, person_id=person_id))
        if announces:
            self.last_seq += 1
            events.append(announced(self.last_seq))
        self.transcript.append(events)
        self.events += events

    @rule(chance=st.integers(0, 1_000), text=texts, client_id=clients)
    def edit(self, chance: int, text: str, client_id: int) -> None:
        targets = [event.seq for event in self.events if isinstance(event, Said)]
        if not targets:
            return
        target = targets[chance % len(targets)]
        self.last_seq += 1
        new = edited(self.last_seq, target, text, client_id=client_id)
        self.transcript.append([new])
        self.events = [
            replace(event, text=text, edited_ms=new.at_ms)
            if isinstance(event, Said) and event.seq == target
            else event
            for event in self.events
            if not (isinstance(event, Edited) and event.target == target)
        ] + [new]

    @rule(chance=st.integers(0, 1_000), client_id=clients, on=st.booleans())
    def react(self, chance: int, client_id: int, on: bool) -> None:
        targets = [event.seq for event in self.events if isinstance(event, Said | Announced)]
        if not targets:
            return
        self.last_seq += 1
        target = targets[chance % len(targets)]
        person_id = person_of(client_id)
        new = reacted(self.last_seq, target, on=on, client_id=client_id, person_id=person_id)
        self.transcript.append([new])
        self.events.append(new)

    @rule()
    def send_file(self) -> None:
        self.last_seq += 1
        file = shared(self.last_seq)
        upload(self.store, file)
        self.events.append(said(self.last_seq, "", client_id=9, file=file))
        self.transcript.append(self.events[-1:])

    @rule(
        deletion=st.one_of(
            st.integers(1, 40).map(OneMessage),
            st.lists(clients, max_size=2).map(lambda ids: ClientsMessages(tuple(ids))),
            st.integers(0, 40).map(lambda second: SentBefore(NOW_MS + second * 1_000)),
            st.just(Everything()),
        )
    )
    def delete(self, deletion: Deletion) -> None:
        doomed = doomed_by(deletion, self.events)

        assert delete(self.transcript, deletion) == ranges_of(sorted(doomed))

        self.events = [event for event in self.events if event.seq not in doomed]
        self.gone |= doomed

    @rule()
    def index(self) -> None:
        index_all(self.transcript)

    @rule()
    def forget(self) -> None:
        index_and_forget(self.transcript)

    @rule()
    def restart(self) -> None:
        self.transcript.close()
        self.transcript = open_transcript(self.folder)
        self.store = self.transcript.open_files()

    @rule(text=texts, limit=st.integers(1, 5))
    def search(self, text: str, limit: int) -> None:
        spoken = [event for event in self.events if isinstance(event, Said | Announced)]
        words = words_of(text)
        meant = [event.seq for event in spoken if all(word in fold(event.text) for word in words)]
        with self.transcript.reader() as reader:
            assert seqs(reader.search(Search(words=text))) == meant[::-1]
            assert seqs(reader.search(Search(words=text, limit=limit))) == meant[::-1][:limit]

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
        keys = {event.file.key for event in self.events if isinstance(event, Said) and event.file}
        assert {path.name for path in (self.folder / "files").iterdir()} == keys

    def teardown(self) -> None:
        self.transcript.close()
        shutil.rmtree(self.folder)


def doomed_by(deletion: Deletion, events: list[KeptEvent]) -> set[int]:
    """Return what is deleted: what is meant, and what only changed it."""
    edits = [event for event in events if isinstance(event, Edited)]
    meant: set[int]
    match deletion:
        case OneMessage(seq=seq):
            meant = {next((edit.target for edit in edits if edit.seq == seq), seq)}
        case ClientsMessages(client_ids=client_ids):
            theirs = [event for event in events if isinstance(event, Said | Reacted)]
            persons = {event.person_id for event in theirs if event.client_id in client_ids} - {""}
            meant = {
                event.seq
                for event in theirs
                if event.client_id in client_ids or event.person_id in persons
            }
        case SentBefore(at_ms=at_ms):
            meant = {event.seq for event in events if event.at_ms < at_ms} - set(seqs(edits))
        case Everything():
            meant = set(seqs(events))
    changed = {
        event.seq
        for event in events
        if isinstance(event, Edited | Reacted) and event.target in meant
    }
    return (meant | changed) & set(seqs(events))


TestAgainstModel = AgainstModel.TestCase
TestAgainstModel.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
