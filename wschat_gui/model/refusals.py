"""What was refused because of a limit, in words: for the frames panel and its tooltip."""

from __future__ import annotations

from wschat_gui.bridge.events import RoomFigures
from wschat_gui.bridge.refusals import LimitKind
from wschat_gui.language import N_, _
from wschat_gui.model.formats import count

_WORDS = {
    LimitKind.CLIENTS: N_("the room was full"),
    LimitKind.CLIENTS_PER_ADDRESS: N_("too many clients of one address"),
    LimitKind.DOWNLOADS: N_("too many files being sent at once"),
    LimitKind.OPEN_TIMEOUT: N_("no opening handshake in time"),
    LimitKind.PING_TIMEOUT: N_("no answer to a ping: closed with 1011"),
    LimitKind.BACKLOG: N_("could not keep up: closed with 1013"),
    LimitKind.FRAME_BYTES: N_("frame or message too big: closed with 1009"),
    LimitKind.MESSAGE_CHARS: N_("message with too many characters"),
    LimitKind.NICK: N_("nick that is not allowed"),
    LimitKind.FLOOD: N_("messages too fast"),
    LimitKind.WRONG_CODES: N_("too many wrong room codes"),
    LimitKind.FILE_BYTES: N_("file too large"),
    LimitKind.ALL_FILES_BYTES: N_("no space for more files"),
}
_LINE = "{} × {}"


def refused_times(figures: RoomFigures | None) -> int:
    """Return how often anybody ran into any limit."""
    return 0 if figures is None else sum(times for _limit, times in figures.refusals)


def refusal_lines(figures: RoomFigures | None) -> tuple[str, ...]:
    """Return a line a limit, most frequent first."""
    if figures is None:
        return ()
    return tuple(_LINE.format(count(times), _(_WORDS[limit])) for limit, times in figures.refusals)
