"""What the parts of the room share: who is here, what was said, and what the host has set.

Plain state and questions about it; what may be done with it is in the parts themselves.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from wschat_gui.chat.bans import Bans
from wschat_gui.chat.door import Door
from wschat_gui.chat.effects import Deliver, Effect
from wschat_gui.chat.gone import Gone
from wschat_gui.chat.history import History
from wschat_gui.chat.identities import Identities
from wschat_gui.chat.mutes import Mutes
from wschat_gui.chat.opening import Past, RoomRules
from wschat_gui.chat.roster import Member, Roster
from wschat_gui.chat.vocabulary import Announced, Edited, Reacted, RoomState, Said


class Books:
    """The state of one room, where `past` left off."""

    def __init__(
        self, rules: RoomRules, *, name: str, code: str, past: Past, mint_token: Callable[[], str]
    ) -> None:
        """Begin with nobody in the room."""
        self.rules = rules
        self.name = name
        self.epoch = past.epoch
        self.state = RoomState()
        self.door = Door(code, rules.door)
        self.history = History(rules.history_in_memory, kept=past.newest, last_seq=past.last_seq)
        self.gone = Gone(past.gone)
        self.identities = Identities(mint_token, rules.flood)
        self.roster = Roster()
        self.bans = Bans(past.bans)
        self.mutes = Mutes()

    def change_rules(self, rules: RoomRules) -> None:
        """Go by other limits from now on; memory stays as large as it was made."""
        self.rules = rules
        self.door.change_rule(rules.door)
        self.identities.change_flood_rule(rules.flood)

    def has_said(self, seq: int) -> bool:
        """Tell whether this is a message of a member, as far as memory can tell."""
        return self._has(seq) and not isinstance(self.history.get(seq), Announced)

    def answerable(self, seq: int) -> int:
        """Return `seq` where there is something to answer under it, else 0."""
        return seq if self._has(seq) else 0

    def _has(self, seq: int) -> bool:
        event = self.history.get(seq)
        if event is None:
            # What is older than memory is in the archive, unless it was deleted.
            return seq > 0 and self.history.has_forgotten(seq) and seq not in self.gone
        return not isinstance(event, Edited | Reacted)

    def said_before(self, member: Member, message_id: str, stand_in: Said) -> Said | None:
        """Return what a member has said already under an id of its own, None if it has not.

        What has been forgotten since then is answered with `stand_in`, under its number.
        """
        seq = member.identity.seq_of(message_id) if message_id else None
        if seq is None:
            return None
        kept = self.history.get(seq)
        return kept if isinstance(kept, Said) else msgspec.structs.replace(stand_in, seq=seq)

    def keep(self, said: Said, member: Member) -> list[Effect]:
        """Take a message into the history, and know it again when it is sent again."""
        self.history.append(said)
        if said.id:
            member.identity.remember(said.id, said.seq)
        return [Deliver(said)]
