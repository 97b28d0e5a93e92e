"""Messages of `wschat.v1` and lines of plain text, as a hostile page or terminal sends them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any, get_args

import msgspec

from tools.fuzz.mutation import mutated
from wschat_gui.chat.requests import PageMessage

_KINDS: tuple[type[msgspec.Struct], ...] = get_args(PageMessage)
_FIELDS = {
    str(kind.__struct_config__.tag): tuple(
        field.encode_name for field in msgspec.structs.fields(kind)
    )
    for kind in _KINDS
}
_TEXTS = (
    "",
    "hello",
    "a",
    "x" * 64,
    "x" * 65,
    "W" * 4_001,
    "<img src=x onerror=alert(1)>",
    "\u202eevil",
    "а",  # Cyrillic
    "\x00",
    "\ud800",
    "../../etc/passwd",
    'a"; filename="b',
    "name.png\r\nX: y",
    "👍",
    "👩\u200d👩\u200d👧",
    "Z" + "\u0316" * 30,
    "/nick x",
    "quit",
    "\u200b",
)
_NUMBERS = (-1, 0, 1, 2, 3, 17, 1 << 31, 1 << 53, 1 << 63, 1 << 64, 0.5, 1e999, -0.0)
_LINES = (
    "quit",
    "/who",
    "/help",
    "/nick bob",
    "/nick",
    "//x",
    "/",
    "/nick \u202e",
    "hello",
    " ",
    "",
)


def _value(random: Random, depth: int = 0) -> Any:  # noqa: ANN401  (JSON is anything)
    match random.randrange(9 if depth < 3 else 6):
        case 0 | 1 | 2:
            return random.choice(_TEXTS)
        case 3 | 4:
            return random.choice(_NUMBERS)
        case 5:
            return random.choice((True, False, None))
        case 6:
            return [_value(random, depth + 1) for _ in range(random.randrange(3))]
        case 7:
            return {random.choice(_TEXTS): _value(random, depth + 1)}
        case _:
            return "".join(chr(random.randrange(0x110000)) for _ in range(random.randrange(5)))


_FITTING: dict[str, Sequence[object]] = {
    "nick": ("ada", "bob", *_TEXTS),
    "id": ("1", "2", "3"),
    "seq": (1, 2, 3, 50),
    "reply_to": (0, 1, 2),
    "before_seq": (1, 5, 1 << 40),
    "last_seq": (0, 1, 1 << 40),
    "emoji": ("👍", "🎉", "x"),
    "on": (True, False),
    "size_bytes": (0, 1, 4, 10, 1 << 40),
    "name": ("a.png", "b.txt", *_TEXTS),
    "text": ("hello", "@ada look", *_TEXTS),
    "to": ("", "x", "0123456789abcdef"),
}


def message(random: Random) -> bytes:
    """Return one JSON message: mostly of a known type, with some fields as they should not be."""
    tag = random.choice(tuple(_FIELDS))
    fields: dict[str, object] = {"type": tag}
    for name in _FIELDS[tag]:
        if random.random() < 0.9:
            fits = name in _FITTING and random.random() < 0.85
            fields[name] = random.choice(_FITTING[name]) if fits else _value(random)
    if random.random() < 0.05:
        fields[random.choice(_TEXTS)] = _value(random)
    text = json.dumps(fields, ensure_ascii=random.random() < 0.5)
    data = text.encode(errors="surrogatepass")
    return mutated(random, data) if random.random() < 0.15 else data


def line(random: Random) -> bytes:
    """Return one line of the plain-text dialect."""
    text = random.choice((*_LINES, *_TEXTS))
    return text.encode(errors="surrogatepass")


def member(random: Random) -> bytes:
    """Return one message of somebody who mostly gets into the room first."""
    if random.random() < 0.4:
        nick = random.choice(("ada", "bob", "grace", "eve"))
        return json.dumps(
            {"type": "join", "nick": nick, "device": random.choice(_TEXTS[:4])}
        ).encode()
    return message(random)
