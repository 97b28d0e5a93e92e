"""The left side of the protocol lab: what to send, what to break, how bad the line is to be."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from functools import partial
from tkinter import ttk

from msgspec.structs import replace

from wschat_gui.bridge.frame_commands import (
    LabBreak,
    LabCommand,
    LabFrame,
    LabLine,
    LabSend,
)
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.scrolled import Scrolled
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.close_codes import CLOSE_CODES, close_code_name
from wschat_gui.model.formats import count
from wschat_gui.model.lab import (
    BREACHES,
    LENGTHS,
    MAX_BYTES_PER_S,
    MAX_CUT_S,
    MAX_DELAY_MS,
    MAX_FRAGMENTS,
    MAX_LENGTH,
    MAX_PING,
)

_LENGTH, _FRAMES = N_("Length in bytes"), N_("Frames")
_TEXT, _BINARY = N_("Send text"), N_("Send binary")
_PING, _PING_LENGTH = N_("Send ping"), N_("Ping, bytes")
_CLOSE_CODE, _SEND_CLOSE = N_("Close code"), N_("Send close")
_ILLEGAL = N_("Illegal frames")
_ILLEGAL_TIP = N_("The browser should fail the connection for each of them")
_BREAK = N_("Send it")
_DELAY, _JITTER, _RATE = N_("Delay, ms"), N_("Jitter, ms"), N_("Bytes a second")
_APPLY, _RESET = N_("Make the line so"), N_("As good as it is")
_CUT_S, _CUT = N_("Seconds"), N_("Cut the line")
_NO_NUMBER = N_("Type a whole number from {low} to {high}: {what}.")
_ENTRY_CHARS = 9
_BAR_PX = 16


class LabControls:
    """Scrolls where it is higher than its place; `frame` is to be placed."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        *,
        occupant: Callable[[], int],
        post: Callable[[LabCommand], object],
    ) -> None:
        """Make all fields; `occupant()` is the client in the lab."""
        self._look = look
        self._occupant = occupant
        self._post = post
        self._scrolled = Scrolled(look, parent)
        self.frame = self._scrolled.frame
        self._inside = self._scrolled.inside
        self._row = 0
        self.fields: dict[str, tkinter.StringVar] = {}
        self.entries: dict[str, ttk.Entry] = {}
        self.buttons: dict[str, ttk.Button] = {}
        self.breaks_rules = tkinter.BooleanVar(look.root, value=False)
        self.says = look.label(parent, tone=Tone.WARNING)
        """What is wrong with a field; placed by whoever made the controls, by grid."""
        self._make_message()
        self._make_ping_and_close()
        self._make_breaches()
        self._make_line()
        self._scrolled.follow(self._inside)
        look.on_switch(self._scrolled.recolour)

    @property
    def least_width(self) -> int:
        """What the widest row needs, with the bar beside it, in pixels."""
        self._inside.update_idletasks()
        return self._inside.winfo_reqwidth() + self._look.px(_BAR_PX)

    def allow(self, *, is_open: bool) -> None:
        """Let the buttons be pressed only while somebody is in the lab."""
        for name, button in self.buttons.items():
            is_possible = is_open and (name != "break" or self.breaks_rules.get())
            button.configure(state="normal" if is_possible else "disabled")
        self._is_open = is_open

    # Making --------------------------------------------------------------------------------------

    def _make_message(self) -> None:
        row = self._next_row()
        self._add_entry(row, "length", _(_LENGTH), "125")
        self._add_entry(row, "fragments", _(_FRAMES), "1", chars=5)
        row = self._next_row()
        for length in LENGTHS:
            button = self._look.button(
                row, count(length), partial(self.fields["length"].set, str(length))
            )
            button.pack(side="left", padx=(0, self._look.px(4)))
        row = self._next_row()
        self._add_button(row, "text", _(_TEXT), partial(self._send, LabFrame.TEXT))
        self._add_button(row, "binary", _(_BINARY), partial(self._send, LabFrame.BINARY))

    def _make_ping_and_close(self) -> None:
        row = self._next_row()
        self._add_entry(row, "ping", _(_PING_LENGTH), "4", chars=5)
        self._add_button(row, "ping", _(_PING), self._ping)
        row = self._next_row()
        self._codes = tuple(CLOSE_CODES)
        names = tuple(f"{code} {close_code_name(code)}" for code in self._codes)
        self._label(row, _(_CLOSE_CODE))
        self.codes = self._look.chooser(row, 24)
        self.codes.configure(values=names)
        self.codes.current(0)
        self.codes.pack(side="left", padx=(0, self._look.px(8)))
        self._add_button(row, "close", _(_SEND_CLOSE), self._close)

    def _make_breaches(self) -> None:
        look, row = self._look, self._next_row()
        self.breach_switch = look.switch_button(
            row, _(_ILLEGAL), self.breaks_rules, lambda: self.allow(is_open=self._is_open)
        )
        self.breach_switch.pack(side="left")
        look.tooltip(self.breach_switch, _(_ILLEGAL_TIP))
        row = self._next_row()
        self.breaches = look.chooser(row, 36)
        self.breaches.configure(values=tuple(map(_, BREACHES.values())))
        self.breaches.current(0)
        self.breaches.pack(side="left", padx=(0, look.px(8)))
        self._add_button(row, "break", _(_BREAK), self._break, ButtonKind.DANGER)
        self._is_open = False

    def _make_line(self) -> None:
        row = self._next_row()
        self._add_entry(row, "delay", _(_DELAY), "0", chars=6)
        self._add_entry(row, "jitter", _(_JITTER), "0", chars=6)
        row = self._next_row()
        self._add_entry(row, "rate", _(_RATE), "0")
        self._add_button(row, "line", _(_APPLY), self._shape)
        self._add_button(row, "reset", _(_RESET), self._reset)
        row = self._next_row()
        self._add_entry(row, "cut", _(_CUT_S), "5", chars=5)
        self._add_button(row, "cut", _(_CUT), self._cut)

    def _next_row(self) -> ttk.Frame:
        row = self._look.frame(self._inside)
        row.grid(row=self._row, column=0, sticky="w", pady=self._look.px(3))
        self._row += 1
        return row

    def _label(self, row: ttk.Frame, text: str) -> None:
        label = self._look.label(row, text, tone=Tone.MUTED)
        label.pack(side="left", padx=(0, self._look.px(6)))

    def _add_entry(
        self, row: ttk.Frame, name: str, label: str, text: str, chars: int = _ENTRY_CHARS
    ) -> None:
        self._label(row, label)
        self.fields[name] = tkinter.StringVar(self._look.root, value=text)
        entry = self.entries[name] = self._look.entry(row, self.fields[name])
        entry.configure(width=chars)
        entry.pack(side="left", padx=(0, self._look.px(10)))

    def _add_button(
        self,
        row: ttk.Frame,
        name: str,
        words: str,
        act: Callable[[], None],
        kind: ButtonKind = ButtonKind.PLAIN,
    ) -> None:
        button = self.buttons[name] = self._look.button(row, words, act, kind=kind)
        button.pack(side="left", padx=(0, self._look.px(6)))

    # Acting --------------------------------------------------------------------------------------

    def _number(self, name: str, what: str, high: int, low: int = 0) -> int | None:
        """Read a field; None, and said so, if it holds no number that fits."""
        typed = self.fields[name].get().replace(",", "").replace(" ", "").strip()
        if typed.isascii() and typed.isdigit() and low <= int(typed) <= high:
            self._tell("")
            return int(typed)
        text = _(_NO_NUMBER).format(low=count(low), high=count(high), what=what)
        self._tell(f"⚠ {text}")
        self.entries[name].focus_set()
        return None

    def _tell(self, fault: str) -> None:
        self.says.configure(text=fault)
        if fault:
            self.says.grid()
        else:
            self.says.grid_remove()

    def _send(self, what: LabFrame) -> None:
        length = self._number("length", _(_LENGTH), MAX_LENGTH)
        fragments = self._number("fragments", _(_FRAMES), MAX_FRAGMENTS, low=1)
        if length is not None and fragments is not None:
            self._post(
                LabSend(client_id=self._occupant(), what=what, length=length, fragments=fragments)
            )

    def _ping(self) -> None:
        length = self._number("ping", _(_PING_LENGTH), MAX_PING)
        if length is not None:
            self._post(LabSend(client_id=self._occupant(), what=LabFrame.PING, length=length))

    def _close(self) -> None:
        code = self._codes[self.codes.current()]
        self._post(LabSend(client_id=self._occupant(), what=LabFrame.CLOSE, close_code=code))

    def _break(self) -> None:
        if self.breaks_rules.get():
            breach = tuple(BREACHES)[self.breaches.current()]
            self._post(LabBreak(client_id=self._occupant(), breach=breach))

    def _line(self) -> LabLine | None:
        delay = self._number("delay", _(_DELAY), MAX_DELAY_MS)
        jitter = None if delay is None else self._number("jitter", _(_JITTER), MAX_DELAY_MS)
        rate = None if jitter is None else self._number("rate", _(_RATE), MAX_BYTES_PER_S)
        if delay is None or jitter is None or rate is None:
            return None
        return LabLine(
            client_id=self._occupant(), delay_ms=delay, jitter_ms=jitter, bytes_per_s=rate
        )

    def _shape(self) -> None:
        line = self._line()
        if line is not None:
            self._post(line)

    def _reset(self) -> None:
        for name in ("delay", "jitter", "rate"):
            self.fields[name].set("0")
        self._post(LabLine(client_id=self._occupant()))

    def _cut(self) -> None:
        line, cut_s = self._line(), self._number("cut", _(_CUT_S), MAX_CUT_S, low=1)
        if line is not None and cut_s is not None:
            self._post(replace(line, cut_s=cut_s))
