"""Asks for the Wi-Fi that people are to join, for a code that takes their phones there."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.wifi import Wifi, WifiKind, complaint_about

_TITLE = N_("A code for the Wi-Fi")
_SENTENCE = N_(
    "Phones that scan it join this Wi-Fi; then they scan the other code. The password is shown on "
    "the poster, and forgotten when the window closes: it is never saved."
)
_NAME = N_("Name")
_PASSWORD = N_("Password")
_KIND = N_("Protection")
_KINDS = {WifiKind.WPA: N_("WPA, WPA2 or WPA3"), WifiKind.OPEN: N_("none")}
_HIDDEN = N_("Hidden: it does not show its name")
_VISIBLE = N_("Show the password")
_OK = N_("Show the code")
_NO_CODE = N_("No code for the Wi-Fi")
_BULLET = "•"
_FIELD_CHARS = 32


class WifiDialog(Dialog):
    """Name, password, kind and whether it is hidden; checked as one types."""

    def __init__(
        self,
        look: Look,
        current: Wifi | None,
        take: Callable[[Wifi | None], None],
        on_close: Callable[[], None],
    ) -> None:
        """Begin with what was typed before; `take` is called at most once, None: no code."""
        super().__init__(look, _(_TITLE), _(_SENTENCE), on_close)
        self._take = take
        known = current or Wifi(name="")
        self.name = tkinter.StringVar(look.root, value=known.name)
        self.password = tkinter.StringVar(look.root, value=known.password)
        self.hidden = tkinter.BooleanVar(look.root, value=known.hidden)
        self.shows_password = tkinter.BooleanVar(look.root, value=False)
        self._make_fields(known.kind)
        self.ok_button = self.add_button(_(_OK), self.confirm, ButtonKind.PRIMARY)
        self.cancel_button = self.add_cancel()
        if current is not None:
            self.remove_button = self.add_button(_(_NO_CODE), self._remove)
        for variable in (self.name, self.password):
            variable.trace_add("write", lambda *_: self._check())
        self._check()
        self.open(self.name_entry)

    @property
    def wifi(self) -> Wifi:
        """What is typed now."""
        kind = tuple(_KINDS)[self.kinds.current()]
        return Wifi(
            name=self.name.get(),
            password=self.password.get() if kind is WifiKind.WPA else "",
            kind=kind,
            hidden=self.hidden.get(),
        )

    def confirm(self) -> None:
        """Take it, if a phone could use it."""
        wifi = self.wifi
        if not complaint_about(wifi):
            self.close()
            self._take(wifi)

    def _remove(self) -> None:
        self.close()
        self._take(None)

    def _make_fields(self, kind: WifiKind) -> None:
        look, body = self._look, self.body
        self.name_entry = look.entry(body, self.name)
        self.kinds = look.chooser(body, width=_FIELD_CHARS)
        self.kinds.configure(values=[_(each) for each in _KINDS.values()])
        self.kinds.current(tuple(_KINDS).index(kind))
        self.kinds.bind("<<ComboboxSelected>>", lambda _event: self._check())
        self.password_entry = look.entry(body, self.password)
        self.password_entry.configure(show=_BULLET)
        for row, (text, field) in enumerate(
            ((_NAME, self.name_entry), (_KIND, self.kinds), (_PASSWORD, self.password_entry))
        ):
            look.label(body, _(text)).grid(row=row, column=0, sticky="w", padx=(0, look.px(12)))
            field.grid(row=row, column=1, sticky="ew", pady=look.px(3))
            field.bind("<Return>", lambda _event: self.confirm())
            field.bind("<KP_Enter>", lambda _event: self.confirm())
            field.bind("<Escape>", lambda _event: self.close())
        switches = (
            (_VISIBLE, self.shows_password, self._show_password),
            (_HIDDEN, self.hidden, self._check),
        )
        for row, (text, variable, act) in enumerate(switches, start=3):
            switch = look.switch_button(body, _(text), variable, act)
            switch.grid(row=row, column=1, sticky="w", pady=look.px(3))
            switch.bind("<Escape>", lambda _event: self.close())
        self.says = look.label(body, tone=Tone.WARNING)
        self.says.configure(wraplength=look.px(400), justify="left")
        self.says.grid(row=5, column=0, columnspan=2, sticky="w", pady=(look.px(6), 0))
        body.grid_columnconfigure(1, weight=1)

    def _show_password(self) -> None:
        self.password_entry.configure(show="" if self.shows_password.get() else _BULLET)

    def _check(self) -> None:
        wifi = self.wifi
        self.password_entry.configure(state="normal" if wifi.kind is WifiKind.WPA else "disabled")
        complaint = complaint_about(wifi)
        # Nothing is wrong yet with a form that nobody has begun.
        self.says.configure(text=f"⚠ {complaint}" if complaint and wifi.name else " ")
        self.ok_button.configure(state="disabled" if complaint else "normal")
