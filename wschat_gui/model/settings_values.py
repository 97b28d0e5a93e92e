"""One value of the settings dialog: how it is written into its field, and read from it.

What is written reads back as exactly the same value, so that whoever saves without typing changes
nothing. Switches are `on` and empty.
"""

from __future__ import annotations

import ipaddress
import re
from decimal import Decimal
from urllib.parse import urlsplit

from wschat_gui.config import Keep, KeepFor, Theme
from wschat_gui.language import LANGUAGES, N_, _
from wschat_gui.model.formats import count
from wschat_gui.model.keeping import MOST_DAYS
from wschat_gui.model.settings_fields import Field, Kind

ON = "on"
_UNITS = {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3, "TiB": 1024**4}
_SIZE = re.compile(r"(\d{1,15}(?:[.,]\d{1,6})?) ?([kKmMgGtT]?)(?:i?[bB])?")
_DECIMAL = re.compile(r"\d{1,12}(?:[.,]\d{1,20})?")
_EMPTY = N_("Something must stand here.")
_TOO_LONG = N_("At most {most} characters, please.")
_CONTROL = N_("Only characters that can be seen, please.")
_NO_NUMBER = N_("Type a whole number.")
_NO_DECIMAL = N_("Type a number, such as 2.5.")
_NO_SIZE = N_("Type a size, such as 10 MiB.")
_OUTSIDE = N_("From {low} to {high}, please.")
_NO_ADDRESS = N_("This is not an IP address, such as 192.168.1.20.")
_NO_ORIGIN = N_("{origin} is not an origin: one is like https://example.org, or null.")
_NO_DAYS = N_("Choose one of the list.")


class Wrong(ValueError):
    """What is typed does not fit; the message says so to the person."""


def written(field: Field, value: object) -> str:
    """Write a value as its field shows it."""
    match value:
        case bool():
            return ON if value else ""
        case Keep():
            return str(value.days) if value.how_long is KeepFor.DAYS else value.how_long.value
        case tuple():
            return " ".join(value)
        case int() if field.kind is Kind.SIZE:
            return _written_size(value)
        case float() if field.kind is Kind.SCALE:
            return f"{value * 100:.10g}" if value else ""
        case float():
            return format(Decimal(repr(value)).normalize(), "f")
    return str(value)


def read(field: Field, text: str) -> object:
    """Read a field's value from its text.

    Raises:
        Wrong: there is none.
    """
    match field.kind:
        case Kind.TEXT | Kind.CODE:
            return _read_text(field, text)
        case Kind.ADDRESS:
            return _read_address(text)
        case Kind.ORIGINS:
            return tuple(dict.fromkeys(_read_origin(each) for each in _pieces(text)))
        case Kind.NUMBER:
            return _read_whole(field, text)
        case Kind.DECIMAL:
            return _within(field, _decimal(text, _NO_DECIMAL))
        case Kind.SIZE:
            return _read_size(field, text)
        case Kind.SWITCH:
            return text == ON
        case Kind.KEEP:
            return _read_keep(text)
        case Kind.THEME:
            return Theme(text)
        case Kind.LANGUAGE:
            return text if text in LANGUAGES else ""
        case Kind.SCALE:
            return _read_scale(field, text)


def _read_text(field: Field, typed: str) -> str:
    text = typed.strip()
    if len(text) < field.low:
        raise Wrong(_(_EMPTY))
    if len(text) > field.high:
        raise Wrong(_(_TOO_LONG).format(most=count(field.high)))
    if not text.isprintable():
        raise Wrong(_(_CONTROL))
    return text


def _read_address(typed: str) -> str:
    text = typed.strip()
    if not text:
        return ""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise Wrong(_(_NO_ADDRESS)) from error


def _pieces(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _read_origin(piece: str) -> str:
    """Read an origin as browsers send it: scheme, host and a port, nothing behind (RFC 6454)."""
    origin = piece if piece == "null" else piece.lower().rstrip("/")
    try:
        parts = urlsplit(origin)
        is_one = bool(parts.scheme and parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    else:
        is_one = is_one and origin == f"{parts.scheme}://{parts.netloc}" and "@" not in origin
    if not is_one and origin != "null":
        raise Wrong(_(_NO_ORIGIN).format(origin=piece))
    return origin


def _read_whole(field: Field, typed: str) -> int:
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Wrong(_(_NO_NUMBER))
    return int(_within(field, int(text)))


def _decimal(typed: str, sentence: str) -> float:
    if not _DECIMAL.fullmatch(typed.strip()):
        raise Wrong(_(sentence))
    return float(typed.strip().replace(",", "."))


def _read_scale(field: Field, typed: str) -> float:
    text = typed.strip().removesuffix("%").strip()
    if not text:
        return 0.0
    scale = _decimal(text, _NO_NUMBER) / 100
    if not field.low <= scale <= field.high:
        low, high = (f"{each * 100:.0f} %" for each in (field.low, field.high))
        raise Wrong(_(_OUTSIDE).format(low=low, high=high))
    return scale


def _read_size(field: Field, typed: str) -> int:
    found = _SIZE.fullmatch(typed.strip())
    if found is None:
        raise Wrong(_(_NO_SIZE))
    number, letter = float(found[1].replace(",", ".")), found[2].upper()
    factor = _UNITS[f"{letter}iB" if letter and letter != "K" else "KiB" if letter else "B"]
    size = round(number * factor)
    if not field.low <= size <= field.high:
        low, high = _written_size(int(field.low)), _written_size(int(field.high))
        raise Wrong(_(_OUTSIDE).format(low=low, high=high))
    return size


def _written_size(size: int) -> str:
    unit, factor = next(
        (unit, factor)
        for unit, factor in reversed(_UNITS.items())
        if factor == 1 or (size and size % factor == 0)
    )
    return f"{size // factor} {unit}"


def _within(field: Field, number: float) -> float:
    if not field.low <= number <= field.high:
        low, high = (f"{each:,.10g}" for each in (field.low, field.high))
        raise Wrong(_(_OUTSIDE).format(low=low, high=high))
    return number


def _read_keep(text: str) -> Keep:
    if text in (KeepFor.FOREVER, KeepFor.UNTIL_CLOSE):
        return Keep(how_long=KeepFor(text))
    if text.isascii() and text.isdigit() and 0 < int(text) <= MOST_DAYS:
        return Keep(how_long=KeepFor.DAYS, days=int(text))
    raise Wrong(_(_NO_DAYS))
