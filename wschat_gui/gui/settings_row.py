"""One setting in the settings dialog: its name and meaning, the widget to set it, what is wrong.

Which widget it is goes by the field's kind; every one of them holds its value as text.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import ttk

from msgspec import Struct

from wschat_gui.config import Keep, Theme
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.language import LANGUAGES, N_, _
from wschat_gui.model.keeping import keep_name, usual_keeps
from wschat_gui.model.settings_fields import Field, Kind
from wschat_gui.model.settings_values import ON, read, written

FAULT_SIGN = "⚠"
_GENERATE = N_("Make one up")
_SYSTEM = N_("as the system")
_AS_THE_SCREEN = N_("as the screen says")
_LIGHT, _DARK = N_("light"), N_("dark")
_SCALES = (0.75, 0.9, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
_WIDE, _NARROW = 26, 12
_TEXT_PX = 330
"""How wide name and meaning are before they are broken."""


class Setting(Struct, frozen=True):
    """Where a row gets its widgets from, and whom it tells."""

    look: Look
    changed: Callable[[], None]
    made_up_code: Callable[[], str]


class SettingRow:
    """One field's widgets, gridded into a row of `parent`."""

    def __init__(
        self, parent: tkinter.Misc, row: int, field: Field, setting: Setting, text: str
    ) -> None:
        """Make them, with this text to begin with."""
        look = setting.look
        self.field = field
        self._look = look
        self._setting = setting
        self._choices: dict[str, str] = {}
        """Of a chooser: text of the form, by what the person reads."""
        self._value = tkinter.StringVar(look.root, value=text)
        said = look.frame(parent)
        said.grid(row=row, column=0, sticky="nw", pady=look.px(7))
        self.label = look.label(said, _(field.label))
        self.label.pack(anchor="w")
        meaning = look.label(said, _(field.meaning), tone=Tone.MUTED, font_name=FontName.SMALL)
        self.fault = look.label(said, tone=Tone.BAD, font_name=FontName.SMALL)
        for each in (meaning, self.fault):
            each.configure(wraplength=look.px(_TEXT_PX), justify="left")
        meaning.pack(anchor="w")
        self._place = look.frame(parent)
        self._place.grid(row=row, column=1, sticky="nw", pady=look.px(7), padx=(look.px(16), 0))
        self.widget = self._make_widget()
        self.widget.grid(row=0, column=0, sticky="w")
        self.generate_button: ttk.Button | None = None
        self._add_beside()
        self._value.trace_add("write", lambda *_event: setting.changed())

    @property
    def text(self) -> str:
        """What is set now, as the form has it."""
        if self._choices:
            shown = self._value.get()
            return self._choices.get(shown, shown)
        return self._value.get()

    def set(self, text: str) -> None:
        """Set it to this, as if it had been typed."""
        shown = next((name for name, value in self._choices.items() if value == text), text)
        if shown != self._value.get():
            self._value.set(shown)

    def show_fault(self, sentence: str) -> None:
        """Say what is wrong; empty: nothing is."""
        if sentence:
            self.fault.configure(text=f"{FAULT_SIGN} {sentence}")
            self.fault.pack(anchor="w")
        else:
            self.fault.pack_forget()
            self.fault.configure(text="")

    def _make_widget(self) -> ttk.Widget:
        kind = self.field.kind
        if kind is Kind.SWITCH:
            return self._switch()
        if kind in (Kind.KEEP, Kind.THEME, Kind.LANGUAGE, Kind.SCALE):
            return self._chooser()
        entry = self._look.entry(self._place, self._value)
        is_short = kind in (Kind.NUMBER, Kind.DECIMAL, Kind.SIZE)
        entry.configure(width=_NARROW if is_short else _WIDE)
        return entry

    def _switch(self) -> ttk.Checkbutton:
        button = self._look.switch_button(
            self._place, "", tkinter.BooleanVar(self._look.root), lambda: None
        )
        button.configure(variable=self._value, onvalue=ON, offvalue="")
        return button

    def _chooser(self) -> ttk.Combobox:
        self._choices = self._offered()
        chooser = self._look.chooser(self._place, width=_WIDE)
        chooser.configure(values=list(self._choices), textvariable=self._value)
        if self.field.kind is Kind.SCALE:
            chooser.configure(state="normal")  # any other percentage can be typed
        self.set(self._value.get())
        return chooser

    def _offered(self) -> dict[str, str]:
        match self.field.kind:
            case Kind.KEEP:
                now = read(self.field, self._value.get())
                keeps = usual_keeps(now if isinstance(now, Keep) else Keep())
                return {keep_name(each): written(self.field, each) for each in keeps}
            case Kind.THEME:
                names = (_(_SYSTEM), _(_LIGHT), _(_DARK))
                return {name: theme.value for name, theme in zip(names, Theme, strict=True)}
            case Kind.LANGUAGE:
                return {_(_SYSTEM): ""} | {name: code for code, name in LANGUAGES.items()}
            case _:
                scales = {f"{each * 100:g} %": written(self.field, each) for each in _SCALES}
                return {_(_AS_THE_SCREEN): ""} | scales

    def _add_beside(self) -> None:
        look = self._look
        if self.field.unit:
            unit = look.label(self._place, _(self.field.unit), tone=Tone.MUTED)
            unit.grid(row=0, column=1, padx=(look.px(8), 0))
        if self.field.kind is Kind.CODE:
            self.generate_button = look.button(
                self._place, _(_GENERATE), lambda: self.set(self._setting.made_up_code())
            )
            self.generate_button.grid(row=1, column=0, sticky="w", pady=(look.px(6), 0))
