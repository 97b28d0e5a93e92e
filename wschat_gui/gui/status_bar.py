"""The line at the bottom: where it listens, since when, how many, how fast, and what went wrong."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look, Surface
from wschat_gui.language import N_, _
from wschat_gui.model.formats import count, counted, duration
from wschat_gui.model.state import WindowState
from wschat_gui.model.status import Running
from wschat_gui.model.weather import Sky
from wschat_gui.model.weather_report import headline

_ALL_INTERFACES = "0.0.0.0"
_NOT_LISTENING = N_("not listening")
_UP = N_("up {time}")
_PEAK = N_("{n} msg/s peak")
_TAKEN = N_("port {wanted} was taken, listening on {port}")
_MESSAGE_MS = 10_000


class StatusBar:
    """Facts on the left, what just happened on the right."""

    def __init__(
        self,
        look: Look,
        parent: tkinter.Misc,
        state: WindowState,
        *,
        bind: Callable[[], str],
        wall_ms: Callable[[], int],
    ) -> None:
        """Make the line; `bind()` is the address that the settings say to listen on."""
        self._look = look
        self._state = state
        self._bind = bind
        self._wall_ms = wall_ms
        self._timer: str | None = None
        self.frame = look.frame(parent, Surface.CHROME)
        self.facts = look.label(self.frame, tone=Tone.MUTED, surface=Surface.CHROME)
        self.notes = look.label(self.frame, tone=Tone.WARNING, surface=Surface.CHROME)
        self.message = look.label(self.frame, surface=Surface.CHROME)
        self.facts.grid(row=0, column=0, sticky="w")
        self.notes.grid(row=0, column=1, sticky="w")
        self.frame.grid_columnconfigure(2, weight=1)
        self.frame.bind("<Configure>", lambda _event: self._place_message())

    def render(self) -> None:
        """Bring the facts up to date."""
        self._look.tell(self.facts, "  ·  ".join(self._facts()))
        notes = self._notes()
        self._look.tell(self.notes, "".join(f"  ·  ⚠ {note}" for note in notes))
        self._place_message()

    def say(self, text: str, tone: Tone = Tone.NORMAL) -> None:
        """Show a message for a while; an error stays until another message takes its place."""
        if self._timer is not None:
            self.frame.after_cancel(self._timer)
            self._timer = None
        self._look.set_tone(self.message, tone, Surface.CHROME)
        self.message.configure(text=text)
        self._place_message()
        if text and tone is not Tone.BAD:
            self._timer = self.frame.after(_MESSAGE_MS, lambda: self.say(""))

    def _place_message(self) -> None:
        """Put the message to the right if it fits there, else in a row of its own, broken."""
        room = self.frame.winfo_width() - self.facts.winfo_reqwidth() - self.notes.winfo_reqwidth()
        text = str(self.message.cget("text"))
        if not text:
            self.message.grid_remove()
        elif self._look.measure(text) + self._look.px(20) <= room:
            self.message.configure(wraplength=0)
            self.message.grid(row=0, column=2, columnspan=1, sticky="e")
        else:
            self.message.configure(wraplength=self.frame.winfo_width() - self._look.px(4))
            self.message.grid(row=1, column=0, columnspan=3, sticky="w")

    def _facts(self) -> list[str]:
        status, figures = self._state.status, self._state.figures
        if not isinstance(status, Running):
            return [_(_NOT_LISTENING)]
        return [
            f"{self._bind() or _ALL_INTERFACES}:{status.port}",
            _(_UP).format(time=duration(self._wall_ms() - status.since_ms)),
            counted("{n} client", "{n} clients", len(self._state.clients)),
            _(_PEAK).format(n=count(figures.peak_messages_per_s if figures else 0)),
        ]

    def _name_of(self, client_id: int) -> str:
        row = self._state.clients.find(client_id)
        return row.name if row else str(client_id)

    def _notes(self) -> list[str]:
        notes = []
        status, lost = self._state.status, self._state.log.lost
        if isinstance(status, Running) and status.port_taken:
            notes.append(_(_TAKEN).format(wanted=status.port_taken, port=status.port))
        verdict = self._state.frames.weather.verdict
        if isinstance(status, Running) and verdict.sky is not Sky.CALM:
            notes.append(headline(verdict, self._name_of))
        if lost:
            notes.append(counted("{n} log line skipped", "{n} log lines skipped", lost))
        return notes
