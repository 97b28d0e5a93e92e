"""The join doctor's tab: a line for each device, how far it came, and what to do about it.

What is wrong is found in `model/doctor.py` and told in `doctor_advice.py`; this only shows it.
"""

from __future__ import annotations

import ipaddress
import tkinter
from collections.abc import Callable
from tkinter import ttk

from msgspec import Struct

from wschat_gui.gui.doctor_details import DoctorDetails
from wschat_gui.gui.palette import Tone
from wschat_gui.gui.theme import Look
from wschat_gui.language import N_, _
from wschat_gui.model.doctor import DEVICE_STAGES, Cause, Finding
from wschat_gui.model.doctor_advice import Surroundings, advise, title_of
from wschat_gui.model.doctor_board import (
    HOST_KEY,
    STAGE_NAMES,
    board,
    device_of,
    full_name_of,
    funnel,
    key_of,
    name_of,
    signs_of,
)
from wschat_gui.model.state import WindowState

_TAB = N_("Join doctor")
_DEVICE = N_("Device")
_BROWSER = N_("Browser")
_STATE = N_("State")
_ASK = N_("Somebody is not listed? The address of that device:")
_ASK_BUTTON = N_("Find out")
_NO_ADDRESS = N_("That is no address, such as 192.168.1.40.")
_WIDEST_DEVICE = "192.168.100.100"
_WIDEST_BROWSER = "Chrome 131 / Android"
_WIDEST_STATE = "Blocked right here"
_PADDING_PX = 18
_LAMP_PX = 26
_LEAST_TABLE_PX, _LEAST_TABLE_HEIGHT_PX = 320, 80
_TROUBLE, _JOINED, _PLAIN = "trouble", "joined", "plain"


class DoctorActions(Struct, frozen=True, kw_only=True):
    """What the tab can ask for."""

    copy: Callable[[str], None]
    allow: Callable[[str], None]
    """An origin."""
    surroundings: Callable[[], Surroundings]
    wall_ms: Callable[[], int]


