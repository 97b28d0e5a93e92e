"""What a room is opened with: its limits, and what it goes on from. Plain data."""

from __future__ import annotations

import math

from msgspec import Struct

from wschat_gui.chat.bans import Ban
from wschat_gui.chat.door import DoorRule
from wschat_gui.chat.flood import FloodRule
from wschat_gui.chat.vocabulary import KeptEvent, LimitsChanged, SeqPair

_JSON_CHARS = 12
"""Of JSON for one character at most: an emoji as two surrogates, each as `\\uXXXX`."""
_OTHER_CHARS = 4_096
"""For all else that a message has: more than its longest file name."""


class RoomRules(Struct, frozen=True):
    """The limits that the room enforces; config.Limits tells why each is what it is."""

    message_chars: int
    history_on_join: int
    history_in_memory: int
    flood: FloodRule
    door: DoorRule
    edit_s: float = 300.0
    """0: what was said can be neither changed nor taken back."""
    file_bytes: int = 0
    """Of the largest file; 0 for no files at all."""
    all_files_bytes: int = 0

    @property
    def frame_chars(self) -> int:
        """Of one text frame: more holds no message that would be taken, however it is written."""
        return _JSON_CHARS * self.message_chars + _OTHER_CHARS

    def told(self) -> LimitsChanged:
        """Return what pages know of these."""
        return LimitsChanged(self.message_chars, self.file_bytes, math.floor(self.edit_s))


class Past(Struct, frozen=True):
    """Nothing but a new epoch, or what the archive has of earlier runs."""

    epoch: str
    """Names the numbering of the room's events."""
    newest: tuple[KeptEvent, ...] = ()
    """As many as memory is given for, ascending."""
    last_seq: int = 0
    """The highest number ever given out."""
    gone: tuple[SeqPair, ...] = ()
    """All that was ever deleted."""
    bans: tuple[Ban, ...] = ()
    """The saved ones, the oldest first."""
