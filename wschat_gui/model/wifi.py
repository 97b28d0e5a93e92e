r"""The Wi-Fi that people must be in, and the code that takes a phone there: `WIFI:T:WPA;S:Lab;;`.

The form is the one that phones read, first written down by ZXing: fields in any order, each ended
by a semicolon, with a backslash before the five characters that mean something. Values that could
be hexadecimal get no quotes round them, as was once asked for: not every reader takes them off.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from wschat_gui.language import N_, _

_SPECIAL = str.maketrans({each: f"\\{each}" for each in '\\;,:"'})
_NAME_BYTES = 32
"""IEEE 802.11 section 9.4.2.2: what an SSID has room for."""
_PASSPHRASE_CHARS = (8, 63)
"""IEEE 802.11 annex J.4: of a WPA passphrase, in printable ASCII."""
_KEY_DIGITS = 64
"""The key itself, as hexadecimal digits."""

_NO_NAME = N_("Type the name of the Wi-Fi, just as phones show it.")
_NAME_TOO_LONG = N_("A Wi-Fi's name has 32 bytes at most; this one has {bytes}.")
_CONTROL = N_("There is a character in it that cannot be typed, such as a line break.")
_PASSWORD_LENGTH = N_("A WPA password has 8 to 63 characters; this one has {chars}.")
_PASSWORD_LETTERS = N_("A WPA password is made of the letters, digits and signs of ASCII.")


class WifiKind(StrEnum):
    """How a Wi-Fi is protected; the value is what stands in the code."""

    WPA = "WPA"
    """WPA, WPA2 or WPA3 with a password."""
    OPEN = "nopass"


class Wifi(Struct, frozen=True, kw_only=True):
    """One network. Lives in memory only: the password is never written anywhere."""

    name: str
    password: str = ""
    kind: WifiKind = WifiKind.WPA
    hidden: bool = False
    """Whether it does not announce its name."""

    def __repr__(self) -> str:
        """Leave the password out: a repr may get into a log."""
        return f"Wifi(name={self.name!r}, kind={self.kind!r}, hidden={self.hidden!r})"


def wifi_code(wifi: Wifi) -> str:
    """Write what the QR code holds."""
    fields = [f"T:{wifi.kind}", f"S:{wifi.name.translate(_SPECIAL)}"]
    if wifi.kind is WifiKind.WPA:
        fields.append(f"P:{wifi.password.translate(_SPECIAL)}")
    if wifi.hidden:
        fields.append("H:true")
    return f"WIFI:{';'.join(fields)};;"


def complaint_about(wifi: Wifi) -> str:
    """Say what is wrong with what was typed, as a sentence; empty where nothing is."""
    if not wifi.name:
        return _(_NO_NAME)
    if not (wifi.name + wifi.password).isprintable():
        return _(_CONTROL)
    name_bytes = len(wifi.name.encode(errors="replace"))
    if name_bytes > _NAME_BYTES:
        return _(_NAME_TOO_LONG).format(bytes=name_bytes)
    return _complaint_about_password(wifi.password) if wifi.kind is WifiKind.WPA else ""


def _complaint_about_password(password: str) -> str:
    if not password.isascii():
        return _(_PASSWORD_LETTERS)
    if len(password) == _KEY_DIGITS and all(each in "0123456789abcdefABCDEF" for each in password):
        return ""
    least, most = _PASSPHRASE_CHARS
    if not least <= len(password) <= most:
        return _(_PASSWORD_LENGTH).format(chars=len(password))
    return ""
