"""Brings the window's languages up to date: `python -m tools.languages` (--check: only tells).

Reads every marked sentence out of `gui/`, `model/` and the modules above them, puts new ones into
the `.po` files under `wschat_gui/locale` without a translation, drops those that nobody says any
more, and compiles the `.mo` files that the program reads. How to mark: `wschat_gui/language.py`.
"""

from __future__ import annotations

import argparse
import io
import sys
from datetime import datetime, timezone
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from wschat_gui.language import DOMAIN, LANGUAGES

PACKAGE = Path(__file__).parent.parent / "wschat_gui"
TRANSLATED = tuple(code for code in LANGUAGES if code != "en")
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "counted": (1, 2)}
_NO_TIME = datetime(2000, 1, 1, tzinfo=timezone.utc)  # noqa: UP017  (what Babel writes as +0000)
"""Instead of the time of writing: the same sentences must give the same bytes."""
_HEADING = "The window's sentences. Brought up to date by `python -m tools.languages`."
_LEFT_OUT = ("Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator")


def said() -> Catalog:
    """Collect every sentence that is marked in the sources, the files in order of their names."""
    found = Catalog()
    for file, line, message, comments, context in sorted(
        extract_from_dir(PACKAGE, keywords=_KEYWORDS), key=lambda each: (each[0], each[1])
    ):
        found.add(message, locations=[(file, line)], auto_comments=comments, context=context)
    return found


def po_path(code: str) -> Path:
    """Find a language's sentences."""
    return PACKAGE / "locale" / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(code: str) -> Catalog:
    """Read a language's sentences as they are now; empty where there is no file yet."""
    path = po_path(code)
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def updated(code: str, sentences: Catalog) -> Catalog:
    """Give a language's sentences with exactly the ids that are said now."""
    catalogue = read(code)
    catalogue.update(sentences, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.header_comment = f"# {_HEADING}"
    catalogue.project, catalogue.version = "WSChat host", ""
    catalogue.creation_date = catalogue.revision_date = _NO_TIME
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """Write a catalogue as its `.po` file has it."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=100, ignore_obsolete=True, include_lineno=False)
    lines = stream.getvalue().splitlines(keepends=True)
    left_out = tuple(f'"{name}:'.encode() for name in (*_LEFT_OUT, "Generated-By", "Language-Team"))
    return b"".join(line for line in lines if not line.startswith(left_out))


def mo_bytes(catalogue: Catalog) -> bytes:
    """Write a catalogue as its `.mo` file has it."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """Give the ids that have no translation yet, or only half of one."""
    missing = []
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and (message.fuzzy or not all(strings)):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def main() -> int:
    """Bring all languages up to date, or tell what is not; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    is_check = parser.parse_args().check
    sentences, is_behind = said(), False
    for code in TRANSLATED:
        catalogue = updated(code, sentences)
        for path, data in (
            (po_path(code), po_bytes(catalogue)),
            (po_path(code).with_suffix(".mo"), mo_bytes(catalogue)),
        ):
            if path.exists() and path.read_bytes() == data:
                continue
            is_behind = True
            print(f"{path.relative_to(PACKAGE.parent)} {'is behind' if is_check else 'written'}")
            if not is_check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        for sentence in untranslated(catalogue):
            print(f"{code}: no translation of {sentence!r}")
    return int(is_check and is_behind)


if __name__ == "__main__":
    sys.exit(main())
