"""Who somebody is across reconnections: the secret token, and what is remembered under it.

Who is in the room just now is in `roster.py`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from weakref import WeakValueDictionary

from wschat_gui.chat.flood import FloodGuard, FloodRule
from wschat_gui.chat.people import person_id_of
from wschat_gui.chat.whisper_memory import WhisperMemory


class Pace:
    """How fast a person may speak, at all its pages together: another tab is nobody else."""

    __slots__ = ("__weakref__", "flood", "spoke_at_s")

    def __init__(self, flood: FloodGuard) -> None:
        """Begin with nothing said."""
        self.flood = flood
        self.spoke_at_s = float("-inf")
        """When they last said something to the room, monotonic."""


class Identity:
    """One person at one page: what must survive a dropped connection."""

    __slots__ = (
        "_seq_by_message_id",
        "pace",
        "person_ids",
        "thrown_out",
        "token",
        "whispers",
    )

    _REMEMBERED_MESSAGES = 256
    """More than any page holds unconfirmed, so that each resend is recognised."""
    _REMEMBERED_PERSON_IDS = 4
    """A page changes its device's secret when its storage was cleared: now and then at most."""

    def __init__(self, token: str, pace: Pace) -> None:
        """Begin with nothing said."""
        self.token = token
        self.pace = pace
        self.person_ids: tuple[str, ...] = ()
        """How the others know them; first the one that holds now, then earlier ones."""
        self.whispers = WhisperMemory()
        self.thrown_out = False
        """A locked door does not open to who was kicked or banned."""
        self._seq_by_message_id: dict[str, int] = {}
        """The oldest first."""

    def be_known(self, person_id: str) -> None:
        """Be called this from now on, and still answer for what was said as somebody else."""
        earlier = [known for known in self.person_ids if known != person_id]
        self.person_ids = (person_id, *earlier)[: self._REMEMBERED_PERSON_IDS]

    def remember(self, message_id: str, seq: int) -> None:
        """Note that this message of theirs has become `seq`."""
        self._seq_by_message_id[message_id] = seq
        if len(self._seq_by_message_id) > self._REMEMBERED_MESSAGES:
            del self._seq_by_message_id[next(iter(self._seq_by_message_id))]

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
        self._paces: WeakValueDictionary[str, Pace] = WeakValueDictionary()
        """By person id, as long as any identity of that person is remembered."""

    def change_flood_rule(self, rule: FloodRule) -> None:
        """Let everybody speak by another rule from now on."""
        self._flood_rule = rule
        for identity in (*self._present.values(), *self._away.values()):
            identity.pace.flood.change_rule(rule)

    def find(self, token: str) -> Identity | None:
        """Return the identity behind `token`, if it is remembered."""
        return self._present.get(token) or self._away.get(token)

    def person_ids(self, token: str, device: str) -> tuple[str, ...]:
        """Return all by which somebody who shows these secrets may be known; the first is meant.

        None for a stranger without any. Also a token of an earlier run counts: its owner may have
        been banned under it.
        """
        identity = self.find(token)
        by_device = (person_id_of(device),) if device else ()
        by_token = (person_id_of(token),) if token else ()
        before = () if identity is None else identity.person_ids
        return (*by_device, *before, *by_token)

    def enter(self, token: str, now_s: float, *, device: str = "") -> Identity:
        """Return the identity behind `token`, or a new one if it is empty or unknown.

        It is known by `device`, the browser's own secret, or else as before, or else by its token.
        It stays remembered until it leaves, however many come and go meanwhile.
        """
        identity = self.find(token)
        if identity is None:
            pace = self._paces.get(person_id_of(device)) if device else None
            identity = Identity(
                self._mint_token(), pace or Pace(FloodGuard(self._flood_rule, now_s))
            )
        if device or not identity.person_ids:
            identity.be_known(person_id_of(device or identity.token))
        self._paces.setdefault(identity.person_ids[0], identity.pace)
        self._away.pop(identity.token, None)
        self._present[identity.token] = identity
        return identity

    def leave(self, identity: Identity) -> None:
        """Remember it from now on only while not too many have left after it."""
        del self._present[identity.token]
        self._away[identity.token] = identity
        if len(self._away) > self._REMEMBERED_AWAY:
            self._away.popitem(last=False)
