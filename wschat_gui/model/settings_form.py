"""The settings dialog without its widgets: reads what is typed, says what is wrong with it.

A form is a mapping from a field's path to text, as it stands in the widgets. How one value is read
and written is `settings_values.py`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from wschat_gui.config import Choices, Settings
from wschat_gui.language import N_, _
from wschat_gui.model.settings_fields import Field, Hold, Page
from wschat_gui.model.settings_list import FIELDS
from wschat_gui.model.settings_values import Wrong, read, written

Form = Mapping[str, str]
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""For codes that are made up: without those that look like others when read from a wall."""
CODE_LENGTH = 8

_LESS_THAN_FILE = N_("This cannot be less than one file may have.")


def filled(choices: Choices) -> dict[str, str]:
    """Write all choices as the fields show them."""
    return {field.path: written(field, value_of(choices, field)) for field in FIELDS}


def faults(form: Form) -> dict[str, str]:
    """Say what is wrong, by the path of the field under which the sentence stands."""
    values: dict[str, object] = {}
    found: dict[str, str] = {}
    for field in FIELDS:
        try:
            values[field.name] = read(field, form[field.path])
        except Wrong as wrong:
            found[field.path] = str(wrong)
    one_file, all_files = values.get("file_bytes"), values.get("all_files_bytes")
    if isinstance(one_file, int) and isinstance(all_files, int) and all_files < one_file:
        found["settings.limits.all_files_bytes"] = _(_LESS_THAN_FILE)
    return found


def chosen(form: Form, base: Choices) -> Choices:
    """Read the whole form; what it has no field for stays as in `base`.

    Raises:
        Wrong: `faults` has something to say.
    """
    choices = base
    for field in FIELDS:
        choices = _with_value(choices, field, read(field, form[field.path]))
    return choices


def unfit(choices: Choices) -> dict[str, str]:
    """Say what of these choices, wherever they come from, no dialog would have let through."""
    return faults(filled(choices))


def defaults(form: Form, page: Page | None) -> dict[str, str]:
    """Give the form with the defaults on this page, or on all."""
    usual = filled(Choices())
    reset = {each.path for each in FIELDS if page in (None, each.page)}
    return {path: usual[path] if path in reset else text for path, text in form.items()}


def differing(before: Choices, after: Choices) -> tuple[Field, ...]:
    """Give the fields in which two choices differ."""
    return tuple(each for each in FIELDS if value_of(before, each) != value_of(after, each))


def awaiting_restart(started_with: Settings, now: Settings) -> tuple[Field, ...]:
    """Give the fields that the running room does not follow yet."""
    changed = differing(Choices(settings=started_with), Choices(settings=now))
    return tuple(each for each in changed if each.hold is Hold.ON_RESTART)


def needs_new_window(before: Choices, after: Choices) -> bool:
    """Tell whether the window has to be built anew to follow a change."""
    return any(each.hold is Hold.NEW_WINDOW for each in differing(before, after))


def code_from(numbers: bytes) -> str:
    """Make a room code of `CODE_LENGTH` random bytes; typed on phones, so short and in one case."""
    return "".join(CODE_LETTERS[number % len(CODE_LETTERS)] for number in numbers)


# One field ---------------------------------------------------------------------------------------


def value_of(choices: Choices, field: Field) -> object:
    """Look a field's value up."""
    value: object = choices
    for name in field.path.split("."):
        value = getattr(value, name)
    return value


def _with_value(choices: Choices, field: Field, value: Any) -> Choices:  # noqa: ANN401
    match field.path.split("."):
        case ["settings", "limits", name]:
            limits = replace(choices.settings.limits, **{name: value})
            return replace(choices, settings=replace(choices.settings, limits=limits))
        case ["settings", name]:
            return replace(choices, settings=replace(choices.settings, **{name: value}))
        case ["preferences", name]:
            return replace(choices, preferences=replace(choices.preferences, **{name: value}))
    raise AssertionError(f"no such place: {field.path}")
