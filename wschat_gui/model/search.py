"""Looking for messages in the transcript: what was asked for, what was found, and one in context.

Answers belong to questions by number: what answers an older question than the last is let go.
"""

from __future__ import annotations

from datetime import tzinfo

from msgspec import Struct, field
from msgspec.structs import replace

from wschat_gui.bridge.commands import Search, ShowAround
from wschat_gui.bridge.events import AroundAnswered, LogLine, SearchAnswered
from wschat_gui.language import N_, _
from wschat_gui.model.moments import NoMoment, span_of
from wschat_gui.model.seq_ranges import SeqRanges, without

_WRONG_WAY = N_("{since} is after {until}: nothing can lie between them.")
PAGE_HITS = 100
"""How many messages the server answers with at most: fewer mean that there are no more."""


class SearchForm(Struct, frozen=True):
    """What the fields hold, as typed."""

    words: str = ""
    nick: str = ""
    since: str = ""
    until: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(each.strip() for each in (self.words, self.nick, self.since, self.until))


def question(form: SearchForm, zone: tzinfo | None = None) -> Search:
    """Make a question of what was typed, yet without a number. Both days count whole.

    Raises:
        NoMoment: a date cannot be read, or the two are the wrong way round.
    """
    since, until = span_of(form.since, zone), span_of(form.until, zone)
    if since and until and since.begin_ms >= until.end_ms:
        raise NoMoment(_(_WRONG_WAY).format(since=since.text, until=until.text))
    return Search(
        number=0,
        words=form.words.strip(),
        nick=form.nick.strip(),
        since_ms=since.begin_ms if since else None,
        until_ms=until.end_ms if until else None,
    )


class Context(Struct):
    """A hit among what was said before and after it."""

    seq: int
    """Of the hit."""
    lines: list[LogLine] = field(default_factory=list)
    """The oldest first; empty until the answer is there."""
    trouble: str = ""
    is_waiting: bool = True


class SearchBook(Struct):
    """The last question and all that came of it."""

    asked: Search | None = None
    """Without a page: the question as it would be asked from the beginning."""
    hits: list[LogLine] = field(default_factory=list)
    """The newest first."""
    trouble: str = ""
    is_waiting: bool = False
    has_more: bool = False
    context: Context | None = None
    """What is shown instead of the hits."""
    _numbers: int = 0
    _search_number: int = 0
    _context_number: int = 0
    _is_next_page: bool = False
    """Whether the answer that is waited for goes below the hits."""
    _oldest: int = 0
    """The last `seq` of the last page, known even when that message is deleted meanwhile."""

    @property
    def shown(self) -> tuple[LogLine, ...]:
        """The lines to show."""
        return tuple(self.hits if self.context is None else self.context.lines)

    def ask(self, asked: Search) -> Search:
        """Begin a new search; what was found before stays until the answer comes."""
        self.asked, self.context = asked, None
        return self._wait_for(asked)

    def ask_more(self) -> Search | None:
        """Ask for the next page; None while there is none to ask for."""
        if self.asked is None or self.is_waiting or not self.has_more:
            return None
        return self._wait_for(replace(self.asked, before_seq=self._oldest))

    def clear(self) -> None:
        """Forget the search and its hits; an answer that is under way finds nobody waiting."""
        self.asked, self.context, self.trouble = None, None, ""
        self.hits, self.has_more, self.is_waiting = [], False, False
        self._search_number = self._next_number()

    def open(self, seq: int) -> ShowAround:
        """Show a hit, or any other message, in its context."""
        self.context = Context(seq)
        self._context_number = self._next_number()
        return ShowAround(number=self._context_number, seq=seq)

    def close_context(self) -> None:
        """Go back to the hits."""
        self.context = None

    def give_up(self) -> None:
        """Nobody will answer any more: the server has ended."""
        self.is_waiting = False
        if self.context is not None and self.context.is_waiting:
            self.context = None

    def answer(self, answer: SearchAnswered) -> bool:
        """Take over an answer; False if it is to an older question."""
        if not self.is_waiting or answer.number != self._search_number:
            return False
        self.is_waiting = False
        self.trouble = answer.trouble
        if self._is_next_page:
            self.hits += answer.lines
        elif not answer.trouble:
            self.hits = list(answer.lines)
        else:
            self.hits = []
        if answer.lines:
            self._oldest = answer.lines[-1].seq
        self.has_more = len(answer.lines) >= PAGE_HITS
        return True

    def answer_context(self, answer: AroundAnswered) -> bool:
        """Take over a hit's context; False if the reader has gone elsewhere."""
        context = self.context
        if context is None or answer.number != self._context_number:
            return False
        context.is_waiting = False
        context.lines, context.trouble = list(answer.lines), answer.trouble
        return True

    def forget(self, ranges: SeqRanges) -> bool:
        """Let go of what was deleted; False if none of it was shown."""
        before = (len(self.hits), len(self.context.lines) if self.context else 0)
        self.hits = without(self.hits, ranges)
        if self.context is not None:
            self.context.lines = without(self.context.lines, ranges)
        return before != (len(self.hits), len(self.context.lines) if self.context else 0)

    def _wait_for(self, asked: Search) -> Search:
        self._is_next_page = asked.before_seq is not None
        self._search_number = self._next_number()
        self.is_waiting = True
        return replace(asked, number=self._search_number)

    def _next_number(self) -> int:
        self._numbers += 1
        return self._numbers
