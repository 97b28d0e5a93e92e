"""What goes along when a message is deleted: its edits, the reactions to it, and its file."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.archive.making import (
    NOW_MS,
    announced,
    bytes_of_all_files,
    delete,
    edited,
    fill,
    index_all,
    index_and_forget,
    key_of,
    open_transcript,
    reacted,
    said,
    seqs,
    shared,
    upload,
)
from wschat_gui.archive import eraser
from wschat_gui.archive.deletion import (
    ClientsMessages,
    Deletion,
    Everything,
    OneMessage,
    SentBefore,
)
from wschat_gui.archive.eraser import Stopped
from wschat_gui.archive.faults import ArchiveFault, FaultKind, Task
from wschat_gui.archive.search import Search
from wschat_gui.archive.seq_ranges import SeqRange, ranges_of
from wschat_gui.archive.upkeep import Upkeep
from wschat_gui.chat.vocabulary import KeptEvent

SECRET = "the xylophone is under the quilt"
SECRET_NICK = "Zacharias"


def lively_room() -> list[KeptEvent]:
    """Three persons; Zacharias, who came back as client 78, has edited, reacted and sent a file."""
    return [
        said(1, "one", client_id=1, person_id="anna"),
        said(2, "two", client_id=77, nick=SECRET_NICK, person_id="zacharias", file=shared(2)),
        said(3, "three", client_id=2, person_id="bob", reply_to=2, file=shared(3)),
        reacted(4, 2, "🦊", client_id=1, person_id="anna"),
        said(5, SECRET, client_id=78, nick=SECRET_NICK, person_id="zacharias"),
        reacted(6, 1, "🐙", client_id=78, person_id="zacharias"),
        reacted(7, 3, "🐙", client_id=1, person_id="anna"),
        edited(8, 2, SECRET + " today", client_id=78),
        announced(9),
        reacted(10, 2, "🦊", client_id=1, person_id="anna", on=False),
        said(11, "four", client_id=3),
    ]


LIVELY: list[tuple[Deletion, list[int]]] = [
    (OneMessage(2), [2, 4, 8, 10]),
    (OneMessage(8), [2, 4, 8, 10]),
    (OneMessage(4), [4]),
    (OneMessage(9), [9]),
    (ClientsMessages((77,)), [2, 4, 5, 6, 8, 10]),
    (ClientsMessages((78,)), [2, 4, 5, 6, 8, 10]),
    (ClientsMessages((99,), ("zacharias",)), [2, 4, 5, 6, 8, 10]),
    (ClientsMessages((3,), ("bob",)), [3, 7, 11]),
    (SentBefore(NOW_MS + 3_000), [1, 2, 4, 6, 8, 10]),
    (SentBefore(NOW_MS + 8_500), [1, 2, 3, 4, 5, 6, 7, 8, 10]),
    (Everything(), list(range(1, 12))),
]


@pytest.fixture(params=[1, 200], ids="steps of {}".format)
def _steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eraser, "_STEP", request.param)


@pytest.mark.usefixtures("_steps")
@pytest.mark.parametrize("indexed", [0, 7, 11])
@pytest.mark.parametrize(("deletion", "gone"), LIVELY, ids=lambda value: str(value)[:40])
def test_edits_reactions_and_files_go_with_their_message(
    tmp_path: Path, deletion: Deletion, gone: list[int], indexed: int
) -> None:
    events = lively_room()
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        store = transcript.open_files()
        upload(store, shared(2), b"a fox")
        upload(store, shared(3), b"a squid")
        transcript.append(events[:indexed])
        index_all(transcript)
        transcript.append(events[indexed:])

        assert delete(transcript, deletion) == ranges_of(gone)

        kept = [seq for seq in range(1, 12) if seq not in gone]
        assert seqs(transcript.last(20)) == kept
        assert transcript.gone() == tuple(ranges_of(gone))
        for seq in (2, 3):
            assert (store.open_for_reading(key_of(seq)) is None) == (seq in gone)
        index_and_forget(transcript)
        spoken = [seq for seq in kept if seq in (1, 2, 3, 5, 9, 11)]
        assert seqs(reader.search(Search(nick="a"))) == [seq for seq in spoken[::-1] if seq != 9]
        hits = reader.search(Search(words="xylophone"))
        assert seqs(hits) == [seq for seq in (5, 2) if seq in kept]
        if not {2, 5, 6, 8} & set(kept):
            content = bytes_of_all_files(tmp_path)
            for piece in (SECRET, SECRET_NICK, "zacharias", key_of(2), "xyl"):
                assert piece.encode() not in content, piece


def test_edit_that_is_older_than_its_message_by_a_clock_set_back_goes_with_it(
    tmp_path: Path,
) -> None:
    early = replace(edited(3, 1, "new"), at_ms=NOW_MS - 1_000)
    fill(tmp_path, [said(1, "old"), said(2, at_ms=NOW_MS - 2_000), early])
    with open_transcript(tmp_path) as transcript:
        assert delete(transcript, SentBefore(NOW_MS)) == [SeqRange(2, 2)]
        assert delete(transcript, SentBefore(NOW_MS + 1_500)) == [SeqRange(1, 1), SeqRange(3, 3)]


def test_edit_whose_message_was_never_saved_expires_too(tmp_path: Path) -> None:
    fill(tmp_path, [said(1), edited(9, 7, "new")])
    with open_transcript(tmp_path) as transcript:
        assert delete(transcript, SentBefore(NOW_MS + 9_500)) == [SeqRange(1, 1), SeqRange(9, 9)]


def test_person_is_known_to_a_deletion_that_was_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eraser, "_STEP", 1)
    epoch = fill(tmp_path, [said(seq, client_id=seq, person_id="anna") for seq in range(1, 6)])

    def stop() -> None:
        raise Stopped

    with closing(Upkeep(tmp_path, epoch, stop)) as upkeep:
        upkeep.order(ClientsMessages((1,)))
        with pytest.raises(Stopped):
            upkeep.erase()
        assert upkeep.take_gone() == [SeqRange(1, 1)]

    with open_transcript(tmp_path) as transcript:
        assert delete(transcript) == [SeqRange(2, 5)]


def test_message_with_very_many_reactions_is_deleted_in_steps(tmp_path: Path) -> None:
    fill(tmp_path, [said(1), said(2), *(reacted(seq, 1) for seq in range(3, 1_003))])
    with open_transcript(tmp_path) as transcript:
        pauses: list[int] = []

        def react_meanwhile() -> None:
            transcript.append([reacted(transcript.last_seq + 1, 1)])
            pauses.append(transcript.last_seq)

        with closing(Upkeep(tmp_path, transcript.epoch, react_meanwhile)) as upkeep:
            upkeep.order(OneMessage(1))
            upkeep.erase()
            gone = upkeep.take_gone()

        assert len(pauses) >= 6
        assert seqs(transcript.last(9)) == [2]
        # The first of those that came in between are told; the others came when it was gone.
        assert gone[0] == SeqRange(1, 1)
        assert gone[1].first == 3
        assert transcript.gone() == (SeqRange(1, 1), SeqRange(3, pauses[-1]))


def test_files_of_deleted_messages_are_told_to_whoever_removes_them(tmp_path: Path) -> None:
    removed: list[str] = []
    epoch = fill(tmp_path, [said(seq, file=shared(seq)) for seq in (1, 2, 3)])
    with closing(Upkeep(tmp_path, epoch, lambda: None, removed.extend)) as upkeep:
        upkeep.order(OneMessage(2))
        upkeep.erase()
        assert removed == [key_of(2)]
        upkeep.order(Everything())
        upkeep.erase()
        assert removed == [key_of(2), key_of(1), key_of(3)]


def test_file_that_cannot_be_removed_is_tried_again(tmp_path: Path) -> None:
    tries: list[str] = []

    def hold_the_first(keys: Sequence[str]) -> None:
        tries.extend(keys)
        if len(tries) == 1:
            raise ArchiveFault(Task.DELETING, FaultKind.LOCKED, tmp_path)

    epoch = fill(tmp_path, [said(seq, file=shared(seq)) for seq in (1, 2)])
    with closing(Upkeep(tmp_path, epoch, lambda: None, hold_the_first)) as upkeep:
        upkeep.order(Everything())
        with pytest.raises(ArchiveFault, match="still in the files"):
            upkeep.erase()
        upkeep.erase()
        upkeep.erase()

    assert tries == [key_of(1), key_of(1), key_of(2)]


def test_file_whose_message_was_deleted_just_before_a_crash_is_removed_at_the_next_start(
    tmp_path: Path,
) -> None:
    with open_transcript(tmp_path) as transcript:
        upload(transcript.open_files(), shared(1))
        transcript.append([said(1, file=shared(1))])
        with closing(Upkeep(tmp_path, transcript.epoch, lambda: None, lambda _: None)) as upkeep:
            upkeep.order(Everything())
            upkeep.erase()
        assert (tmp_path / "files" / key_of(1)).exists()

    with open_transcript(tmp_path) as transcript:
        transcript.open_files()

    assert not (tmp_path / "files" / key_of(1)).exists()
