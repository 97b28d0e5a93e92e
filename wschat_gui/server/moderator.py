"""The host's hand on people: throw out, keep out, let in again, mute, rename, close the room.

What each act means is decided by the room; here the window's commands become calls on it, and what
was done is written into the log.
"""

from __future__ import annotations

from wschat_gui.bridge.commands import (
    Ban,
    BanLength,
    BanScope,
    EverybodyOut,
    Kick,
    LiftBan,
    Moderation,
    Mute,
    Reinstate,
    RenameClient,
    SetRoomState,
    TellPrivately,
    Unmute,
)
from wschat_gui.chat.effects import Dismiss, TellBans
from wschat_gui.chat.vocabulary import RoomState
from wschat_gui.server import log_lines
from wschat_gui.server.house import House

_SECONDS: dict[BanLength, float] = {BanLength.FIVE_MINUTES: 300.0, BanLength.HOUR: 3600.0}
"""Of the lengths that end by themselves."""
_LENGTHS = {
    BanLength.FIVE_MINUTES: "for 5 minutes",
    BanLength.HOUR: "for an hour",
    BanLength.UNTIL_STOP: "until this program ends",
    BanLength.FOR_EVER: "for ever",
}
_SCOPES = {
    BanScope.DEVICE: "by device",
    BanScope.ADDRESS: "by IP address",
    BanScope.BOTH: "by device and IP address",
}


class Moderator:
    """Carries out what the window asks."""

    def __init__(self, house: House) -> None:
        """Act on the people in `house`."""
        self._house = house
        self._ban_of: dict[int, int] = {}
        """By the client that was banned: whoever undoes it knows no ban, only the client."""

    def carry_out(self, command: Moderation) -> None:
        """Do one thing to one client or to all; nothing where it has gone meanwhile."""
        house, moment = self._house, self._house.moment()
        room = house.room
        match command:
            case Kick(client_id=client_id, reason=reason):
                if client_id in house.clients:
                    house.perform(room.kick(client_id, reason))
            case Ban():
                self._ban(command)
            case LiftBan(ban_id=ban_id):
                self._lift(ban_id)
            case Reinstate(client_id=client_id):
                self._reinstate(client_id)
            case Mute(client_id=client_id, for_s=for_s, reason=reason):
                house.perform(room.mute(client_id, for_s, reason, moment))
            case Unmute(client_id=client_id):
                house.perform(room.unmute(client_id, moment))
            case RenameClient(client_id=client_id, nick=nick):
                house.perform(room.rename_by_host(client_id, nick, moment))
            case TellPrivately(client_id=client_id, text=text):
                house.perform(room.whisper_as_host(client_id, text, moment))
            case SetRoomState(frozen=frozen, slow_s=slow_s, locked=locked):
                house.perform(room.set_state(RoomState(frozen, slow_s, locked)))
            case EverybodyOut(reason=reason):
                house.perform(room.everybody_out(reason, strangers=tuple(self._strangers())))

    def _ban(self, command: Ban) -> None:
        house, client_id = self._house, command.client_id
        nick = self._name(client_id)
        effects = house.room.ban(
            client_id,
            house.moment(),
            by_device=command.scope is not BanScope.ADDRESS,
            by_address=command.scope is not BanScope.DEVICE,
            address=self._ip(client_id),
            for_s=_SECONDS.get(command.length),
            until_stop=command.length is BanLength.UNTIL_STOP,
            reason=command.reason,
            strangers=self._strangers(),
        )
        house.perform(effects)
        for effect in effects:
            if isinstance(effect, Dismiss) and effect.ban_id:
                self._ban_of[effect.client_id] = effect.ban_id
        if TellBans() in effects:  # else there was nothing to know it by: it was kicked at most
            text = f"was banned {_LENGTHS[command.length]}, {_SCOPES[command.scope]}"
            self._log(text, client_id, nick)

    def _lift(self, ban_id: int) -> None:
        house = self._house
        nick = next((ban.nick for ban in house.room.bans if ban.ban_id == ban_id), None)
        house.perform(house.room.lift_ban(ban_id))
        for client_id in house.holding.held_for(ban_id):
            house.take_back(client_id)
        if nick is not None:
            self._log("is banned no longer", 0, nick)

    def _reinstate(self, client_id: int) -> None:
        held = self._house.holding.held(client_id)
        ban_id = self._ban_of.pop(client_id, 0)
        if ban_id:
            self._lift(ban_id)
        elif held is not None and self._house.take_back(client_id):
            self._log("may come in again", client_id, held.client.address)

    def _strangers(self) -> dict[int, str]:
        """Return the IP addresses of all who have not joined, the echo's clients among them."""
        house = self._house
        return {
            client_id: client.ip
            for client_id, client in house.clients.items()
            if client_id not in house.room.members
        }

    def _ip(self, client_id: int) -> str:
        """Return the IP address of a client, also of one that was thrown out just now."""
        held = self._house.holding.held(client_id)
        client = self._house.clients.get(client_id) or (held.client if held else None)
        return "" if client is None else client.ip

    def _name(self, client_id: int) -> str:
        member = self._house.room.members.get(client_id)
        return self._ip(client_id) if member is None else member.nick

    def _log(self, text: str, client_id: int, nick: str) -> None:
        now_ms = self._house.moment().wall_ms
        self._house.postman.log(log_lines.moderated_line(text, now_ms, client_id, nick))
