"""Why somebody is gone, why something was refused, and the codes that a connection is closed with.

The messages that carry them are in `vocabulary.py`, the sentences beside them where they are made.
"""

from __future__ import annotations

from enum import StrEnum

# Private close codes (RFC 6455 section 7.4.2), and the one that a locked door borrows.
KICKED = 4001
BANNED = 4002
WRONG_CODE = 4003
REPLACED = 4004
TRY_AGAIN_LATER = 1013


class LeaveCause(StrEnum):
    """Why a member is no longer in the room."""

    LEFT = "left"
    KICKED = "kicked"
    BANNED = "banned"
    TIMED_OUT = "timed_out"
    TOO_SLOW = "too_slow"
    PROTOCOL_ERROR = "protocol_error"
    SERVER_STOPPED = "server_stopped"


class RefusalCode(StrEnum):
    """Why something was refused, for a program; the sentence beside it is for a person."""

    MALFORMED = "malformed"
    NOT_JOINED = "not_joined"
    ALREADY_JOINED = "already_joined"
    NICK_INVALID = "nick_invalid"
    NICK_TAKEN = "nick_taken"
    WRONG_CODE = "wrong_code"
    TEXT_EMPTY = "text_empty"
    TEXT_TOO_LONG = "text_too_long"
    TOO_FAST = "too_fast"
    MUTED = "muted"
    BINARY_UNEXPECTED = "binary_unexpected"
    FROZEN = "frozen"
    SLOW = "slow"
    LOCKED = "locked"
    NOT_YOURS = "not_yours"
    TOO_LATE = "too_late"
    NOT_THERE = "not_there"
    """There is no such message, or no longer."""
    NOBODY_THERE = "nobody_there"
    """The one it was for is not in the room."""
    FILES_OFF = "files_off"
    FILE_TOO_LARGE = "file_too_large"
    FILES_FULL = "files_full"
    FILE_BROKEN = "file_broken"
    """The upload was broken off, or was not what was announced; nothing of it is kept."""
    NOT_IN_LAB = "not_in_lab"
    """Nobody has asked for what was observed."""
