"""One frame in full: which one is asked for, and what is told about it in words."""

from __future__ import annotations

from datetime import tzinfo

from msgspec import Struct

from wschat_gui.bridge.frame_commands import XrayFrame
from wschat_gui.bridge.frame_words import Delivery, Direction, FrameXray
from wschat_gui.language import N_, _
from wschat_gui.model.close_codes import close_code_name
from wschat_gui.model.formats import byte_size, clock_time, count, one_line
from wschat_gui.model.frame_text import client_name, opcode_name
from wschat_gui.model.hex_dump import hex_dump

_FROM = N_("Frame {number}: {opcode} from {client}, {time}")
_TO = N_("Frame {number}: {opcode} to {client}, {time}")
_NOT_YET = N_("not yet")
_NONE_KNOWN = N_("unknown")


class XrayBook(Struct):
    """The frame that is looked at."""

    wanted: int = 0
    """Its number; 0: none."""
    answer: FrameXray | None = None
    """None until it is there."""
    _request: int = 0

    def ask(self, number: int) -> XrayFrame:
        """Look at this frame; what is known of the last one goes."""
        if number != self.wanted:
            self.answer = None
        self.wanted = number
        self._request += 1
        return XrayFrame(self._request, number)

    def close(self) -> None:
        """Look at none."""
        self.wanted, self.answer = 0, None
        self._request += 1

    def take(self, answer: FrameXray) -> bool:
        """Take over an answer; False if it is to an older question."""
        if answer.request != self._request or not self.wanted:
            return False
        self.answer = answer
        return True


def title_of(xray: FrameXray, zone: tzinfo | None = None) -> str:
    """Say which frame it is."""
    row = xray.row
    if row is None:
        return ""
    title = _(_FROM) if row.direction is Direction.IN else _(_TO)
    return title.format(
        number=count(row.number),
        opcode=opcode_name(row),
        client=client_name(row),
        time=clock_time(round(row.at_ms), zone),
    )


def facts_of(xray: FrameXray) -> tuple[str, ...]:
    """Tell in sentences what is special about the frame and its message, the worst first."""
    row = xray.row
    if row is None:
        return ()
    facts = [f"⚠ {each}" for each in row.violations]
    if row.refused:
        facts.append(_("The connection was failed because of it."))
    if xray.missing_bytes:
        size = byte_size(xray.missing_bytes)
        facts.append(_("{size} of its payload have not come, or are forgotten.").format(size=size))
    if xray.close_code is not None:
        meaning = f"{xray.close_code} ({close_code_name(xray.close_code)})"
        facts.append(_("Closes the connection with {code}.").format(code=meaning))
        if xray.close_reason:
            facts.append(_("The reason given: “{text}”").format(text=one_line(xray.close_reason)))
    if xray.fragments:
        facts.append(_message_fact(xray))
    if xray.was_compressed and xray.inflate_trouble:
        facts.append(_("Could not be inflated: {why}").format(why=xray.inflate_trouble))
    if xray.seq:
        facts.append(_("It is number {seq} in the transcript.").format(seq=count(xray.seq)))
    return tuple(facts)


def _message_fact(xray: FrameXray) -> str:
    length = byte_size(xray.message_length)
    if not xray.is_message_complete:
        return _("Its message is not complete: {length} so far.").format(length=length)
    if xray.was_compressed:
        return _("Its message was compressed; inflated it is {length} long.").format(length=length)
    return _("Its message is {length} long.").format(length=length)


def delivery_cells(delivery: Delivery, zone: tzinfo | None = None) -> tuple[str, str, str, str]:
    """Write one delivery: whom to, when written, what waited then, when it was confirmed."""
    confirmed = delivery.confirmed_ms
    return (
        one_line(delivery.client) or _(_NONE_KNOWN),
        clock_time(round(delivery.written_ms), zone),
        byte_size(delivery.waiting_bytes),
        _(_NOT_YET) if confirmed is None else clock_time(round(confirmed), zone),
    )


def readable(data: bytes) -> str:
    """Show bytes as the text that they are; as hex where they are none."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return hex_dump(data)
    return as_text(data)


def as_text(data: bytes) -> str:
    """Show bytes as text, line by line; what is no UTF-8 shows as �."""
    lines = data.decode(errors="replace").splitlines()
    return "\n".join(map(one_line, lines))
