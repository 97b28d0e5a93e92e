"""What is known of a setting that a person may change: where it stands, what it means, what fits.

The settings themselves are listed in `settings_list.py`; how a value is read, checked and written
is `settings_form.py`'s.
"""

from __future__ import annotations

from enum import Enum, auto

from msgspec import Struct

from wschat_gui.language import N_

MOST = 1_000_000_000
"""More than anybody has: `--no-limits` lifts limits as high as this."""
MIB = 1024 * 1024
LEAST_SCALE, MOST_SCALE = 0.75, 3.0


class Page(Enum):
    """The dialog's pages; the value is the title."""

    ROOM = N_("Room")
    NETWORK = N_("Network")
    LIMITS = N_("Limits")
    FILES = N_("Files and transcript")
    LOOK = N_("Look")


class Kind(Enum):
    """How a value is typed."""

    TEXT = auto()
    CODE = auto()
    """Text that can be made up by a button."""
    ADDRESS = auto()
    ORIGINS = auto()
    """Several, with spaces or commas between them."""
    NUMBER = auto()
    DECIMAL = auto()
    SIZE = auto()
    """Bytes, with a unit."""
    SWITCH = auto()
    KEEP = auto()
    THEME = auto()
    LANGUAGE = auto()
    SCALE = auto()


class Hold(Enum):
    """When a changed value holds."""

    AT_ONCE = auto()
    ON_RESTART = auto()
    """The server reads it when the room is opened."""
    NEW_WINDOW = auto()
    """The window is built anew; nobody in the room notices."""


class Field(Struct, frozen=True, kw_only=True):
    """One setting."""

    path: str
    """Where it stands in `config.Choices`, such as `settings.limits.clients`."""
    page: Page
    label: str
    meaning: str
    kind: Kind
    hold: Hold = Hold.AT_ONCE
    low: float = 0
    high: float = MOST
    unit: str = ""

    @property
    def name(self) -> str:
        """The last part of the path: unique among all fields."""
        return self.path.rpartition(".")[2]


def limit_field(
    name: str,
    label: str,
    meaning: str,
    *,
    unit: str = "",
    low: float = 1,
    high: float = MOST,
    kind: Kind = Kind.NUMBER,
    hold: Hold = Hold.AT_ONCE,
    page: Page = Page.LIMITS,
) -> Field:
    """Describe one of `config.Limits`."""
    return Field(
        path=f"settings.limits.{name}",
        page=page,
        label=label,
        meaning=meaning,
        kind=kind,
        hold=hold,
        low=low,
        high=high,
        unit=unit,
    )
