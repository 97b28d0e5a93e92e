"""What one person has whispered and was whispered of late, for its page to come back to."""

from __future__ import annotations

from wschat_gui.chat.vocabulary import Whispered


class WhisperMemory:
    """The newest of one identity; it ends with the program."""

    __slots__ = ("_newest", "_sent")

    _NEWEST = 100
    """To and from: some screens, and a bound on what one member can make the host remember."""
    _SENT = 256
    """By id, as many as of messages: each resend is recognised."""

    def __init__(self) -> None:
        """Begin with nothing whispered."""
        # Empty for most: a list and a dict take an eighth of what a deque and an OrderedDict do.
        self._newest: list[Whispered] = []
        self._sent: dict[str, Whispered] = {}

    @property
    def newest(self) -> tuple[Whispered, ...]:
        """To and from this person, oldest first."""
        return tuple(self._newest)

    def remember(self, whispered: Whispered) -> None:
        """Keep one more that this person may read."""
        self._newest.append(whispered)
        del self._newest[: -self._NEWEST]

    def remember_sent(self, whispered: Whispered) -> None:
        """Know the id of one that this page has sent, in case it sends it again."""
        self._sent[whispered.id] = whispered
        if len(self._sent) > self._SENT:
            del self._sent[next(iter(self._sent))]

    def sent(self, message_id: str) -> Whispered | None:
        """Return what this page has sent under this id already, if it has."""
        return self._sent.get(message_id)
