"""The window: puts the panels together, carries out what they ask for, and comes and goes in order.

What is shown is the model's; how a panel looks is the panel's; what the server does is the host's.
"""

from __future__ import annotations

import logging
import time
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType

from wschat_gui.bridge.commands import Announce, Command, Kick
from wschat_gui.bridge.events import HostAddress
from wschat_gui.bridge.queues import QueueClosed
from wschat_gui.config import Keep
from wschat_gui.gui.clients_panel import ClientsPanel
from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.dialogs import KickDialog, close_dialog, failure_dialog, stop_dialog
from wschat_gui.gui.file_choice import ChooseFile, choose_export_file
from wschat_gui.gui.host import Host
from wschat_gui.gui.lower_panel import LowerPanel
from wschat_gui.gui.palette import Mode, Tone
from wschat_gui.gui.placing import place
from wschat_gui.gui.pump import EventPump, Renderer
from wschat_gui.gui.shortcuts import Shortcuts
from wschat_gui.gui.side import SideColumn
from wschat_gui.gui.status_bar import StatusBar
from wschat_gui.gui.theme import Look
from wschat_gui.gui.toolbar import Toolbar, ToolbarActions
from wschat_gui.gui.trouble_bar import TroubleBar
from wschat_gui.model.closing import NextStep, next_step, wait_is_over
from wschat_gui.model.formats import plural
from wschat_gui.model.state import (
    Part,
    WindowState,
    begin_start,
    begin_stop,
    pick_address,
)
from wschat_gui.model.status import Failed, Running, may_start

_TITLE = "WSChat host"
_COPIED = "Address copied"
_NO_BROWSER = "This computer has no browser to open. The address is {}"
_NOT_DONE = "The server has stopped meanwhile; that was not done."
_KICKED = "Kicked {}"
_BROKE = "Something went wrong while {}: {}. The log file has the details."
_MARGIN_PX = 14
_GAP_PX = 12
_log = logging.getLogger(__name__)


