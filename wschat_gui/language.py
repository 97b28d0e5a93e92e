"""The language of the window: marks what people read there, and says it in the language in force.

How to write a sentence that people read, in `gui/` and `model/`:

    from wschat_gui.language import N_, _
    from wschat_gui.model.formats import counted

    _TIP = N_("Copy the address")     # a module's constant is only marked: no language chosen yet
    look.label(frame, _(_TIP))        # … and translated where it is shown
    say(_("Kicked {whom}").format(whom=nick))           # inside a function: both at once
    say(counted("{n} client", "{n} clients", number))   # the form that the number takes

Whole sentences, never glued parts; named places, because other languages order them differently;
no f-string inside `_()`, because nobody could look it up. English is what stands in the source; the
other languages are in `locale/`, kept up to date by `python -m tools.languages`.

A thread that never called `speak` speaks English: the server's sentences are for its log as well.
Nothing here knows settings or Tk: who chooses the language is `app.py`.
"""

from __future__ import annotations

import gettext as machinery
from contextvars import ContextVar
from importlib import resources

DOMAIN = "wschat"
LANGUAGES = {
    "en": "English",
    "zh": "简体中文",
    "de": "Deutsch",
    "es": "Español",
    "ja": "日本語",
}
"""By ISO 639-1 code, each with the name that it gives itself: the same as the page's."""

_catalogue: ContextVar[machinery.NullTranslations] = ContextVar(
    "catalogue",
    default=machinery.NullTranslations(),  # noqa: B039  (never changed: a catalogue is replaced)
)


def _(text: str) -> str:
    """Say a sentence in the language in force; English where it has no translation."""
    # For an empty text, gettext gives the catalogue's own heading.
    return _catalogue.get().gettext(text) if text else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Say a sentence with a number in the form that this number takes."""
    return _catalogue.get().ngettext(one, many, number)


def N_(text: str) -> str:  # noqa: N802  (gettext's own name for it)
    """Mark a constant for translation; `_` translates it where it is shown."""
    return text


def speak(code: str) -> None:
    """Speak this language from now on, in this thread; one of LANGUAGES.

    What is on the screen already stays as it is: choose before the window is built.
    """
    use(_load(code))


def use(catalogue: machinery.NullTranslations) -> None:
    """Take sentences from this catalogue from now on, in this thread."""
    _catalogue.set(catalogue)


def _load(code: str) -> machinery.NullTranslations:
    if code == "en":
        return machinery.NullTranslations()
    file = resources.files(__package__) / "locale" / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with file.open("rb") as stream:
        return machinery.GNUTranslations(stream)


def nearest(wanted: str) -> str | None:
    """Find the language of LANGUAGES for a locale's name, such as `de_AT.UTF-8` or `zh-Hant`.

    None where there is none. Every Chinese locale gets the one Chinese there is.
    """
    code = wanted.replace("-", "_").split("_", 1)[0].split(".", 1)[0].lower()
    return code if code in LANGUAGES else None
