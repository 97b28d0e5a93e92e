"""Opens the settings dialog, and carries out what was chosen there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wschat_gui.config import Choices, Theme
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.front_desk import FrontDesk
from wschat_gui.gui.palette import Mode
from wschat_gui.gui.retention_dialogs import shorter_dialog
from wschat_gui.gui.settings_dialog import SettingsDialog, Start, Wish
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.keeping import loses_messages
from wschat_gui.model.settings_form import awaiting_restart, filled, needs_new_window
from wschat_gui.model.state import WindowState
from wschat_gui.model.status import may_stop

_SAVED = N_("The settings are saved and hold.")
_SAVED_FOR_LATER = N_("Saved. Some settings hold after the room is restarted: {fields}.")


def mode_for(theme: Theme, system_mode: Callable[[], Mode]) -> Mode:
    """Turn the theme that was chosen into light or dark."""
    return system_mode() if theme is Theme.SYSTEM else Mode(theme.value)


class SettingsDesk:
    """Between the settings dialog and whatever follows the settings."""

    def __init__(
        self,
        look: Look,
        state: WindowState,
        desk: FrontDesk,
        *,
        restart: Callable[[], None],
        rebuild: Callable[[], None],
        system_mode: Callable[[], Mode],
    ) -> None:
        """Apply through `desk`; `restart` the room, or `rebuild` the window, for what needs it."""
        self._look = look
        self._state = state
        self._desk = desk
        self._restart = restart
        self._rebuild = rebuild
        self._system_mode = system_mode

    def open(self, form: Mapping[str, str] | None = None) -> None:
        """Show the dialog with what holds now, or with what was typed before."""
        is_open = may_stop(self._state.status)
        start = Start(
            choices=self._choices(),
            started_with=self._state.started_with if is_open else None,
            form=form,
        )
        self._desk.show(lambda closed: SettingsDialog(self._look, start, self.take, closed))

    def switch_mode(self) -> None:
        """Change between light and dark, and keep it so."""
        other = self._look.mode.other
        self._desk.change_preferences(theme=Theme(other.value))
        self._look.switch(other)

    def _choices(self) -> Choices:
        return Choices(settings=self._desk.settings, preferences=self._desk.preferences)

    def take(self, after: Choices, wish: Wish) -> None:
        """Ask once more where messages would be deleted; whoever says no gets the dialog back."""
        before = self._desk.keep
        if not loses_messages(before, after.settings.keep):
            self._apply(after, wish)
            return
        answered_yes = False

        def confirm() -> None:
            nonlocal answered_yes
            answered_yes = True
            self._apply(after, wish)

        def come_back() -> None:
            # Nor where something else has taken the question's place, such as that before the end.
            if not answered_yes and self._desk.dialog is None:
                self.open(filled(after))

        def make(closed: Callable[[], None]) -> ConfirmDialog:
            def closing() -> None:
                closed()
                # The question closes before it says what the answer was.
                self._look.root.after_idle(come_back)

            return shorter_dialog(self._look, after.settings.keep, confirm, closing)

        self._desk.show(make)

    def _apply(self, after: Choices, wish: Wish) -> None:
        before = self._choices()
        if after.settings != before.settings:
            self._desk.apply_settings(after.settings)
        if after.preferences != before.preferences:
            self._desk.apply_preferences(after.preferences)
            mode = mode_for(after.preferences.theme, self._system_mode)
            if mode is not self._look.mode:
                self._look.switch(mode)
        self._tell(after)
        if wish is Wish.SAVE_AND_RESTART:
            self._restart()
        if needs_new_window(before, after):
            self._rebuild()

    def _tell(self, after: Choices) -> None:
        started_with = self._state.started_with
        is_open = started_with is not None and may_stop(self._state.status)
        waiting = awaiting_restart(started_with, after.settings) if is_open and started_with else ()
        names = ", ".join(_(each.label) for each in waiting)
        self._desk.say(_(_SAVED_FOR_LATER).format(fields=names) if waiting else _(_SAVED))
