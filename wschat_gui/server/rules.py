"""The host's settings in the words of the room."""

from __future__ import annotations

from wschat_gui.archive.file_store import FileStore
from wschat_gui.chat.door import DoorRule
from wschat_gui.chat.flood import FloodRule
from wschat_gui.chat.opening import RoomRules
from wschat_gui.config import Settings


def rules_of(settings: Settings, files: FileStore | None) -> RoomRules:
    """Return the limits that the room is to enforce; without a store there are no files."""
    limits = settings.limits
    return RoomRules(
        message_chars=limits.message_chars,
        history_on_join=limits.history_on_join,
        history_in_memory=limits.history_in_memory,
        flood=FloodRule(limits.flood_burst, limits.flood_per_s, limits.flood_mute_s),
        door=DoorRule(limits.wrong_codes, limits.wrong_code_window_s, limits.wrong_code_refusal_s),
        edit_s=limits.edit_s,
        file_bytes=limits.file_bytes if settings.files_allowed and files is not None else 0,
        all_files_bytes=limits.all_files_bytes,
    )
