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

    Of an invalid text it is the one with the first byte that is wrong, else the last data frame.
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
                wrong_at = _first_wrong_byte(message)
                if wrong_at is not None:
                    return _frame_at(snapshot, message, wrong_at)
    return data_frames[-1] if data_frames else None


def _first_wrong_byte(message: Message) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(message.data, final=message.is_complete)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _frame_at(snapshot: CapturedFrames, message: Message, position: int) -> CapturedFrame | None:
    """Return the fragment of an uncompressed message that holds the byte at `position`."""
    captured = None
    for number in message.numbers:
        captured = snapshot.find(number)
        if captured is None or position < captured.frame.payload_length:
            return captured
        position -= captured.frame.payload_length
    return captured
