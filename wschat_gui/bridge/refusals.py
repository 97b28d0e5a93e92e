"""The limits that somebody can run into: what the window counts refusals by."""

from __future__ import annotations

from enum import StrEnum


class LimitKind(StrEnum):
    """One limit of `config.Limits`, or the rule for nicks."""

    CLIENTS = "clients"
    CLIENTS_PER_ADDRESS = "clients-per-address"
    DOWNLOADS = "downloads"
    OPEN_TIMEOUT = "open-timeout"
    PING_TIMEOUT = "ping-timeout"
    BACKLOG = "backlog"
    FRAME_BYTES = "frame-bytes"
    MESSAGE_CHARS = "message-chars"
    NICK = "nick"
    FLOOD = "flood"
    WRONG_CODES = "wrong-codes"
    FILE_BYTES = "file-bytes"
    ALL_FILES_BYTES = "all-files-bytes"
