"""The settings dialog: pages of settings, a check as you type, and what holds only after a restart.

What a setting is stands in `model/settings_list.py`, what is wrong with a value in
`model/settings_form.py`; what becomes of what was chosen is `settings_desk.py`'s.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from enum import Enum, auto

from msgspec import Struct

from wschat_gui.config import Choices, Settings
from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.scrolled import Scrolled
from wschat_gui.gui.settings_row import FAULT_SIGN, Setting, SettingRow
from wschat_gui.gui.theme import ButtonKind, Look
from wschat_gui.language import N_, _
from wschat_gui.model.settings_fields import Page
from wschat_gui.model.settings_form import (
    CODE_LENGTH,
    awaiting_restart,
    chosen,
    code_from,
    defaults,
    faults,
    filled,
    needs_new_window,
)
from wschat_gui.model.settings_list import FIELDS, fields_of

_TITLE = N_("Settings")
_SAVE = N_("Save")
_SAVE_AND_RESTART = N_("Save and restart")
_RESET_PAGE = N_("Reset this page")
_RESET_ALL = N_("Reset all")
_WRONG = N_("Please correct: {fields}.")
_AFTER_RESTART = N_("Hold after the room is restarted: {fields}.")
_NEW_WINDOW = N_("The window is built anew for this; nobody in the room notices.")
_AT_ONCE = N_("What is saved here holds at once.")
_WIDTH_PX, _HEIGHT_PX = 700, 420
_SURROUNDINGS_PX = 210
"""What title, note and buttons need of the window's height."""


class Wish(Enum):
    """What is to be done with what was chosen."""

    SAVE = auto()
    SAVE_AND_RESTART = auto()


class Start(Struct, frozen=True, kw_only=True):
    """What the dialog begins with."""

    choices: Choices
    """As they hold now."""
    started_with: Settings | None
    """What the running room was opened with; None while it is closed."""
    form: Mapping[str, str] | None = None
    """As it was typed before; None: as the choices are."""


class SettingsDialog(Dialog):
    """The dialog itself."""

    def __init__(
        self,
        look: Look,
        start: Start,
        take: Callable[[Choices, Wish], None],
        on_close: Callable[[], None],
    ) -> None:
        """Show what holds; `take` is called at most once, with choices that fit."""
        super().__init__(look, _(_TITLE), "", on_close, width=_WIDTH_PX)
        self._start = start
        self._take = take
        self._is_setting = False
        self._rows: dict[str, SettingRow] = {}
        form = start.form or filled(start.choices)
        self.tabs = look.tabs(self.body)
        room = look.root.winfo_height() - look.px(_SURROUNDINGS_PX)
        self.tabs.configure(width=look.px(_WIDTH_PX), height=min(look.px(_HEIGHT_PX), room))
        self.tabs.pack(fill="both", expand=True)
        self.tabs.enable_traversal()
        for page in Page:
            self._add_page(page, form)
        self.note = look.label(self.body, tone=Tone.MUTED)
        self.note.configure(wraplength=look.px(_WIDTH_PX), justify="left")
        self.note.pack(anchor="w", pady=(look.px(8), 0))
        self.save_button = self.add_button(_(_SAVE), self._save, ButtonKind.PRIMARY)
        self.restart_button = self.add_button(_(_SAVE_AND_RESTART), self._save_and_restart)
        self.cancel_button = self.add_cancel()
        self.reset_page_button = self.add_left_button(_(_RESET_PAGE), self._reset_page)
        self.reset_all_button = self.add_left_button(_(_RESET_ALL), self._reset_all)
        self._check()
        self.open(self.row(FIELDS[0].path).widget)

    @property
    def form(self) -> dict[str, str]:
        """What is typed now."""
        return {path: row.text for path, row in self._rows.items()}

    def row(self, path: str) -> SettingRow:
        """Find the widgets of a field."""
        return self._rows[path]

    def show_page(self, page: Page) -> None:
        """Bring a page to the front."""
        self.tabs.tk.call(self.tabs, "select", list(Page).index(page))

    def _add_page(self, page: Page, form: Mapping[str, str]) -> None:
        scrolled = Scrolled(self._look, self.tabs)
        scrolled.inside.configure(padding=self._look.px(12))
        setting = Setting(self._look, self._check, _made_up_code)
        for row, field in enumerate(fields_of(page)):
            self._rows[field.path] = SettingRow(
                scrolled.inside, row, field, setting, form[field.path]
            )
        scrolled.follow(scrolled.inside)
        self.escape_closes(scrolled.inside)
        self.tabs.add(scrolled.frame, text=_(page.value))

    def _check(self) -> None:
        """Say what is wrong and what will come; offer only what can be done."""
        if self._is_setting:
            return
        found = faults(self.form)
        for path, row in self._rows.items():
            row.show_fault(found.get(path, ""))
        for index, page in enumerate(Page):
            is_wrong = any(each.path in found for each in fields_of(page))
            title = _(page.value)
            title = f"{FAULT_SIGN} {title}" if is_wrong else title
            self.tabs.tk.call(self.tabs, "tab", index, "-text", title)
        self.save_button.configure(state="disabled" if found else "normal")
        if found:
            names = _listed(each.label for each in FIELDS if each.path in found)
            self._tell(_(_WRONG).format(fields=names), Tone.BAD, may_restart=False)
        else:
            self._tell_what_comes(chosen(self.form, self._start.choices))

    def _tell_what_comes(self, after: Choices) -> None:
        started_with = self._start.started_with
        waiting = awaiting_restart(started_with, after.settings) if started_with else ()
        if waiting:
            names = _listed(each.label for each in waiting)
            self._tell(_(_AFTER_RESTART).format(fields=names), Tone.WARNING, may_restart=True)
        elif needs_new_window(self._start.choices, after):
            self._tell(_(_NEW_WINDOW), Tone.MUTED, may_restart=False)
        else:
            self._tell(_(_AT_ONCE), Tone.MUTED, may_restart=False)

    def _tell(self, sentence: str, tone: Tone, *, may_restart: bool) -> None:
        self.note.configure(text=sentence)
        self._look.set_tone(self.note, tone)
        self.restart_button.configure(state="normal" if may_restart else "disabled")

    def _save(self) -> None:
        self._finish(Wish.SAVE)

    def _save_and_restart(self) -> None:
        self._finish(Wish.SAVE_AND_RESTART)

    def _finish(self, wish: Wish) -> None:
        form = self.form
        if faults(form):
            return
        self.close()
        self._take(chosen(form, self._start.choices), wish)

    def _reset_page(self) -> None:
        index = int(self.tabs.tk.call(self.tabs, "index", "current"))
        self._fill(defaults(self.form, list(Page)[index]))

    def _reset_all(self) -> None:
        self._fill(defaults(self.form, None))

    def _fill(self, form: Mapping[str, str]) -> None:
        """Set all fields, and check once."""
        self._is_setting = True
        try:
            for path, text in form.items():
                self._rows[path].set(text)
        finally:
            self._is_setting = False
        self._check()


def _made_up_code() -> str:
    return code_from(secrets.token_bytes(CODE_LENGTH))


def _listed(labels: Iterable[str]) -> str:
    return ", ".join(_(each) for each in labels)
