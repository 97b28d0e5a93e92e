"""How often each limit was run into since the server started. Counts; refuses nothing."""

from __future__ import annotations

from collections import Counter

from websockets.frames import CloseCode

from wschat_gui.bridge.refusals import LimitKind
from wschat_gui.chat.vocabulary import LeaveCause, RefusalCode, Refused
from wschat_gui.server.reception import Ending

_CODES = {
    RefusalCode.TEXT_TOO_LONG: LimitKind.MESSAGE_CHARS,
    RefusalCode.NICK_INVALID: LimitKind.NICK,
    RefusalCode.TOO_FAST: LimitKind.FLOOD,
    RefusalCode.FILE_TOO_LARGE: LimitKind.FILE_BYTES,
    RefusalCode.FILES_FULL: LimitKind.ALL_FILES_BYTES,
}
_TOO_BIG = (LeaveCause.PROTOCOL_ERROR, CloseCode.MESSAGE_TOO_BIG)


class RefusalCounts:
    """One counter a limit."""

    def __init__(self) -> None:
        """Begin with none."""
        self._times: Counter[LimitKind] = Counter()

    def read(self) -> tuple[tuple[LimitKind, int], ...]:
        """Return (limit, times), most frequent first."""
        return tuple(self._times.most_common())

    def count(self, limit: LimitKind) -> None:
        """Somebody ran into this limit."""
        self._times[limit] += 1

    def answered(self, refused: Refused) -> None:
        """The room refused something; for a limit or for another reason."""
        limit = _CODES.get(refused.code)
        if refused.code is RefusalCode.WRONG_CODE and refused.wait_s:
            limit = LimitKind.WRONG_CODES
        if limit is not None:
            self.count(limit)

    def ended(self, ending: Ending) -> None:
        """A client is gone; for a limit or for another reason."""
        if ending.cause is LeaveCause.TIMED_OUT:
            self.count(LimitKind.PING_TIMEOUT)
        elif ending.cause is LeaveCause.TOO_SLOW:
            self.count(LimitKind.BACKLOG)
        elif (ending.cause, ending.close_code) == _TOO_BIG:
            self.count(LimitKind.FRAME_BYTES)
