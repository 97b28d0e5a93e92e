"""What a display filter can say: the names of its fields, and examples to begin with.

The language itself is the server's business (`frames/display_filter.py`); a fault in a filter comes
back with its place.
"""

from __future__ import annotations

import re

from wschat_gui.language import N_

FIELDS = (
    "client",
    "client.id",
    "frame.direction",
    "frame.number",
    "frame.time",
    "refused",
    "websocket.fin",
    "websocket.length_bits",
    "websocket.mask",
    "websocket.masking_key",
    "websocket.opcode",
    "websocket.payload",
    "websocket.payload.close.reason",
    "websocket.payload.close.status_code",
    "websocket.payload.text",
    "websocket.payload_length",
    "websocket.rsv1",
    "websocket.rsv2",
    "websocket.rsv3",
    "websocket.violation",
)
"""As Wireshark calls them, where it has them."""

EXAMPLES = (
    ("websocket.opcode == 8", N_("Closing handshakes")),
    ("websocket.opcode in {9, 10}", N_("Pings and pongs")),
    ("not websocket.opcode in {9, 10}", N_("All but pings and pongs")),
    ('frame.direction == "in"', N_("What the clients send")),
    ("websocket.payload_length > 65535", N_("64-bit lengths")),
    ("websocket.fin == 0 or websocket.opcode == 0", N_("Fragments")),
    ("websocket.rsv1", N_("Compressed")),
    ("websocket.violation or refused", N_("Broken and refused frames")),
    ('websocket.payload.text contains "hello"', N_("A word in the text")),
)
"""Filters, and what each lets through."""
MAX_HISTORY = 10

_WORD = re.compile(r"[A-Za-z_.0-9]*$")


def begun_word(text: str, caret: int) -> str:
    """Give the name that is being typed before the caret."""
    found = _WORD.search(text[:caret])
    return found[0] if found else ""


def completions(text: str, caret: int) -> tuple[str, ...]:
    """Give the names that begin, or go on, with the word before the caret."""
    word = begun_word(text, caret).lower()
    if not word:
        return FIELDS
    begun = tuple(name for name in FIELDS if name.startswith(word))
    return begun or tuple(name for name in FIELDS if word in name)


def remembered(history: tuple[str, ...], used: str) -> tuple[str, ...]:
    """Put a filter that was used on top of the last ones."""
    rest = tuple(each for each in history if each != used)
    return (used, *rest)[:MAX_HISTORY]
