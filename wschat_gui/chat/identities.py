"""Who somebody is across reconnections: the secret token, and what is remembered under it.

Who is in the room just now is in `room.py`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from wschat_gui.chat.flood import FloodGuard, FloodRule


class Identity:
    """One person at one page: what must survive a dropped connection."""

    __slots__ = ("_seq_by_message_id", "flood", "token")

    _REMEMBERED_MESSAGES = 256
    """More than any page holds unconfirmed, so that each resend is recognised."""

    def __init__(self, token: str, flood: FloodGuard) -> None:
        """Begin with nothing said."""
        self.token = token
        self.flood = flood
        self._seq_by_message_id: OrderedDict[str, int] = OrderedDict()

    def remember(self, message_id: str, seq: int) -> None:
        """Note that this message of theirs has become `seq`."""
        self._seq_by_message_id[message_id] = seq
        if len(self._seq_by_message_id) > self._REMEMBERED_MESSAGES:
            self._seq_by_message_id.popitem(last=False)

    def seq_of(self, message_id: str) -> int | None:
        """Return the `seq` under which this message was said already, if it was."""
        return self._seq_by_message_id.get(message_id)


class Identities:
    """Of everybody in the room, and of those who left, the longest gone first to be forgotten."""

    _REMEMBERED_AWAY = 5_000
    """Ten times the clients of a full room: a reload storm forgets nobody who comes back."""

    def __init__(self, mint_token: Callable[[], str], flood_rule: FloodRule) -> None:
        """Make tokens with `mint_token`, which must be unguessable."""
        self._mint_token = mint_token
        self._flood_rule = flood_rule
        self._present: dict[str, Identity] = {}
        self._away: OrderedDict[str, Identity] = OrderedDict()

    def find(self, token: str) -> Identity | None:
        """Return the identity behind `token`, if it is remembered."""
        return self._present.get(token) or self._away.get(token)

    def enter(self, token: str, now_s: float) -> Identity:
        """Return the identity behind `token`, or a new one if it is empty or unknown.

        It stays remembered until it leaves, however many come and go meanwhile.
        """
        identity = self.find(token)
        if identity is None:
            identity = Identity(self._mint_token(), FloodGuard(self._flood_rule, now_s))
        self._away.pop(identity.token, None)
        self._present[identity.token] = identity
        return identity

    def leave(self, identity: Identity) -> None:
        """Remember it from now on only while not too many have left after it."""
        del self._present[identity.token]
        self._away[identity.token] = identity
        if len(self._away) > self._REMEMBERED_AWAY:
            self._away.popitem(last=False)
