"""What the window asks of the running server. Frozen data; how it is carried out is not known here.

Starting is no command: a server that does not run has no queue to read. New settings travel as the
Settings object itself, through the same queue.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Kick(Struct, frozen=True):
    """Close this client with 4001 and the reason; its page shows both and stays away."""

    client_id: int
    reason: str


class Announce(Struct, frozen=True):
    """Say this to the whole room as the host; kept in the history."""

    text: str


class Stop(Struct, frozen=True):
    """Close everybody with 1001 and end the server thread."""


Command: TypeAlias = Kick | Announce | Stop
