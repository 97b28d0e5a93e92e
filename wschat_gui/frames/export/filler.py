"""What stands in an anonymised copy instead of what people wrote: as long, and as well-formed.

JSON stays JSON of the same shape, with strings of `x` and numbers of `1`; a compressed message
still inflates. Which bytes of a capture are replaced is decided in `anonymous.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[-+.0-9eE]+|[^"0-9+-]+|.', re.DOTALL)
_KEY_FOLLOWS = re.compile(rb"\s*:")
_DIGIT = re.compile(rb"[0-9]")
_TELLING_KEY = b'"type"'
"""Its values belong to the protocol, not to people."""
_MOST_NESTED_BYTES = 1 << 20


def filled_text(text: bytes, kept_words: frozenset[str]) -> bytes:
    """Return as many bytes of ASCII; of JSON the same shape, and of its words those kept.

    `kept_words` stay as keys, and as values of the key "type", where people cannot write.
    """
    if _is_json(text):
        return b"".join(_filled_json(text, frozenset(word.encode() for word in kept_words)))
    return b"x" * len(text)


def filled_deflate(length: int) -> bytes:
    """Return as many bytes that inflate to a text of `x` (RFC 7692 section 7.2.1).

    One block with fixed codes (RFC 1951 section 3.2.6): three bits of head, eight for each `x`,
    seven for the end, three for the head of the empty block whose rest the receiver appends. Less
    than two bytes hold no block, but one is enough for that empty block's head.
    """
    if length < 2:
        return bytes(length)
    bits = "010" + "10101000" * (length - 2) + "0000000" + "000"
    bits += "0" * (-len(bits) % 8)
    # DEFLATE fills its bytes from the lowest bit; Huffman codes come with their highest bit first.
    return int(bits[::-1], 2).to_bytes(length, "little")


def _is_json(text: bytes) -> bool:
    if len(text) > _MOST_NESTED_BYTES or text.lstrip()[:1] not in {b"{", b"["}:
        return False
    try:
        json.loads(text.decode())
    except (ValueError, RecursionError):
        return False
    return True


def _filled_json(text: bytes, kept_words: frozenset[bytes]) -> Iterator[bytes]:
    last_key = b""
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token[:1] == b'"':
            is_key = _KEY_FOLLOWS.match(text, match.end()) is not None
            stays = token[1:-1] in kept_words and (is_key or last_key == _TELLING_KEY)
            yield token if stays else b'"' + b"x" * (len(token) - 2) + b'"'
            last_key = token if is_key else b""
        else:
            yield _DIGIT.sub(b"1", token)