class DoctorPanel:
    """The tab."""

    def __init__(
        self, look: Look, tabs: ttk.Notebook, state: WindowState, actions: DoctorActions
    ) -> None:
        """Add the tab to `tabs`."""
        self._look = look
        self._tabs = tabs
        self._state = state
        self._actions = actions
        self._asked_ip = ""
        self._findings: dict[str, Finding] = {}
        self._widths: dict[str, int] = {}
        """What each column needs, in pixels."""
        self._shown: dict[str, tuple[tuple[str, ...], str]] = {}
        self.asked = tkinter.StringVar(look.root)
        self.frame = look.frame(tabs)
        self.frame.configure(padding=look.px(10))
        tabs.add(self.frame, text=_(_TAB))
        self.funnel = look.label(self.frame, tone=Tone.MUTED)
        self.funnel.configure(width=1, justify="left")  # takes what it gets, and asks for nothing
        self.funnel.bind("<Configure>", self._wrap_funnel)
        self.funnel.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, look.px(6)))
        body = look.frame(self.frame)
        body.configure(width=look.px(_LEAST_TABLE_PX), height=look.px(_LEAST_TABLE_HEIGHT_PX))
        body.grid_propagate(flag=False)  # else all its columns together would widen the window
        body.grid(row=1, column=0, sticky="nsew")
        self.tree = self._make_table(body)
        self.details = DoctorDetails(look, self.frame, copy=actions.copy, allow=actions.allow)
        self.details.frame.grid(row=1, column=1, rowspan=2, sticky="nsew", padx=(look.px(10), 0))
        self._make_question()
        self.frame.grid_columnconfigure(0, weight=15, uniform="halves")
        self.frame.grid_columnconfigure(1, weight=8, uniform="halves")
        self.frame.grid_rowconfigure(1, weight=1)
        self.frame.bind("<Map>", lambda _event: self.render())
        look.on_switch(self._recolour)

    def show(self) -> None:
        """Bring the tab to the front."""
        self._tabs.tk.call(self._tabs, "select", self.frame)
        self.frame.update_idletasks()
        self.render()
        self.tree.focus_set()

    def render(self) -> None:
        """Examine everybody anew, while it can be seen."""
        if not self.frame.winfo_ismapped():
            return
        state = self._state
        findings = board(state.status, state.evidence, self._asked_ip, self._actions.wall_ms())
        self._findings = {key_of(finding): finding for finding in findings}
        self.funnel.configure(text=funnel(findings))
        self._draw_rows()
        if not self.tree.selection():
            self.tree.selection_set(HOST_KEY)
        self._draw_details()

    def ask(self) -> None:
        """Look into the device whose address is typed."""
        typed = self.asked.get().strip()
        try:
            self._asked_ip = str(ipaddress.ip_address(typed)) if typed else ""
        except ValueError:
            self.says.configure(text=f"⚠ {_(_NO_ADDRESS)}")
            return
        self.says.configure(text="")
        self.render()
        key = self._asked_ip or HOST_KEY
        self.tree.selection_set(key)
        self.tree.see(key)

    # Drawing -------------------------------------------------------------------------------------

    def _draw_rows(self) -> None:
        gone = [key for key in self._shown if key not in self._findings]
        if gone:
            self.tree.delete(*gone)
            for key in gone:
                del self._shown[key]
        for place, (key, finding) in enumerate(self._findings.items()):
            row = (self._cells(finding), _tag_of(finding))
            if key not in self._shown:
                self.tree.insert("", place, iid=key)
            elif self.tree.index(key) != place:
                self.tree.move(key, "", place)
            if self._shown.get(key) != row:
                self._shown[key] = row
                self.tree.item(key, values=row[0], tags=(row[1],))

    def _cells(self, finding: Finding) -> tuple[str, ...]:
        return (
            name_of(finding, self._state.evidence),
            *signs_of(finding),
            title_of(finding.cause),
            device_of(finding),
        )

    def _draw_details(self) -> None:
        chosen = self.tree.selection()
        finding = self._findings.get(chosen[0]) if chosen else None
        if finding is not None:
            name = full_name_of(finding, self._state.evidence)
            advice = advise(finding, self._actions.surroundings())
            self.details.render(name, advice, is_trouble=finding.is_trouble)

    def _recolour(self) -> None:
        palette = self._look.palette
        self.tree.tag_configure(_TROUBLE, foreground=palette.bad)
        self.tree.tag_configure(_JOINED, foreground=palette.good)
        self.tree.tag_configure(_PLAIN, foreground=palette.text)

    # Building ------------------------------------------------------------------------------------

    def _make_table(self, body: ttk.Frame) -> ttk.Treeview:
        look = self._look
        stages = [stage.name for stage in DEVICE_STAGES]
        tree = look.table(body, ("device", *stages, "state", "browser"))
        tree.configure(height=5, selectmode="browse")
        headings = {
            "device": _(_DEVICE),
            **{stage.name: _(STAGE_NAMES[stage]) for stage in DEVICE_STAGES},
            "state": _(_STATE),
            "browser": _(_BROWSER),
        }
        widest = {"device": _WIDEST_DEVICE, "browser": _WIDEST_BROWSER, "state": _WIDEST_STATE}
        for name, heading in headings.items():
            is_lamp = name in stages
            text = max(heading, widest.get(name, ""), key=look.measure)
            width = look.measure(text) + look.px(_PADDING_PX)
            self._widths[name] = width
            tree.heading(name, text=heading, anchor="center" if is_lamp else "w")
            tree.column(
                name,
                width=width,
                minwidth=look.px(_LAMP_PX),
                stretch=name == "state",
                anchor="center" if is_lamp else "w",
            )
        look.scroll(tree)
        tree.bind("<<TreeviewSelect>>", lambda _event: self._draw_details())
        tree.bind("<Configure>", self._fit_columns)
        return tree

    def _fit_columns(self, event: tkinter.Event[tkinter.Misc]) -> None:
        """Where it is narrow the browser goes, then the state, which the details have too."""
        shown = list(self._widths)
        for name in ("browser", "state"):
            if sum(self._widths[each] for each in shown) > event.width:
                shown.remove(name)
        missing = max(0, sum(self._widths[each] for each in shown) - event.width)
        for stage in DEVICE_STAGES:
            # At the very last the headings of the lamps are cut, and no lamp.
            width = self._widths[stage.name] - missing // len(DEVICE_STAGES) - bool(missing)
            self.tree.column(stage.name, width=max(self._look.px(_LAMP_PX), width))
        self.tree.column("device", stretch="state" not in shown)
        if tuple(self.tree.cget("displaycolumns")) != tuple(shown):
            self.tree.configure(displaycolumns=shown)

    def _wrap_funnel(self, event: tkinter.Event[tkinter.Misc]) -> None:
        self.funnel.configure(wraplength=event.width)

    def _make_question(self) -> None:
        look, row = self._look, self._look.frame(self.frame)
        row.grid(row=2, column=0, sticky="ew", pady=(look.px(8), 0))
        look.label(row, _(_ASK), tone=Tone.MUTED).grid(row=0, column=0, columnspan=3, sticky="w")
        self.entry = look.entry(row, self.asked)
        self.entry.configure(width=22)
        self.entry.bind("<Return>", lambda _event: self.ask())
        self.entry.bind("<KP_Enter>", lambda _event: self.ask())
        self.ask_button = look.button(row, _(_ASK_BUTTON), self.ask)
        self.says = look.label(row, tone=Tone.WARNING)
        self.entry.grid(row=1, column=0, sticky="w")
        self.ask_button.grid(row=1, column=1, padx=look.px(8))
        self.says.grid(row=1, column=2, sticky="w")


def _tag_of(finding: Finding) -> str:
    if finding.is_trouble:
        return _TROUBLE
    return _JOINED if finding.cause in (Cause.JOINED, Cause.DOOR_OPEN) else _PLAIN
