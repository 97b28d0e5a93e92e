"""The tab with all that is known of one client: facts, what happened and why, and round trips.

It shows whoever was selected last in the table, also after that client has gone.
"""

from __future__ import annotations

from tkinter import ttk

from wschat_gui.bridge.events import ClientKind
from wschat_gui.gui.client_columns import LAB_SIGN, MUTED_SIGN, SLOW_SIGN, VIOLATOR_SIGN
from wschat_gui.gui.client_plot import RoundTripPlot
from wschat_gui.gui.fonts import FontName
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _, ngettext
from wschat_gui.model.client_history import Incident
from wschat_gui.model.clients import ClientRow, Muted
from wschat_gui.model.formats import byte_size, count, date_time, round_trip, time_of_day
from wschat_gui.model.state import WindowState

_TAB = N_("Client")
_NOBODY = N_("Select a client in the table above.")
_HISTORY = N_("What happened")
_ROUND_TRIPS = N_("Round trips")
_FACTS = {
    "address": N_("Address"),
    "browser": N_("Browser"),
    "since": N_("Connected"),
    "messages": N_("Messages"),
    "bytes": N_("Bytes in, out"),
    "rtt": N_("Round trip"),
    "backlog": N_("Backlog"),
}
_KINDS = {
    ClientKind.PAGE: N_("the page in a browser"),
    ClientKind.PLAIN: N_("plain text"),
    ClientKind.ECHO: N_("a connection test"),
}


