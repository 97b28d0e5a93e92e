"""What somebody who helps needs to know, as one text to paste: everything but secrets.

The room code is never in it, nor what anybody said. Pure: versions and errors are passed in.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import asdict

from wschat_gui.config import Preferences, Settings
from wschat_gui.model.state import WindowState
from wschat_gui.model.status import Failed, Running

_SECRET = "(set)"


def diagnostics(
    state: WindowState,
    settings: Settings,
    preferences: Preferences,
    *,
    versions: Iterable[tuple[str, str]],
    errors: Iterable[str],
) -> str:
    """Write all of it; in English, whatever the window speaks: those who help may not."""
    status = state.status
    kept = asdict(settings)
    kept["room_code"] = _SECRET if settings.room_code else ""
    limits = asdict(kept.pop("limits"))
    port, wanted_port = ("-", "-")
    if isinstance(status, Running):
        port, wanted_port = str(status.port), str(status.wanted_port)
    failure = f"{status.sentence}\n{status.detail}" if isinstance(status, Failed) else "-"
    parts = [
        _part("Versions", versions),
        _part(
            "Server",
            [
                ("state", type(status).__name__),
                ("port", port),
                ("wanted port", wanted_port),
                ("failure", failure),
                ("clients", len(state.clients)),
                ("log lines skipped", state.log.lost),
            ],
        ),
        _part("Addresses", [(each.interface, each.url) for each in state.addresses]),
        _part("Settings", kept.items()),
        _part("Limits", limits.items()),
        _part("Window", asdict(preferences).items()),
        _part("Troubles", [(each.task, each.sentence) for each in state.troubles.shown]),
        _part("Errors", [(str(number), error) for number, error in enumerate(errors, 1)]),
    ]
    return "\n\n".join(parts) + "\n"


def _part(title: str, facts: Iterable[tuple[str, object]]) -> str:
    lines = [f"  {name}: {value}" for name, value in facts]
    return "\n".join([title, *(lines or ["  none"])])
