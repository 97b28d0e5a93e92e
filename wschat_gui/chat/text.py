"""What may stand in a message: any text that cannot deceive a terminal or a parser."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and newline: an escape sequence would repaint a terminal client's
# screen. Lone surrogates: they have no UTF-8. Bidirectional controls stay: right-to-left writers
# need them, and views isolate them.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_VISIBLE = dict.fromkeys(
    (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)),
    "\N{REPLACEMENT CHARACTER}",
)


def clean_text(raw: str) -> str:
    """Return `raw` trimmed, with bare newlines as line ends and control characters made visible."""
    if raw.isprintable():
        return raw.strip()  # nearly every message: nothing in it that could deceive
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROLS.search(text):
        # Not `sub`, which takes six times as long where there are many.
        text = text.translate(_VISIBLE)
    return text.strip()
