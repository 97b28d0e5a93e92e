"""The menu behind the button at the right: every command by topic, each with its key."""

from __future__ import annotations

import tkinter

from wschat_gui.gui.shortcuts import Command, Key, Shortcuts, Topic
from wschat_gui.gui.theme import Look
from wschat_gui.language import _


class MainMenu:
    """Made anew whenever it opens, so that it has whatever can be done by then."""

    def __init__(self, look: Look, shortcuts: Shortcuts) -> None:
        """Show what `shortcuts` know."""
        self._look = look
        self._shortcuts = shortcuts
        self.menu: tkinter.Menu | None = None

    def open(self, below: tkinter.Misc) -> None:
        """Drop it down from a widget."""
        menu = self.prepare()
        menu.update_idletasks()
        # Its right edge under that of the widget, which stands at the window's.
        x = below.winfo_rootx() + below.winfo_width() - menu.winfo_reqwidth()
        y = below.winfo_rooty() + below.winfo_height()
        menu.tk_popup(x, y)

    def prepare(self) -> tkinter.Menu:
        """Make the menu as it is to be now, in the place of the last one."""
        if self.menu is not None:
            self.menu.destroy()
        self.menu = self._made()
        return self.menu

    def _made(self) -> tkinter.Menu:
        menu = self._look.menu(self._look.root)
        commands = [
            each
            for each in self._shortcuts.commands
            if each.keys != self._shortcuts.written(Key.MENU)
        ]
        for topic in Topic:
            part = self._look.menu(menu)
            for each in commands:
                if each.topic is topic:
                    self._add(part, each)
            if part.index("end") is not None:
                menu.add_cascade(label=_(topic.value), menu=part)
        return menu

    def _add(self, menu: tkinter.Menu, command: Command) -> None:
        menu.add_command(label=command.title, accelerator=command.keys, command=command.act)
