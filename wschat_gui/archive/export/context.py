"""What an export writes in turn, and what other events say about each: quotes and reactions.

Edits and reactions are nothing to read by themselves: a message reads as it was last edited, and
the reactions to it are summed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeAlias

from msgspec import Struct

from wschat_gui.archive.reader import Entry, Reader
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import Announced, Edited, Reacted, Said

Written: TypeAlias = Said | Announced | SeqRange
"""What makes a line of an export."""

_AT_ONCE = 500
"""Entries whose context is looked up together."""
_QUOTED_CHARS = 60


class Quote(Struct, frozen=True):
    """The beginning of a message that another answers."""

    seq: int
    nick: str
    """Empty where it is the host's."""
    words: str
    """On one line, an ellipsis at the end where there are more."""


class Context(Struct, frozen=True):
    """What other events say about one."""

    quote: Quote | None = None
    """None where it answers nothing, or what it answers is not there any more."""
    reactions: tuple[tuple[str, int], ...] = ()
    """Each emoji and how many persons have it there, the earliest first."""


ALONE = Context()


def with_context(reader: Reader) -> Iterator[tuple[Written, Context]]:
    """Give all that is to be written, in its order; memory does not grow."""
    written = _written(reader.entries())
    while batch := list(islice(written, _AT_ONCE)):
        messages = [each for each in batch if not isinstance(each, SeqRange)]
        quotes = _quotes(reader, messages)
        reactions = _reactions(reader, messages)
        for each in batch:
            match each:
                case Said(seq=seq, reply_to=reply_to):
                    yield each, Context(quotes.get(reply_to), reactions.get(seq, ()))
                case Announced(seq=seq):
                    yield each, Context(None, reactions.get(seq, ()))
                case SeqRange():
                    yield each, ALONE


def _written(entries: Iterable[Entry]) -> Iterator[Written]:
    return (each for each in entries if not isinstance(each, Edited | Reacted))


def _quotes(reader: Reader, messages: list[Said | Announced]) -> dict[int, Quote]:
    """Return what these answer, by its `seq`."""
    near = {message.seq: message for message in messages}
    wanted = {each.reply_to for each in messages if isinstance(each, Said)} - {0}
    found = [near[seq] for seq in wanted & near.keys()]
    found += _written_of(reader, wanted - near.keys())
    return {each.seq: quote_of(each) for each in found}


def _written_of(reader: Reader, seqs: set[int]) -> list[Said | Announced]:
    found = reader.some(seqs) if seqs else []
    return [each for each in found if isinstance(each, Said | Announced)]


def quote_of(message: Said | Announced) -> Quote:
    """Return the beginning of a message; of a file without words, its name."""
    nick = message.nick if isinstance(message, Said) else ""
    text = " ".join(message.text.split())
    if isinstance(message, Said) and message.file and not text:
        text = " ".join(message.file.name.split())
    words = text if len(text) <= _QUOTED_CHARS else text[: _QUOTED_CHARS - 1].rstrip() + "…"
    return Quote(message.seq, nick, words)


def _reactions(
    reader: Reader, messages: list[Said | Announced]
) -> dict[int, tuple[tuple[str, int], ...]]:
    """Return the sums of the reactions to these, by the message's `seq`."""
    if not messages:
        return {}
    # The last word of each person on each emoji counts; a plain client is a person of its own.
    last_words: dict[int, dict[tuple[str, str | int], bool]] = defaultdict(dict)
    for event in reader.amendments(messages[0].seq, messages[-1].seq):
        if isinstance(event, Reacted):
            person = event.person_id or event.client_id
            last_words[event.target][event.emoji, person] = event.on
    return {
        seq: tuple(Counter(emoji for (emoji, _), on in words.items() if on).items())
        for seq, words in last_words.items()
    }
