"""The window's colours, for light and dark. Plain data.

The seeds are what ttkbootstrap makes its widgets' colours from; a palette holds what it has no word
for: text in canvases, tables and the log. Every text colour has a contrast of at least 4.5 to 1
with the background it stands on (WCAG 2.1, success criterion 1.4.3).
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Mode(StrEnum):
    """Which of the two looks the window has."""

    LIGHT = "light"
    DARK = "dark"

    @property
    def other(self) -> Mode:
        """The one to switch to."""
        return Mode.DARK if self is Mode.LIGHT else Mode.LIGHT


ACCENTS = {
    "primary": "#2563eb",
    "success": "#16a34a",
    "info": "#0891b2",
    "warning": "#d97706",
    "danger": "#dc2626",
    "neutral": "#64748b",
}


class Palette(Struct, frozen=True, kw_only=True):
    """One mode's colours, as #rrggbb."""

    panel: str
    """Background of panels, tables and the log."""
    text: str
    chrome: str
    """Background of the window between the panels; ttkbootstrap mixes it from `panel`."""
    muted: str
    """Text that steps back: times, headings of columns, units."""
    disabled: str
    """What cannot be used now: seen, not read (exempt from the contrast rule)."""
    grid: str
    track: str
    """The empty part of a bar."""
    selection: str
    zebra: str
    accent: str
    """Nicks, links and the outbound curve."""
    fill: str
    """Under the outbound curve: `accent`, thinned."""
    inbound: str
    good: str
    warning: str
    bad: str
    purple: str
    tip: str
    """Background of tooltips."""


LIGHT = Palette(
    panel="#ffffff",
    text="#1c2230",
    chrome="#f7f7f7",
    muted="#5b6678",
    disabled="#a3adbb",
    grid="#e3e8ef",
    track="#edf1f6",
    selection="#dbe6fd",
    zebra="#f8fafc",
    accent="#2458d3",
    fill="#dbe6fd",
    inbound="#0b7c72",
    good="#137a3b",
    warning="#b04a06",
    bad="#c81e1e",
    purple="#7c3aed",
    tip="#1c2230",
)

DARK = Palette(
    panel="#191d25",
    text="#e6e9ef",
    chrome="#20242c",
    muted="#98a2b3",
    disabled="#596273",
    grid="#2a303b",
    track="#272d37",
    selection="#24406e",
    zebra="#1d222b",
    accent="#76a9fa",
    fill="#1f3052",
    inbound="#2dd4bf",
    good="#4ade80",
    warning="#fbbf24",
    bad="#f87171",
    purple="#b794f6",
    tip="#3a4252",
)

PALETTES = {Mode.LIGHT: LIGHT, Mode.DARK: DARK}


class Tone(StrEnum):
    """What colour says about a text; the value names styles and tags."""

    NORMAL = ""
    MUTED = "Muted"
    ACCENT = "Accent"
    INBOUND = "Inbound"
    GOOD = "Good"
    WARNING = "Warning"
    BAD = "Bad"

    def colour(self, palette: Palette) -> str:
        """Find the colour of this tone."""
        return {
            Tone.NORMAL: palette.text,
            Tone.MUTED: palette.muted,
            Tone.ACCENT: palette.accent,
            Tone.INBOUND: palette.inbound,
            Tone.GOOD: palette.good,
            Tone.WARNING: palette.warning,
            Tone.BAD: palette.bad,
        }[self]
