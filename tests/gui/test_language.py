"""Every text of the window is said in the language in force, and fits, in each of them."""

from __future__ import annotations

import gettext
import re
import tkinter
from collections.abc import Iterator
from tkinter import ttk

import pytest

from tests.gui.conftest import MakeWindow
from tests.gui.fake_host import FakeHost
from tests.model.made_up import listening, opened, room_figures, said
from wschat_gui.bridge.events import ServerFailed
from wschat_gui.gui.theme import Look
from wschat_gui.language import LANGUAGES, speak, use
from wschat_gui.model.settings_fields import Page
from wschat_gui.model.settings_list import FIELDS

pytestmark = pytest.mark.window

NOT_SAID = re.compile(
    r"""
      [^A-Za-z]*                                # nothing to say
    | https?://\S*                              # an address
    | Wi-Fi\s+\S* | 192\.168\S*                 # an interface with its address
    | \S*\ ?(?:[kMGT]?B|B/s|kB/s)               # a size
    | (?:English|Deutsch|Español)               # languages call themselves
    | WSChat|MiB|ada                            # names
    | (?:out|in)\ 0\ B/s
    """,
    re.VERBOSE,
)
"""What stands in the window as it is in every language."""
KEYS = re.compile(r"\(?(?:(?:Alt|Ctrl|Shift)\+)*(?:F\d+|Esc|Del|[A-Z,])\)?$")


class Marked(gettext.NullTranslations):
    """A language in which every sentence can be told from what was never translated."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.fixture
def tips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the text of every tooltip."""
    noted: list[str] = []
    make = Look.tooltip

    def note(self: Look, widget: tkinter.Misc, text: str) -> object:
        noted.append(text)
        return make(self, widget, text)

    monkeypatch.setattr(Look, "tooltip", note)
    return noted


def texts(widget: tkinter.Misc) -> Iterator[str]:
    """Give every text that can be read in a widget and in all that is inside it."""
    if isinstance(widget, ttk.Label | ttk.Button | ttk.Checkbutton | ttk.Radiobutton):
        yield str(widget.cget("text"))
    if isinstance(widget, ttk.Combobox):
        yield from map(str, widget.cget("values"))
    if isinstance(widget, ttk.Notebook):
        for tab in widget.tk.splitlist(widget.tk.call(widget, "tabs")):
            yield str(widget.tk.call(widget, "tab", tab, "-text"))
    if isinstance(widget, ttk.Treeview):
        for column in widget.cget("columns"):
            yield str(widget.heading(column, "text"))
    if isinstance(widget, tkinter.Menu):
        last = widget.index("end")
        for index in range(-1 if last is None else last + 1):
            if widget.type(index) in {"command", "cascade", "checkbutton", "radiobutton"}:
                yield str(widget.entrycget(index, "label"))
    for child in widget.winfo_children():
        yield from texts(child)


def without_sentences(text: str) -> str:
    """Take out what was translated, from the inside: one sentence may stand in another."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return text


def untranslated(found: list[str]) -> set[str]:
    """Give what is left of the texts without sentences and keys."""
    bare = [KEYS.sub("", without_sentences(text)) for text in found]
    return {text.strip() for text in bare if not NOT_SAID.fullmatch(text.strip(" \n⚠▲✖·()✓↓↑…"))}


def test_no_text_is_left_in_english(make_window: MakeWindow, tips: list[str]) -> None:
    use(Marked())
    host = FakeHost()
    driver = make_window(host)
    window = driver.window
    host.say(listening(), opened(1), said("hi"), room_figures())
    driver.redraw()
    window.settings_desk.open()
    window.menu.prepare()
    driver.root.update()

    assert untranslated([*texts(driver.root), *tips]) == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_settings_fit_in_every_language(make_window: MakeWindow, code: str) -> None:
    speak(code)
    host = FakeHost()
    driver = make_window(host)
    driver.window.settings_desk.open()
    dialog = driver.window.dialog
    assert dialog is not None
    driver.root.update()
    frame = dialog.frame
    assert frame.winfo_reqwidth() <= frame.winfo_width() <= driver.root.winfo_width()
    assert frame.winfo_reqheight() <= frame.winfo_height() <= driver.root.winfo_height()
    for page in Page:
        dialog.show_page(page)  # type: ignore[attr-defined]
        driver.root.update()
        right = frame.winfo_rootx() + frame.winfo_width()
        for field in FIELDS:
            row = dialog.row(field.path)  # type: ignore[attr-defined]
            if field.page is page:
                assert row.widget.winfo_rootx() + row.widget.winfo_width() < right
                assert row.label.winfo_rootx() + row.label.winfo_width() <= row.widget.winfo_rootx()


@pytest.mark.parametrize("code", LANGUAGES)
def test_window_fits_in_every_language(make_window: MakeWindow, code: str) -> None:
    speak(code)
    host = FakeHost()
    driver = make_window(host)
    host.say(listening(), opened(1), said("hi"), room_figures())
    driver.redraw()
    assert driver.root.winfo_reqwidth() <= driver.root.winfo_width()
    toolbar = driver.window.toolbar
    assert toolbar.frame.winfo_reqwidth() <= toolbar.frame.winfo_width()
    assert toolbar.word.winfo_reqwidth() <= toolbar.word.winfo_width()


@pytest.mark.parametrize("code", LANGUAGES)
def test_failure_is_told_in_every_language(make_window: MakeWindow, code: str) -> None:
    speak(code)
    host = FakeHost()
    driver = make_window(host)
    host.say(ServerFailed("No port is free.", ""))
    driver.redraw()
    assert "No port is free." in driver.window.clients.empty_room.text
