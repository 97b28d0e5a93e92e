"""The refusals that more than one part of the room gives."""

from __future__ import annotations

from wschat_gui.chat.effects import Reply
from wschat_gui.chat.vocabulary import RefusalCode, Refused


def refuse(
    client_id: int,
    code: RefusalCode,
    sentence: str,
    message_id: str = "",
    *,
    limit: int = 0,
    wait_s: int = 0,
) -> Reply:
    """Return a refusal for one client; `message_id` says of what, where that has an id."""
    return Reply(client_id, Refused(code, sentence, message_id, limit=limit, wait_s=wait_s))


def refuse_stranger(client_id: int, message_id: str = "") -> Reply:
    """Return the refusal for who asks before it has joined."""
    return refuse(client_id, RefusalCode.NOT_JOINED, "Join the room first.", message_id)


def refuse_length(client_id: int, text: str, most_chars: int, message_id: str = "") -> Reply:
    """Return the refusal for a text of more than `most_chars`."""
    sentence = f"A message has at most {most_chars:,} characters; this one has {len(text):,}."
    code = RefusalCode.TEXT_TOO_LONG
    return refuse(client_id, code, sentence, message_id, limit=most_chars)


def refuse_empty(client_id: int, message_id: str = "") -> Reply:
    """Return the refusal for a text with nothing in it."""
    return refuse(client_id, RefusalCode.TEXT_EMPTY, "There is no text.", message_id)
