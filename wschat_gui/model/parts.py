"""The parts of the window that are drawn by themselves, as a set of flags."""

from __future__ import annotations

from enum import Flag, auto


class Part(Flag):
    """A part of the window that can be repainted by itself."""

    NONE = 0
    STATUS = auto()
    """The server's state, its addresses and whatever depends on them."""
    CLIENTS = auto()
    LOG = auto()
    FIGURES = auto()
    TROUBLES = auto()
    """What cannot be done with the transcript."""
    SEARCH = auto()
    EXPORT = auto()
    JOIN = auto()
    """How far everybody who tried to join has come."""
    BANS = auto()
    CONDUCT = auto()
    """How far people may talk."""
    UNDO = auto()
    """What can be taken back."""
    FRAMES = auto()
    """The captured frames, as the inspector has them."""
    XRAY = auto()
    LAB = auto()
    FRAME_EXPORT = auto()
    WEATHER = auto()
    CLOCK = auto()
    """No event changes it: a second went by."""
    PEOPLE = CLIENTS | BANS | CONDUCT | UNDO
    SINGLE_FRAMES = FRAMES | XRAY | LAB | FRAME_EXPORT | WEATHER
    ALL = (
        STATUS | PEOPLE | LOG | FIGURES | TROUBLES | SEARCH | EXPORT | JOIN | CLOCK | SINGLE_FRAMES
    )
