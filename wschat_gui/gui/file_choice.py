"""The system's own dialog for the name of a file to write."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import filedialog
from typing import TypeAlias

from wschat_gui.model.exporting import FORMS

_TITLE = "Export the transcript"
_FIRST_NAME = "transcript"

ChooseFile: TypeAlias = Callable[[tkinter.Tk], str]
"""Asks for the name of a file that is to be written; empty: the person has thought better of it."""


def choose_export_file(root: tkinter.Tk) -> str:
    """Ask for a name; its ending tells the form. The dialog itself asks before overwriting."""
    chosen = filedialog.asksaveasfilename(
        parent=root,
        title=_TITLE,
        initialfile=_FIRST_NAME,
        defaultextension=f".{next(iter(FORMS))}",
        filetypes=[(name, f".{form}") for form, name in FORMS.items()],
    )
    return str(chosen or "")
