"""Which captured frame it was that only the engine could refuse: for what its payload says.

The dissector does not read payloads, so no frame of it shows invalid UTF-8 or the inflated size of
a message. The engine tells the violation; here the frame is found.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from wschat_gui.frames.captured import CapturedFrame, CapturedFrames
from wschat_gui.frames.header import CONTROL_BIT, Opcode
from wschat_gui.frames.messages import Message, Messages
from wschat_gui.frames.pieces import Piece
from wschat_gui.frames.violations import Violation


def blamed_frame(pieces: Sequence[Piece], violation: Violation) -> CapturedFrame | None:
    """Return the frame of `pieces`, the last ones of one client, that a connection failed for.

    Of an invalid text it is the one with which that became clear, else the last data frame.
    None where there is none.
    """
    snapshot = CapturedFrames(tuple(pieces))
    messages = Messages(snapshot)
    data_frames = [
        captured for captured in snapshot.located() if not captured.frame.opcode & CONTROL_BIT
    ]
    if violation is Violation.INVALID_UTF8:
        for captured in data_frames:
            message = messages.of(captured)
            if message is not None and message.opcode == Opcode.TEXT:
                refused = _first_refused(snapshot, message)
                if refused is not None:
                    return refused
    return data_frames[-1] if data_frames else None


def _first_refused(snapshot: CapturedFrames, message: Message) -> CapturedFrame | None:
    """Return the fragment of a text with which it can no longer become valid."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for number in message.numbers:
        captured = snapshot.find(number)
        if captured is None:
            return None
        try:
            decoder.decode(snapshot.payload(captured).unmasked, final=captured.frame.fin)
        except UnicodeDecodeError:
            return captured
    return None
