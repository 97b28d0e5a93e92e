"""The protocol lab: who is in it, and the protocol of what was sent and what the page saw."""

from __future__ import annotations

from collections import deque
from datetime import tzinfo

from msgspec import Struct, field

from wschat_gui.bridge.frame_commands import LabBreach
from wschat_gui.bridge.frame_words import LabNote, LabNoteKind
from wschat_gui.language import N_, _
from wschat_gui.model.close_codes import close_code_name
from wschat_gui.model.formats import clock_time, count, one_line, round_trip

MAX_NOTES = 500
LENGTHS = (0, 125, 126, 65_535, 65_536)
"""At the borders of the three ways to write a length (RFC 6455 section 5.2)."""
MAX_LENGTH = 16 * 1024 * 1024
MAX_FRAGMENTS = 1_000
MAX_PING = 125
"""RFC 6455 section 5.5."""
MAX_DELAY_MS, MAX_BYTES_PER_S, MAX_CUT_S = 10_000, 100_000_000, 60

BREACHES = {
    LabBreach.MASKED: N_("Masked frame from the server (5.1)"),
    LabBreach.RESERVED_OPCODE: N_("Reserved opcode 0x3 (5.2)"),
    LabBreach.RESERVED_BIT: N_("Reserved bit RSV3 (5.2)"),
    LabBreach.UNEXPECTED_CONTINUATION: N_("Continuation of nothing (5.4)"),
    LabBreach.UNFINISHED_MESSAGE: N_("New message inside a message (5.4)"),
    LabBreach.FRAGMENTED_PING: N_("Ping in fragments (5.5)"),
    LabBreach.LONG_PING: N_("Ping of 126 bytes (5.5)"),
    LabBreach.LENGTH_NOT_MINIMAL: N_("Length written too long (5.2)"),
    LabBreach.LENGTH_SIGN_BIT: N_("64-bit length with its first bit set (5.2)"),
    LabBreach.INVALID_UTF8: N_("Text that is no UTF-8 (8.1)"),
    LabBreach.CLOSE_CODE_NOT_ALLOWED: N_("Close code 1005 (7.4.1)"),
    LabBreach.CLOSE_PAYLOAD_OF_ONE_BYTE: N_("Close payload of one byte (5.5.1)"),
}
"""What each breaks, and the section of RFC 6455."""


class LabBook(Struct):
    """The one client that can be in the lab."""

    client_id: int = 0
    """0: nobody."""
    name: str = ""
    notes: deque[LabNote] = field(default_factory=lambda: deque(maxlen=MAX_NOTES))
    added: int = 0
    """Notes ever taken since the client entered."""
    is_begun: bool = False
    """Whether the server has said so."""
    is_over: bool = False
    """The client has gone, or the stay was refused; the notes can still be read."""
    _waits_for_return: bool = False
    """Whether a broken connection was the last that was heard."""

    def enter(self, client_id: int, name: str) -> None:
        """Begin with a client."""
        self.client_id, self.name = client_id, name
        self.notes.clear()
        self.added = 0
        self.is_begun, self.is_over, self._waits_for_return = False, False, False

    def leave(self) -> None:
        """Close the lab."""
        self.enter(0, "")

    def take(self, note: LabNote) -> bool:
        """Take a note; False if it is of nobody who is in the lab.

        A page whose connection broke comes back under another id, and the server says so.
        """
        is_back = note.kind is LabNoteKind.BEGUN and self._waits_for_return
        if not self.client_id or (note.client_id != self.client_id and not is_back):
            return False
        if is_back:
            self.client_id, self.is_over = note.client_id, False
        self.notes.append(note)
        self.added += 1
        if note.kind is LabNoteKind.BEGUN:
            self.is_begun = True
        is_turned_away = note.kind is LabNoteKind.REFUSED and not self.is_begun
        if is_turned_away or note.kind in (LabNoteKind.ENDED, LabNoteKind.CLOSED):
            self.is_over = True
        self._waits_for_return = note.kind is LabNoteKind.CLOSED or (
            self._waits_for_return and self.is_over
        )
        return True

    def end_run(self) -> None:
        """The server has ended, and the stay with it."""
        self.is_over, self._waits_for_return = bool(self.client_id), False

    @property
    def may_return(self) -> bool:
        """Whether the client has gone, and its page may come back into the lab."""
        return self.is_over and self._waits_for_return

    @property
    def occupant(self) -> int:
        """The client that is being experimented with just now; 0: nobody."""
        return self.client_id if self.is_begun and not self.is_over else 0


_SIGNS = {
    LabNoteKind.BEGUN: "*",
    LabNoteKind.SENT: "→",
    LabNoteKind.SEEN: "←",
    LabNoteKind.PONGED: "←",
    LabNoteKind.LINE: "~",
    LabNoteKind.CLOSED: "×",
    LabNoteKind.ENDED: "*",
    LabNoteKind.REFUSED: "!",
}


def note_text(note: LabNote, zone: tzinfo | None = None) -> str:
    """Write one line of the protocol."""
    told = one_line(_told(note))
    extra = one_line(note.text)
    told = f"{told}  {extra}".strip() if extra and extra not in told else told
    return f"{clock_time(round(note.at_ms), zone)}  {_SIGNS[note.kind]} {told}"


def _told(note: LabNote) -> str:
    match note.kind:
        case LabNoteKind.BEGUN:
            return _("The experiments begin.")
        case LabNoteKind.SENT:
            return _("Sent: {what}").format(what=_what(note))
        case LabNoteKind.SEEN:
            return _("The page saw: {what}").format(what=_what(note))
        case LabNoteKind.PONGED:
            if note.rtt_ms is None:
                return _("The browser answered the ping.")
            rtt = round_trip(note.rtt_ms)
            return _("The browser answered the ping after {ms} ms.").format(ms=rtt)
        case LabNoteKind.LINE:
            return _("The line was changed.")
        case LabNoteKind.CLOSED:
            return _("The connection ended: {code}").format(code=_code(note.close_code))
        case LabNoteKind.ENDED:
            return _("The experiments are over.")
        case LabNoteKind.REFUSED:
            return _("Not done.")


def _code(code: int | None) -> str:
    return "–" if code is None else f"{code} ({close_code_name(code)})"


def _what(note: LabNote) -> str:
    if note.what in {each.value for each in LabBreach}:
        return _(BREACHES[LabBreach(note.what)])
    if note.close_code is not None:
        return f"{note.what} {_code(note.close_code)}"
    size = _("{what}, {n} bytes").format(what=note.what, n=count(note.length))
    if note.frames > 1:
        frames = _("in {n} frames").format(n=count(note.frames))
        return f"{size}, {frames}"
    return size