class ClientDetails:
    """One tab of the lower panel."""

    def __init__(self, look: Look, tabs: ttk.Notebook, state: WindowState) -> None:
        """Add the tab to `tabs`."""
        self._look = look
        self._tabs = tabs
        self._state = state
        self._client_id: int | None = None
        self._listed: tuple[Incident, ...] = ()
        self.frame = look.frame(tabs)
        self.frame.configure(padding=look.px(10))
        tabs.add(self.frame, text=_(_TAB))
        self._body = look.frame(self.frame)
        self._body.grid(row=0, column=0, sticky="nsew")
        self._nobody = look.label(self.frame, _(_NOBODY), tone=Tone.MUTED)
        self.frame.grid_columnconfigure(0, weight=1)
        self.frame.grid_rowconfigure(0, weight=1)
        self._make_facts()
        self._make_history()
        self._make_plot()
        self._body.grid_columnconfigure(1, weight=1)
        self._body.grid_rowconfigure(0, weight=1)
        self.frame.bind("<Map>", lambda _event: self.frame.after_idle(self.render))
        look.on_switch(self._recolour)

    @property
    def row(self) -> ClientRow | None:
        """Whoever is shown; None if nobody is, or nothing is known of it any more."""
        return None if self._client_id is None else self._state.clients.find(self._client_id)

    @property
    def text(self) -> str:
        """All that it says, for whoever cannot see it."""
        facts = (f"{name}: {label.cget('text')}" for name, label in self.facts.items())
        parts = (self.title.cget("text"), self.state.cget("text"), *facts)
        return "\n".join([*map(str, parts), self.history.get("1.0", "end").strip()])

    def follow(self, client_ids: tuple[int, ...]) -> None:
        """Show the first of these; whoever is shown stays while nobody is selected."""
        if client_ids and client_ids[0] != self._client_id:
            self._client_id = client_ids[0]
            self.render()

    def open(self, client_ids: tuple[int, ...]) -> None:
        """Show the first of these, with the tab in front."""
        self.follow(client_ids)
        self._tabs.tk.call(self._tabs, "select", self.frame)

    def render(self) -> None:
        """Show what is known now. While nobody can see the tab, leave it for later."""
        if not self.frame.winfo_viewable():
            return
        row = self.row
        if row is None:
            self._body.grid_remove()
            self._nobody.place(relx=0.5, rely=0.5, anchor="center")
            return
        self._nobody.place_forget()
        self._body.grid()
        tell = self._look.tell
        tell(self.title, self._look.elided(row.name, self._look.px(240)))
        tell(self.state, *_state_of(row))
        for name, text in self._facts_of(row).items():
            tell(self.facts[name], text)
        self._list(tuple(row.history.incidents))
        figures = self._state.figures
        at_ms = row.gone.closed_ms if row.gone else figures.at_ms if figures else 0
        self.plot.show(row.history, at_ms)

    # Making --------------------------------------------------------------------------------------

    def _make_facts(self) -> None:
        look, left = self._look, self._look.frame(self._body)
        left.grid(row=0, column=0, sticky="nsew", padx=(0, look.px(16)))
        self.title = look.label(left, font_name=FontName.HEADING)
        self.title.grid(row=0, column=0, columnspan=2, sticky="w")
        self.state = look.label(left)
        self.state.configure(wraplength=look.px(230), justify="left")
        self.state.grid(row=1, column=0, columnspan=2, sticky="w", pady=(0, look.px(4)))
        self.facts: dict[str, ttk.Label] = {}
        for number, (name, words) in enumerate(_FACTS.items(), start=2):
            heading = look.label(left, _(words), tone=Tone.MUTED)
            heading.grid(row=number, column=0, sticky="w", padx=(0, look.px(10)))
            self.facts[name] = look.label(left)
            self.facts[name].grid(row=number, column=1, sticky="w")
        left.grid_columnconfigure(1, minsize=look.px(140))

    def _make_history(self) -> None:
        look, middle = self._look, self._look.frame(self._body)
        middle.grid(row=0, column=1, sticky="nsew")
        heading = look.label(middle, _(_HISTORY), tone=Tone.MUTED)
        heading.grid(row=0, column=0, sticky="w")
        box = look.frame(middle)
        box.grid(row=1, column=0, sticky="nsew")
        self.history = look.text(box, FontName.BODY)
        self.history.configure(width=16, height=5, wrap="word", padx=look.px(6), pady=look.px(4))
        # A sentence that is broken goes on under itself, not under the time.
        indent = look.measure("00:00:00  ")
        self.history.tag_configure("line", lmargin2=indent)
        look.scroll(self.history)
        middle.grid_columnconfigure(0, weight=1)
        middle.grid_rowconfigure(1, weight=1)

    def _make_plot(self) -> None:
        look, right = self._look, self._look.frame(self._body)
        right.grid(row=0, column=2, sticky="nsew", padx=(look.px(16), 0))
        heading = look.label(right, _(_ROUND_TRIPS), tone=Tone.MUTED)
        heading.grid(row=0, column=0, sticky="w")
        self.plot = RoundTripPlot(look, right)
        self.plot.canvas.grid(row=1, column=0, sticky="nsew", pady=(look.px(4), 0))
        right.grid_rowconfigure(1, weight=1)

    # Drawing -------------------------------------------------------------------------------------

    def _facts_of(self, row: ClientRow) -> dict[str, str]:
        most = byte_size(row.most_backlog_bytes)
        round_trip_ms = round_trip(row.rtt_ms)
        return {
            "address": row.address,
            "browser": row.browser or _(_KINDS[row.kind]),
            "since": date_time(row.since_ms),
            "messages": count(row.messages),
            "bytes": f"{byte_size(row.wire_bytes_in)}, {byte_size(row.wire_bytes_out)}",
            "rtt": f"{round_trip_ms} ms" if round_trip_ms else "–",
            "backlog": _("{now}, at most {most}").format(
                now=byte_size(row.backlog_bytes), most=most
            ),
        }

    def _list(self, incidents: tuple[Incident, ...]) -> None:
        """Write down what happened; the newest is on top, where it is looked for."""
        if incidents == self._listed and self.history.index("end-1c") != "1.0":
            return
        self._listed = incidents
        lines = "\n".join(
            f"{time_of_day(each.at_ms)}  {each.sentence}" for each in reversed(incidents)
        )
        self.history.configure(state="normal")
        self.history.replace("1.0", "end", lines, "line")
        self.history.configure(state="disabled")

    def _recolour(self) -> None:
        palette = self._look.palette
        self.history.configure(
            background=palette.zebra,
            foreground=palette.text,
            highlightcolor=palette.accent,
            highlightbackground=palette.grid,
            selectbackground=palette.selection,
            selectforeground=palette.text,
        )


def _state_of(row: ClientRow) -> tuple[str, Tone]:
    """Say how the client is, in words beside the colour."""
    if row.gone is not None:
        gone = _("gone since {time}").format(time=time_of_day(row.gone.closed_ms))
        return f"{gone}: {row.history.ending}", Tone.MUTED
    words, tone = [], Tone.GOOD
    if row.is_in_lab:
        words.append(f"{LAB_SIGN} " + _("in the protocol lab"))
        tone = Tone.ACCENT
    if row.muted is not None:
        words.append(f"{MUTED_SIGN} {_muted(row.muted)}")
        tone = Tone.ACCENT
    if row.is_slow:
        words.append(f"{SLOW_SIGN} " + _("does not keep up"))
        tone = Tone.WARNING
    if row.violations:
        times = ngettext("broke the protocol once", "broke the protocol {n} times", row.violations)
        words.append(f"{VIOLATOR_SIGN} " + times.format(n=row.violations))
        tone = Tone.BAD
    if not words:
        words.append(_("in the room") if row.nick else _("connected, not joined"))
    return "\n".join(words), tone


def _muted(muted: Muted) -> str:
    if muted.until_ms is None:
        return _("muted until lifted")
    return _("muted until {time}").format(time=time_of_day(muted.until_ms))
