"""The settings file: what the host chose, read at the start and written whenever it changes.

One JSON file, strictly read: a damaged or newer one is set aside and the defaults hold, which the
trouble that comes with them says. Written beside and renamed, so that a power cut leaves the old
one or the new one. What was given on the command line never gets here: only changes do.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wschat_gui.config import Choices, Preferences, Settings
from wschat_gui.language import N_, _
from wschat_gui.model.settings_form import unfit

FILE_NAME = "settings.json"
VERSION = 1
_SET_ASIDE = "settings-set-aside.json"
_COMMAND_LINE_ONLY = ("certificate", "private_key", "data_dir")
"""Parts of Settings that are never saved: files, given when the program is started."""
_MOST_BYTES = 1024 * 1024
"""No settings file is larger; whatever is there instead is not read into memory."""

_DAMAGED = N_(
    "The saved settings could not be read, so the usual ones hold. The file is kept as {file}."
)
_NEWER = N_(
    "The saved settings are of a newer version of this program, so the usual ones hold. "
    "The file is kept as {file}."
)
_UNREADABLE = N_("The saved settings could not be read, so the usual ones hold: {error}.")
_UNWRITABLE = N_("The settings hold, but could not be saved: {error}.")


class UnusableSettings(ValueError):
    """The file does not say what settings are."""


class NewerSettings(UnusableSettings):
    """The file was written by a later version."""


class Trouble(Struct, frozen=True):
    """What went wrong with the file. The sentence is made when the language is known."""

    _template: str
    _places: dict[str, str]

    @property
    def sentence(self) -> str:
        """Say it to the host."""
        return _(self._template).format(**self._places)


class Saved:
    """The file, and what was chosen in it."""

    def __init__(self, path: Path | None) -> None:
        """Read the file; None: there is none, and nothing is ever written."""
        self._path = path
        self.choices = Choices()
        self.trouble: Trouble | None = None
        self._is_unread = False
        """Whether there is a file whose content nobody here knows."""
        if path is not None:
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            self.choices = decoded(_bytes_of(path))
        except FileNotFoundError:
            return  # the first start
        except NewerSettings:
            self.trouble = _set_aside(path, _NEWER)
        except UnusableSettings:
            self.trouble = _set_aside(path, _DAMAGED)
        except OSError as error:
            self.trouble = Trouble(_UNREADABLE, {"error": _reason(error)})
            self._is_unread = True

    def change(self, before: Choices, after: Choices) -> Trouble | None:
        """Save what differs between these two; all else stays as it was saved.

        So a port from the command line, which stands in both, is not saved with a new room name.
        """
        self.choices = carried_over(self.choices, before, after)
        if self._path is None:
            return None
        try:
            if self._is_unread:
                # Its owner may read it still, and there may be a room code in it.
                with contextlib.suppress(FileNotFoundError):  # it may have gone since
                    self._path.replace(self._path.with_name(_SET_ASIDE))
                self._is_unread = False
            _write(self._path, encoded(self.choices))
        except OSError as error:
            return Trouble(_UNWRITABLE, {"error": _reason(error)})
        return None


def encoded(choices: Choices) -> bytes:
    """Write choices as the file has them."""
    settings = replace(choices.settings, certificate=None, private_key=None, data_dir=None)
    kept = {
        "version": VERSION,
        "settings": msgspec.to_builtins(settings),
        "preferences": msgspec.to_builtins(choices.preferences),
    }
    for name in _COMMAND_LINE_ONLY:
        del kept["settings"][name]
    return msgspec.json.format(msgspec.json.encode(kept), indent=2) + b"\n"


def decoded(data: bytes) -> Choices:
    """Read what a file has. What it leaves out is as usual.

    Raises:
        NewerSettings: a later version wrote it.
        UnusableSettings: it is no settings file, has a part that nobody knows, or a value that the
            dialog would not take.
    """
    try:
        raw = msgspec.json.decode(data, type=dict[str, Any])
        if not isinstance(raw.get("version"), int):
            raise UnusableSettings("it has no version")
        if raw.pop("version") > VERSION:
            raise NewerSettings
        choices = msgspec.convert(raw, Choices)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnusableSettings(str(error)) from error
    _refuse_unknown(raw, Choices())
    if wrong := unfit(choices):
        raise UnusableSettings(f"these do not fit: {', '.join(wrong)}")
    return choices


def _refuse_unknown(raw: dict[str, Any], known: Struct) -> None:
    """Refuse names that `known` does not have, and those that are never saved."""
    names = set(known.__struct_fields__) - set(_COMMAND_LINE_ONLY)
    if surplus := raw.keys() - names:
        raise UnusableSettings(f"nobody knows {', '.join(sorted(surplus))}")
    for name, value in raw.items():
        if isinstance(value, dict):
            _refuse_unknown(value, getattr(known, name))


def carried_over(saved: Choices, before: Choices, after: Choices) -> Choices:
    """Give the saved choices, changed where `after` differs from `before`."""
    settings = _changed(saved.settings, before.settings, after.settings, Settings)
    limits = _changed(
        saved.settings.limits, before.settings.limits, after.settings.limits, type(settings.limits)
    )
    preferences = _changed(saved.preferences, before.preferences, after.preferences, Preferences)
    origins = _origins(
        saved.settings.allowed_origins,
        before.settings.allowed_origins,
        after.settings.allowed_origins,
    )
    settings = replace(settings, limits=limits, allowed_origins=origins)
    return Choices(settings=settings, preferences=preferences)


def _origins(
    saved: tuple[str, ...], before: tuple[str, ...], after: tuple[str, ...]
) -> tuple[str, ...]:
    """One by one: a page allowed in a run does not bring those of the command line along."""
    taken_back = set(before) - set(after)
    added = (each for each in after if each not in before)
    return tuple(dict.fromkeys((*(each for each in saved if each not in taken_back), *added)))


def _changed(saved: Any, before: Any, after: Any, kind: Any) -> Any:  # noqa: ANN401
    changed = {
        name: getattr(after, name)
        for name in kind.__struct_fields__
        if getattr(after, name) != getattr(before, name)
    }
    return replace(saved, **changed)


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise UnusableSettings("it is too large")
    return data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Readable for its owner only: the room code is in it.
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.stem, delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


def _set_aside(path: Path, template: str) -> Trouble:
    aside = path.with_name(_SET_ASIDE)
    try:
        path.replace(aside)
    except OSError as error:
        return Trouble(_UNREADABLE, {"error": _reason(error)})
    return Trouble(template, {"file": str(aside)})


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
