"""Carries out what the window asks about joining: poster, Wi-Fi code, join doctor, copying.

What a poster says is the model's; the server is reached through the front desk.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from wschat_gui.gui.address_desk import AddressDesk
from wschat_gui.gui.file_choice import ChoosePosterFile
from wschat_gui.gui.front_desk import FrontDesk
from wschat_gui.gui.join_panel import JoinActions
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.gui.wifi_dialog import WifiDialog
from wschat_gui.language import N_, _
from wschat_gui.model.parts import Part
from wschat_gui.model.poster import Poster, local_url
from wschat_gui.model.state import WindowState
from wschat_gui.model.status import Running
from wschat_gui.model.wifi import Wifi

if TYPE_CHECKING:
    from wschat_gui.gui.doctor_panel import DoctorActions
    from wschat_gui.gui.poster_window import PosterWindow
    from wschat_gui.model.doctor_advice import Surroundings

_COPIED = N_("Copied: {text}")
_CLOSED = N_("The room is closed: there is nothing to scan yet.")
_SAVED = N_("The poster was saved as {path}")
_NOT_SAVED = N_("The poster could not be saved: {why}")
_WRONG_ENDING = N_("The name of the file must end in .pdf or .png.")
_ALLOWED = N_("Allowed: {origin}. It works from the next try on.")


class JoinDesk:
    """Between the widgets of joining and the rest."""

    def __init__(
        self,
        look: Look,
        state: WindowState,
        desk: FrontDesk,
        addresses: AddressDesk,
        *,
        choose_file: ChoosePosterFile,
        show_doctor: Callable[[], None],
        wall_ms: Callable[[], int],
    ) -> None:
        """Work on `state`, through `desk`; `show_doctor` brings its tab to the front."""
        self._look = look
        self._state = state
        self._desk = desk
        self._choose_file = choose_file
        self.poster_window: PosterWindow | None = None
        self.panel_actions = JoinActions(
            copy=addresses.copy,
            copy_url=self.copy,
            pick=addresses.pick,
            show_poster=self.show_poster,
            ask_wifi=self.ask_wifi,
            show_doctor=show_doctor,
        )
        self._wall_ms = wall_ms

    @property
    def doctor_actions(self) -> DoctorActions:
        """What the join doctor's tab asks for."""
        # Not above, and so with all that comes later: it is not needed for the window to stand.
        from wschat_gui.gui.doctor_panel import DoctorActions  # noqa: PLC0415

        return DoctorActions(
            copy=self.copy,
            allow=self.allow,
            surroundings=self._surroundings,
            wall_ms=self._wall_ms,
        )

    @property
    def poster(self) -> Poster | None:
        """What there is to scan; None while the room is closed."""
        state, settings = self._state, self._desk.settings
        if state.address is None or not isinstance(state.status, Running):
            return None
        local_name = state.evidence.local_name if state.evidence else ""
        return Poster(
            room_name=state.status.room_name,
            url=state.address.url,
            room_code=settings.room_code,
            wifi=state.wifi,
            local_url=local_url(state.address, local_name),
        )

    def copy(self, text: str) -> None:
        """Put a text on the clipboard, and say so."""
        self._look.root.clipboard_clear()
        self._look.root.clipboard_append(text)
        self._desk.say(_(_COPIED).format(text=text))

    # Poster --------------------------------------------------------------------------------------

    def show_poster(self) -> None:
        """Fill the screen with it; once is enough."""
        poster = self.poster
        if poster is None:
            self._desk.say(_(_CLOSED), Tone.WARNING)
        elif self.poster_window is None:
            from wschat_gui.gui.poster_window import PosterWindow  # noqa: PLC0415

            self.poster_window = PosterWindow(
                self._look, poster, save=self.save_poster, on_close=self._forget_poster
            )

    def render_poster(self) -> None:
        """Keep an open poster true: another address, code, or name."""
        poster = self.poster
        if self.poster_window is not None and poster is not None:
            self.poster_window.render(poster)

    def save_poster(self) -> None:
        """Ask for a file and write it for a printer."""
        poster = self.poster
        if poster is None:
            self._desk.say(_(_CLOSED), Tone.WARNING)
            return
        top = self.poster_window.top if self.poster_window else self._look.root
        chosen = self._choose_file(top)
        if chosen:
            self._save(poster, Path(chosen))

    def _save(self, poster: Poster, path: Path) -> None:
        from wschat_gui.gui.poster_drawing import save_poster  # noqa: PLC0415

        try:
            save_poster(poster, path)
        except OSError as error:
            why = error.strerror or str(error)
            self._say(_(_NOT_SAVED).format(why=why), Tone.BAD)
        except ValueError:
            self._say(_(_WRONG_ENDING), Tone.WARNING)
        else:
            self._say(_(_SAVED).format(path=path), Tone.NORMAL)

    def _say(self, text: str, tone: Tone) -> None:
        """Say it where the person looks: on the poster too, while that covers the window."""
        self._desk.say(text, tone)
        if self.poster_window is not None:
            self.poster_window.say(text, tone)

    def _forget_poster(self) -> None:
        self.poster_window = None

    # Wi-Fi ---------------------------------------------------------------------------------------

    def ask_wifi(self) -> None:
        """Ask for name and password."""
        self._desk.show(
            lambda closed: WifiDialog(self._look, self._state.wifi, self._take_wifi, closed)
        )

    def _take_wifi(self, wifi: Wifi | None) -> None:
        self._state.wifi = wifi
        self._desk.mark(Part.STATUS)

    # Doctor --------------------------------------------------------------------------------------

    def allow(self, origin: str) -> None:
        """Let pages of this origin in, from now on and after a restart."""
        settings = self._desk.settings
        if origin not in settings.allowed_origins:
            origins = (*settings.allowed_origins, origin)
            self._desk.apply_settings(replace(settings, allowed_origins=origins))
        self._desk.say(_(_ALLOWED).format(origin=origin))

    def _surroundings(self) -> Surroundings:
        from wschat_gui.model.doctor_advice import Surroundings  # noqa: PLC0415

        status = self._state.status
        return Surroundings(
            platform=sys.platform,
            program=sys.executable,
            port=status.port if isinstance(status, Running) else 0,
            scheme=self._desk.settings.scheme,
        )
