"""The line for a display filter: examples and names to choose from, a fault underlined in place.

A text and not an entry, because only a text can underline a part. What a filter may say is the
server's business; the names and examples are `model/filter_help.py`'s.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from functools import partial

from wschat_gui.bridge.frame_words import FilterFault
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.theme import Look, Surface
from wschat_gui.language import N_, _
from wschat_gui.model.filter_help import EXAMPLES, FIELDS, begun_word, completions, remembered
from wschat_gui.model.formats import shortened, utf16_units

_DEBOUNCE_MS = 150
_FAULT = "Fault"
_EXAMPLES_TIP = N_("Examples, the last filters, and all names (Down)")
_FIELDS = N_("Names of fields")
_MENU_CHARS = 60


class FilterField:
    """One line of text; `frame` is to be placed."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        *,
        changed: Callable[[str], None],
        entered: Callable[[], None],
    ) -> None:
        """Make it; `changed(text)` is told a moment after the last key, or with Enter."""
        self._look = look
        self._changed = changed
        self._entered = entered
        self._timer: str | None = None
        self._told = ""
        self._has_fault = False
        self._history: tuple[str, ...] = ()
        self.frame = look.frame(parent)
        self.text = look.text(self.frame, FontName.FIXED)
        self.text.configure(
            height=1,
            width=24,
            wrap="none",
            state="normal",
            cursor="xterm",
            undo=True,
            padx=look.px(6),
            pady=look.px(5),
        )
        self.text.grid(row=0, column=0, sticky="ew")
        self.examples_button = look.icon_button(
            self.frame, "chevron-down", self.open_menu, tip=_(_EXAMPLES_TIP), surface=Surface.PANEL
        )
        self.examples_button.grid(row=0, column=1)
        self.frame.grid_columnconfigure(0, weight=1)
        self.menu = look.menu(self.text)
        self._bind()
        look.on_switch(self._recolour)

    @property
    def value(self) -> str:
        """What is typed."""
        return self.text.get("1.0", "end-1c").strip()

    def set(self, value: str) -> None:
        """Put another filter in the place of this one, and use it at once."""
        self.text.replace("1.0", "end", value)
        self.text.mark_set("insert", "end-1c")
        self._tell_now()

    def show_fault(self, fault: FilterFault | None) -> None:
        """Underline what is wrong; None: nothing is."""
        if fault is None and not self._has_fault:
            return
        self._has_fault = fault is not None
        self.text.tag_remove(_FAULT, "1.0", "end")
        if fault is None:
            return
        typed = self.text.get("1.0", "end-1c")
        # Where more is wanted the last character is underlined: behind it there is nothing to be.
        first = min(fault.position, max(0, len(typed) - 1))
        begin = utf16_units(typed[:first])
        end = begin + max(1, utf16_units(typed[first : first + max(1, fault.length)]))
        self.text.tag_add(_FAULT, f"1.{begin}", f"1.{end}")

    # Menus ---------------------------------------------------------------------------------------

    def open_menu(self) -> str:
        """Drop down the last filters, the examples and the names."""
        menu = self._emptied()
        for used in self._history:
            menu.add_command(label=shortened(used, _MENU_CHARS), command=partial(self.set, used))
        if self._history:
            menu.add_separator()
        for example, meaning in EXAMPLES:
            menu.add_command(
                label=_(meaning), accelerator=example, command=partial(self.set, example)
            )
        menu.add_separator()
        names = self._look.menu(menu)
        for name in FIELDS:
            names.add_command(label=name, command=partial(self._insert, name))
        menu.add_cascade(label=_(_FIELDS), menu=names)
        return self._post(menu)

    def _complete(self, _event: object) -> str:
        """Finish the name that is being typed, or offer those that it may become."""
        typed, caret = self._typed_and_caret()
        names = completions(typed, caret)
        if len(names) == 1:
            self._insert(names[0])
        elif names:
            menu = self._emptied()
            for name in names:
                menu.add_command(label=name, command=partial(self._insert, name))
            self._post(menu)
        return "break"

    def _insert(self, name: str) -> None:
        """Put a name in the place of what has been begun of it."""
        typed, caret = self._typed_and_caret()
        begun = len(begun_word(typed, caret))
        if begun:
            self.text.delete(f"insert-{begun}c", "insert")
        self.text.insert("insert", name)
        self.text.focus_set()

    def _typed_and_caret(self) -> tuple[str, int]:
        typed = self.text.get("1.0", "end-1c")
        return typed, len(self.text.get("1.0", "insert"))

    def _emptied(self) -> tkinter.Menu:
        self.menu.delete(0, "end")
        for part in self.menu.winfo_children():
            part.destroy()
        return self.menu

    def _post(self, menu: tkinter.Menu) -> str:
        x = self.text.winfo_rootx()
        menu.tk_popup(x, self.text.winfo_rooty() + self.text.winfo_height())
        return "break"

    # Keys ----------------------------------------------------------------------------------------

    def _bind(self) -> None:
        text = self.text
        for sequence in ("<Return>", "<KP_Enter>"):
            text.bind(sequence, self._enter)
        text.bind("<Escape>", lambda _event: self.set(""))
        text.bind("<Down>", lambda _event: self.open_menu())
        text.bind("<Control-space>", self._complete)
        text.bind("<Tab>", lambda _event: self._leave(text.tk_focusNext()))
        for back in ("<Shift-Tab>", "<<PrevWindow>>"):
            text.bind(back, lambda _event: self._leave(text.tk_focusPrev()))
        text.bind("<<Modified>>", self._after_change)

    def _leave(self, other: tkinter.Misc | None) -> str:
        if other is not None:
            other.focus_set()
        return "break"

    def _enter(self, _event: object) -> str:
        self._tell_now()
        if self.value:
            self._history = remembered(self._history, self.value)
        self._entered()
        return "break"

    def _after_change(self, _event: object) -> None:
        if not self.text.edit_modified():
            return
        self.text.edit_modified(arg=False)
        typed = self.text.get("1.0", "end-1c")
        if "\n" in typed:  # pasted
            self.text.replace("1.0", "end", " ".join(typed.split()))
        if self._timer is not None:
            self.frame.after_cancel(self._timer)
        self._timer = self.frame.after(_DEBOUNCE_MS, self._tell_now)

    def _tell_now(self) -> None:
        if self._timer is not None:
            self.frame.after_cancel(self._timer)
            self._timer = None
        if self.value != self._told:
            self._told = self.value
            self.show_fault(None)
            self._changed(self.value)

    def _recolour(self) -> None:
        palette = self._look.palette
        self.text.configure(
            background=palette.panel,
            foreground=palette.text,
            insertbackground=palette.text,
            selectbackground=palette.selection,
            selectforeground=palette.text,
            highlightbackground=palette.disabled,
            highlightcolor=palette.accent,
        )
        self.text.tag_configure(
            _FAULT, underline=True, underlinefg=palette.bad, foreground=palette.bad
        )
