"""What the close codes of RFC 6455 section 7.4 mean, in words; and our own."""

from __future__ import annotations

from wschat_gui.language import N_, _

CLOSE_CODES = {
    1000: N_("normal closure"),
    1001: N_("going away"),
    1002: N_("protocol error"),
    1003: N_("data of this kind cannot be accepted"),
    1007: N_("data that does not fit its kind, such as text that is no UTF-8"),
    1008: N_("against the other side's policy"),
    1009: N_("message too big"),
    1010: N_("an extension is missing"),
    1011: N_("unexpected condition on the server"),
    1012: N_("the server restarts"),
    1013: N_("try again later"),
    1014: N_("bad gateway"),
    4001: N_("kicked by the host"),
    4002: N_("banned by the host"),
    4003: N_("wrong room code"),
}
"""Those that may stand in a close frame and have a meaning here."""
NEVER_ON_THE_WIRE = {
    1004: N_("reserved"),
    1005: N_("no code was given; never on the wire"),
    1006: N_("no close frame came; never on the wire"),
    1015: N_("TLS failed; never on the wire"),
}
_LIBRARY = N_("for libraries and frameworks")
_PRIVATE = N_("private use")
_UNKNOWN = N_("not allowed by RFC 6455")


def close_code_name(code: int) -> str:
    """Say what a close code means."""
    known = CLOSE_CODES.get(code) or NEVER_ON_THE_WIRE.get(code)
    if known:
        return _(known)
    if 3000 <= code < 4000:
        return _(_LIBRARY)
    return _(_PRIVATE) if 4000 <= code < 5000 else _(_UNKNOWN)