class HostWindow:
    """The whole window."""

    def __init__(
        self,
        host: Host,
        *,
        mode: Mode = Mode.LIGHT,
        open_url: Callable[[str], bool] = webbrowser.open,
        choose_file: ChooseFile = choose_export_file,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        """Build the window, hidden, over a host that has not been started."""
        self._host = host
        self._open_url = open_url
        self._dialog: Dialog | None = None
        self._closing_since_s: float | None = None
        self.state = WindowState.empty(host.settings.limits)
        self.look = Look(mode, _TITLE)
        self.root = self.look.root
        self.root.report_callback_exception = self._callback_failed
        self.shortcuts = Shortcuts(self.root, lambda: self._dialog is None)
        self._build(wall_ms, choose_file)
        self.pump = EventPump(
            self.root,
            self.state,
            drain=host.drain,
            report=self._report,
            renderers=(
                Renderer("the server's state", Part.STATUS, 0, self._render_status),
                Renderer("the clients", Part.CLIENTS, 0.5, self.clients.render),
                Renderer("the troubles", Part.TROUBLES, 0, self.troubles.render),
                Renderer("the log", Part.LOG, 0, self.log.render),
                Renderer("the transcript", Part.SEARCH, 0, self.transcript.render),
                Renderer("the export", Part.EXPORT, 0, self.lower.render_export),
                Renderer("the figures", Part.FIGURES, 0.25, self.side.render_figures),
                Renderer(
                    "the status bar",
                    Part.STATUS | Part.CLIENTS | Part.FIGURES | Part.CLOCK,
                    0.5,
                    self.status_bar.render,
                ),
            ),
        )
        self.pump.watch(self._end_when_stopped)
        self.look.on_switch(lambda: self.pump.mark(Part.ALL, at_once=True))
        self.root.protocol("WM_DELETE_WINDOW", self.request_close)
        self.shortcuts.bind_quit(self.request_close)

    # Coming --------------------------------------------------------------------------------------

    def run(self) -> None:
        """Show the window, start the server, and return when the window is gone."""
        self.open()
        self.root.mainloop()

    def open(self) -> None:
        """Show the window and start the server, without waiting for either."""
        place(self.look)
        self.root.deiconify()
        self.pump.start()
        self._start()

    # Going ---------------------------------------------------------------------------------------

    def request_close(self) -> None:
        """Close as the person asked: with a question first, if people are connected."""
        if self._closing_since_s is None:
            self._step_towards_close(confirmed=False)

    def close(self) -> None:
        """Close without a question: the program was told to end."""
        if self._closing_since_s is None:
            self._step_towards_close(confirmed=True)

    def _step_towards_close(self, *, confirmed: bool) -> None:
        match next_step(self.state, confirmed=confirmed):
            case NextStep.ASK:
                self.show(
                    lambda closed: close_dialog(
                        self.look, self.state.clients.people, self.close, closed
                    )
                )
            case NextStep.STOP_FIRST:
                self._closing_since_s = time.monotonic()
                self._request_stop()
            case NextStep.GO_ON:
                self.destroy()

    def _end_when_stopped(self) -> None:
        """Once a beat: a closing window goes when its server has ended, or had its time."""
        if self._closing_since_s is None:
            return
        if wait_is_over(self.state.status, time.monotonic() - self._closing_since_s):
            self.destroy()

    def destroy(self) -> None:
        """Take the window away at once, whatever the server does; `close` is the orderly way."""
        self.pump.stop()
        # Whatever else is waiting, such as a message's end, would find its widget gone. Cancelled
        # in Tcl: tkinter's call would take the function from the widget that is to delete it.
        for timer in self.root.tk.splitlist(self.root.tk.call("after", "info")):
            self.root.tk.call("after", "cancel", timer)
        self.root.destroy()

    # Starting and stopping -----------------------------------------------------------------------

    def _start(self) -> None:
        self.pump.mark(begin_start(self.state), at_once=True)
        self._host.start()

    def _start_or_stop(self) -> None:
        if may_start(self.state.status):
            self._start()
            return
        if next_step(self.state, confirmed=False) is NextStep.ASK:
            people = self.state.clients.people
            self.show(lambda closed: stop_dialog(self.look, people, self._request_stop, closed))
        else:
            self._request_stop()

    def _request_stop(self) -> None:
        self.pump.mark(begin_stop(self.state), at_once=True)
        self._host.request_stop()

    # What the panels ask for ---------------------------------------------------------------------

    def _ask_kick(self, client_ids: tuple[int, ...]) -> None:
        rows = [row for row in map(self.state.clients.get, client_ids) if row]
        if not rows:
            return
        names = tuple(row.nick or row.address for row in rows)

        def kick(reason: str) -> None:
            done = [self.post(Kick(client_id=row.client_id, reason=reason)) for row in rows]
            if all(done):
                whom = names[0] if len(names) == 1 else plural(len(names), "client", "clients")
                self.status_bar.say(_KICKED.format(whom))

        self.show(lambda closed: KickDialog(self.look, names, kick, closed))

    def _announce(self, text: str) -> bool:
        return isinstance(self.state.status, Running) and self.post(Announce(text=text))

    def post(self, command: Command) -> bool:
        """Hand a command to the server; False, and said so, if it has ended."""
        try:
            self._host.post(command)
        except QueueClosed:
            self.status_bar.say(_NOT_DONE, Tone.BAD)
            return False
        return True

    def say(self, text: str, tone: Tone = Tone.NORMAL) -> None:
        """Show a message for a while."""
        self.status_bar.say(text, tone)

    @property
    def keep(self) -> Keep:
        """For how long messages are kept now."""
        return self._host.settings.keep

    def change_keep(self, keep: Keep) -> None:
        """Keep messages for so long from now on."""
        self._host.apply_settings(replace(self._host.settings, keep=keep))
        self.lower.tools.render_keep()

    def mark(self, parts: Part) -> None:
        """Have these parts drawn at once."""
        self.pump.mark(parts, at_once=True)

    def _copy_address(self) -> None:
        if self.state.address is not None:
            self.root.clipboard_clear()
            self.root.clipboard_append(self.state.address.url)
            self.status_bar.say(_COPIED)

    def _open_browser(self) -> None:
        address = self.state.address
        if address is not None and not self._open_url(address.url):
            self.status_bar.say(_NO_BROWSER.format(address.url), Tone.WARNING)

    def _pick_address(self, address: HostAddress) -> None:
        self.pump.mark(pick_address(self.state, address), at_once=True)

    def _show_details(self) -> None:
        failed = self.state.status
        if isinstance(failed, Failed):
            self.show(
                lambda closed: failure_dialog(self.look, failed.sentence, failed.detail, closed)
            )

    def show(self, make: Callable[[Callable[[], None]], Dialog]) -> None:
        """Open a dialog; one that is open makes room."""
        if self._dialog is not None:
            self._dialog.close()
        self._dialog = make(self._forget_dialog)

    def _forget_dialog(self) -> None:
        self._dialog = None

    @property
    def dialog(self) -> Dialog | None:
        """The dialog that is open, if any."""
        return self._dialog

    # Drawing -------------------------------------------------------------------------------------

    def _render_status(self) -> None:
        status = self.state.status
        self.root.title(f"{status.room_name} – {_TITLE}" if isinstance(status, Running) else _TITLE)
        self.toolbar.render()
        self.clients.render_status()
        self.side.render_status()
        self.lower.render_status(status)

    def _build(self, wall_ms: Callable[[], int], choose_file: ChooseFile) -> None:
        look, root = self.look, self.root
        margin, gap = look.px(_MARGIN_PX), look.px(_GAP_PX)
        self.side = SideColumn(look, root, self.state)
        self.toolbar = Toolbar(
            look,
            root,
            self.state,
            self.shortcuts,
            ToolbarActions(
                start_or_stop=self._start_or_stop,
                copy_address=self._copy_address,
                switch_join_code=self.side.switch_join,
                open_browser=self._open_browser,
                pick_address=self._pick_address,
                switch_mode=lambda: look.switch(look.mode.other),
            ),
        )
        self.toolbar.frame.grid(
            row=0, column=0, columnspan=2, sticky="ew", padx=margin, pady=(look.px(10), gap)
        )
        self.troubles = TroubleBar(look, root, self.state, self)
        # Beside the right column, which cannot be lower than it is in the lowest window.
        self.troubles.frame.grid(row=1, column=0, sticky="ew", padx=(margin, gap), pady=(0, gap))
        self.troubles.frame.grid_remove()
        panes = look.panes(root)
        self.clients = ClientsPanel(
            look,
            panes,
            self.state,
            self.shortcuts,
            kick=self._ask_kick,
            start=self._start,
            show_details=self._show_details,
        )
        panes.add(self.clients.frame, weight=3)
        self.lower = LowerPanel(
            look,
            panes,
            self.state,
            self.shortcuts,
            counter=self,
            announce=self._announce,
            choose_file=choose_file,
        )
        self.log, self.transcript = self.lower.log, self.lower.transcript
        panes.add(self.lower.tabs, weight=4)
        panes.grid(row=2, column=0, sticky="nsew", padx=(margin, gap))
        self.side.frame.grid(row=1, column=1, rowspan=2, sticky="nsew", padx=(0, margin))
        self.status_bar = StatusBar(
            look, root, self.state, bind=lambda: self._host.settings.bind, wall_ms=wall_ms
        )
        self.status_bar.frame.grid(
            row=3, column=0, columnspan=2, sticky="ew", padx=margin, pady=look.px(8)
        )
        root.grid_columnconfigure(0, weight=1)
        root.grid_rowconfigure(2, weight=1)

    # Errors --------------------------------------------------------------------------------------

    def _report(self, what: str, error: BaseException) -> None:
        """Tell of an error that a part of the window has had; the window lives on."""
        _log.error("while %s", what, exc_info=error)
        self.status_bar.say(_BROKE.format(what, _one_line(error)), Tone.BAD)

    def _callback_failed(
        self, kind: type[BaseException], error: BaseException, _where: TracebackType | None
    ) -> None:
        """Tk's own hook: an error in anything that the person has set off."""
        if issubclass(kind, KeyboardInterrupt):
            self.close()
        else:
            self._report("doing what you asked for", error)


def _one_line(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
