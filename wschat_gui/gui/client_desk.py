"""Carries out what the host does to people: kick, ban, mute, rename, a private note, lifting bans.

Each asks first, or can be taken back for some seconds; a private note asks and is sent for good.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from wschat_gui.bridge.commands import (
    Ban,
    BanLength,
    BanScope,
    Command,
    Kick,
    LiftBan,
    Mute,
    Reinstate,
    RenameClient,
    TellPrivately,
    Unmute,
)
from wschat_gui.bridge.events import BanEntry
from wschat_gui.gui.client_commands import ClientActions
from wschat_gui.gui.client_dialogs import BanDialog, MuteDialog, RenameDialog, TellDialog, whom
from wschat_gui.gui.counter import Counter
from wschat_gui.gui.dialogs import ConfirmDialog, KickDialog
from wschat_gui.gui.theme import Look
from wschat_gui.gui.undo_desk import UndoDesk
from wschat_gui.language import _, ngettext
from wschat_gui.model.bans import who
from wschat_gui.model.client_history import Happening
from wschat_gui.model.clients import ClientRow
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState
from wschat_gui.model.undo import AwaitedBan


class ClientDesk:
    """Between the widgets that show people and the server."""

    def __init__(
        self,
        look: Look,
        state: WindowState,
        counter: Counter,
        undo: UndoDesk,
        *,
        show_details: Callable[[tuple[int, ...]], None],
        experiment: Callable[[tuple[int, ...]], None],
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        """Work on `state`, through `counter`; `undo` is told of all that can be taken back."""
        self._look = look
        self._state = state
        self._counter = counter
        self._undo = undo
        self._wall_ms = wall_ms
        self.actions = ClientActions(
            kick=self._ask_kick,
            ban=self._ask_ban,
            mute=self._ask_mute,
            unmute=self._unmute,
            rename=self._ask_rename,
            tell=self._ask_tell,
            show_details=show_details,
            experiment=experiment,
        )

    # Throwing out, keeping out -------------------------------------------------------------------

    def _ask_kick(self, client_ids: tuple[int, ...]) -> None:
        rows = self._here(client_ids)
        if not rows:
            return

        def kick(reason: str) -> None:
            if self._post_all(Kick(client_id=row.client_id, reason=reason) for row in rows):
                self._undo.offer(
                    _("Kicked {whom}").format(whom=whom(_names(rows))),
                    [Reinstate(row.client_id) for row in rows],
                )

        self._counter.show(lambda closed: KickDialog(self._look, _names(rows), kick, closed))

    def _ask_ban(self, client_ids: tuple[int, ...]) -> None:
        rows = [row for row in self._known(client_ids) if row.is_person]
        if not rows:
            return

        def ban(scope: BanScope, length: BanLength, reason: str) -> None:
            if self._post_all(
                Ban(client_id=row.client_id, scope=scope, length=length, reason=reason)
                for row in rows
            ):
                self._undo.offer(
                    _("Banned {whom}").format(whom=whom(_names(rows))),
                    awaited=[AwaitedBan(row.client_id, row.nick, row.ip) for row in rows],
                )

        self._counter.show(lambda closed: BanDialog(self._look, _names(rows), ban, closed))

    def ask_lift(self, bans: Sequence[BanEntry]) -> None:
        """Ask, then let these people come in again: no ban can be put back."""
        if not bans:
            return
        names = tuple(map(who, bans))
        title = ngettext("Lift the ban of {whom}?", "Lift {n} bans?", len(bans))
        texts = (
            title.format(whom=whom(names), n=len(bans)),
            _("{whom} may come in again at once.").format(whom=whom(names)),
            _("Lift"),
        )

        def lift() -> None:
            if self._post_all(LiftBan(ban.ban_id) for ban in bans):
                self._counter.say(_("No longer banned: {whom}").format(whom=whom(names)))

        self._counter.show(lambda closed: ConfirmDialog(self._look, texts, lift, closed))

    # Silencing -----------------------------------------------------------------------------------

    def _ask_mute(self, client_ids: tuple[int, ...]) -> None:
        rows = self._members(client_ids)
        if not rows:
            return

        def mute(for_s: float | None, reason: str) -> None:
            undoing = [self._as_it_was(row) for row in rows]
            if self._post_all(Mute(row.client_id, for_s, reason) for row in rows):
                self._note(rows, Happening.MUTED_BECAUSE, reason)
                self._undo.offer(_("Muted {whom}").format(whom=whom(_names(rows))), undoing)

        self._counter.show(lambda closed: MuteDialog(self._look, _names(rows), mute, closed))

    def _unmute(self, client_ids: tuple[int, ...]) -> None:
        rows = [row for row in self._members(client_ids) if row.muted]
        undoing = [self._as_it_was(row) for row in rows]
        if rows and self._post_all(Unmute(row.client_id) for row in rows):
            sentence = _("{whom} may speak again").format(whom=whom(_names(rows)))
            self._undo.offer(sentence, undoing)

    def _as_it_was(self, row: ClientRow) -> Command:
        """What makes somebody as silent, or as free, as now."""
        if row.muted is None:
            return Unmute(row.client_id)
        if row.muted.until_ms is None:
            return Mute(row.client_id, None, "")
        return Mute(row.client_id, max(1.0, (row.muted.until_ms - self._wall_ms()) / 1_000), "")

    # Naming, telling -----------------------------------------------------------------------------

    def _ask_rename(self, client_ids: tuple[int, ...]) -> None:
        rows = self._members(client_ids)
        if len(rows) != 1:
            return
        client_id, before = rows[0].client_id, rows[0].nick

        def rename(nick: str) -> None:
            if self._counter.post(RenameClient(client_id, nick)):
                sentence = _("Renamed {old} to {new}").format(old=before, new=nick)
                self._undo.offer(sentence, [RenameClient(client_id, before)])

        self._counter.show(lambda closed: RenameDialog(self._look, before, rename, closed))

    def _ask_tell(self, client_ids: tuple[int, ...]) -> None:
        rows = self._members(client_ids)
        if not rows:
            return

        def tell(text: str) -> None:
            if self._post_all(TellPrivately(row.client_id, text) for row in rows):
                self._note(rows, Happening.TOLD, text)
                self._counter.say(_("Told {whom} privately").format(whom=whom(_names(rows))))

        self._counter.show(lambda closed: TellDialog(self._look, _names(rows), tell, closed))

    # Inside --------------------------------------------------------------------------------------

    def _known(self, client_ids: Iterable[int]) -> list[ClientRow]:
        return [row for row in map(self._state.clients.find, client_ids) if row]

    def _here(self, client_ids: Iterable[int]) -> list[ClientRow]:
        return [row for row in self._known(client_ids) if row.gone is None]

    def _members(self, client_ids: Iterable[int]) -> list[ClientRow]:
        return [row for row in self._here(client_ids) if row.nick]

    def _post_all(self, commands: Iterable[Command]) -> bool:
        were_taken = [self._counter.post(command) for command in commands]
        return all(were_taken)

    def _note(self, rows: Iterable[ClientRow], what: Happening, text: str) -> None:
        """Write into their histories what the server does not tell the window again."""
        for row in rows if text else ():
            row.history.note(self._wall_ms(), what, text)
        self._counter.mark(Part.CLIENTS)


def _names(rows: Iterable[ClientRow]) -> tuple[str, ...]:
    return tuple(row.name for row in rows)
