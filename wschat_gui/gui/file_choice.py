"""The system's own dialog for the name of a file to write."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from tkinter import filedialog
from typing import TypeAlias

from msgspec import Struct

from wschat_gui.bridge.frame_commands import FrameExportForm
from wschat_gui.language import N_, _
from wschat_gui.model.exporting import FORMS
from wschat_gui.model.frame_export import FORMS as FRAME_FORMS

_TITLE = N_("Export the transcript")
_FIRST_NAME = "transcript"

_FRAMES_TITLE = N_("Export captured frames")
_FRAMES_NAME = "frames"

_POSTER_TITLE = N_("Save the poster")
_POSTER_NAME = N_("poster")

ChooseFile: TypeAlias = Callable[[tkinter.Tk], str]
"""Asks for the name of a file that is to be written; empty: the person has thought better of it."""

ChoosePosterFile: TypeAlias = Callable[[tkinter.Misc], str]
"""The same for the poster, over the window that is given."""

ChooseFramesFile: TypeAlias = Callable[[tkinter.Misc, FrameExportForm], str]
"""The same for captured frames, in a form that is chosen already."""


def choose_export_file(root: tkinter.Tk) -> str:
    """Ask for a name; its ending tells the form. The dialog itself asks before overwriting."""
    chosen = filedialog.asksaveasfilename(
        parent=root,
        title=_(_TITLE),
        initialfile=_FIRST_NAME,
        defaultextension=f".{next(iter(FORMS))}",
        filetypes=[(_(name), f".{form}") for form, name in FORMS.items()],
    )
    return str(chosen or "")


def choose_poster_file(parent: tkinter.Misc) -> str:
    """Ask for the name of the poster's file, over the window that shows it."""
    chosen = filedialog.asksaveasfilename(
        parent=parent,
        title=_(_POSTER_TITLE),
        initialfile=_(_POSTER_NAME),
        defaultextension=".pdf",
        filetypes=[("PDF", ".pdf"), ("PNG", ".png")],
    )
    return str(chosen or "")


def choose_frames_file(parent: tkinter.Misc, form: FrameExportForm) -> str:
    """Ask for the name of a file of captured frames."""
    chosen = filedialog.asksaveasfilename(
        parent=parent,
        title=_(_FRAMES_TITLE),
        initialfile=_FRAMES_NAME,
        defaultextension=f".{form}",
        filetypes=[(_(FRAME_FORMS[form]), f".{form}")],
    )
    return str(chosen or "")


class Choosers(Struct, frozen=True, kw_only=True):
    """All of them; tests have others."""

    transcript: ChooseFile = choose_export_file
    poster: ChoosePosterFile = choose_poster_file
    frames: ChooseFramesFile = choose_frames_file
