"""The window: puts its parts together, each beside the others and each on its beat.

What is shown is the model's; how a panel looks is the panel's. What panels ask for is carried out
by desks: `front_desk` (messages, dialogs, commands), `lifecycle` (start, stop, close), `room_desk`
(who is here), `address_desk`, `transcript_desk`. Add a panel in `_build`, what it asks for to its
desk, and when it is drawn to `_renderers`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec.structs import replace

from wschat_gui.bridge.commands import Command
from wschat_gui.gui.address_desk import AddressDesk
from wschat_gui.gui.awake import KeepAwake
from wschat_gui.gui.dialog import Dialog
from wschat_gui.gui.display import come_forward, take_away
from wschat_gui.gui.error_report import ErrorReport
from wschat_gui.gui.file_choice import Choosers
from wschat_gui.gui.front_desk import FrontDesk, Ways
from wschat_gui.gui.help_desk import COPY_DIAGNOSTICS, HelpDesk
from wschat_gui.gui.host import Host
from wschat_gui.gui.join_desk import JoinDesk
from wschat_gui.gui.lifecycle import Lifecycle
from wschat_gui.gui.lower_panel import LowerPanel
from wschat_gui.gui.menu import MainMenu
from wschat_gui.gui.palette import Mode, Tone
from wschat_gui.gui.people import People
from wschat_gui.gui.placing import Placing
from wschat_gui.gui.pump import INTERVAL_MS, EventPump, Renderer
from wschat_gui.gui.room_desk import RoomDesk
from wschat_gui.gui.settings_desk import SettingsDesk, mode_for
from wschat_gui.gui.shortcuts import Key, Shortcuts, Topic
from wschat_gui.gui.side import SideColumn
from wschat_gui.gui.status_bar import StatusBar
from wschat_gui.gui.system import open_in_browser, system_mode
from wschat_gui.gui.theme import Look
from wschat_gui.gui.timer import SteadyTimer
from wschat_gui.gui.toolbar import Toolbar, ToolbarActions
from wschat_gui.gui.trouble_bar import TroubleBar
from wschat_gui.language import _
from wschat_gui.model.awake import must_stay_awake
from wschat_gui.model.parts import Part
from wschat_gui.model.state import WindowState, rename_room
from wschat_gui.model.status import Running

_TITLE = "WSChat host"
_MARGIN_PX, _GAP_PX = 14, 12


class HostWindow:
    """The whole window."""

    def __init__(
        self,
        host: Host,
        *,
        mode: Mode | None = None,
        state: WindowState | None = None,
        system_mode: Callable[[], Mode] = system_mode,
        keep_awake: KeepAwake | None = None,
        open_url: Callable[[str], bool] = open_in_browser,
        choosers: Choosers | None = None,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        must_end: Callable[[], bool] = lambda: False,
        is_called: Callable[[], bool] = lambda: False,
    ) -> None:
        """Build what is seen at first, hidden; `complete` builds the rest.

        Without a `state`, over a host that has not been started, and is now. With one, that of a
        window whose place it takes, over the same host as it is. `mode` is that of the preferences
        if not given. With the next beat it closes if `must_end()`, and comes in front of all if
        `is_called()`.
        """
        self._host = host
        self.is_to_be_rebuilt = False
        """Whether it has gone only to be built anew."""
        self._rebuild_is_due = False
        self._is_complete, self._has_gone = False, False
        self._must_end, self._is_called = must_end, is_called
        self.state = state or WindowState.empty(host.settings.limits)
        self.state.log.resize(host.settings.limits.log_rows)
        preferences = host.preferences
        self.look = Look(
            mode or mode_for(preferences.theme, system_mode), _TITLE, preferences.scale
        )
        self._awake = keep_awake or KeepAwake()
        self.root = self.look.root
        self.desk = FrontDesk(
            host,
            Ways(
                say=self._say,
                mark=lambda parts: self.pump.mark(parts, at_once=True),
                settings_changed=self._render_settings,
            ),
        )
        self.life = Lifecycle(host, self.look, self.state, self.desk, self.destroy)
        self.errors = ErrorReport(self.desk.say, self.close)
        self.root.report_callback_exception = self.errors.callback_failed
        self.pump = EventPump(
            SteadyTimer(self.root), self.state, drain=host.drain, report=self.errors.report
        )
        if state is None:
            self.life.start()  # the server comes up while the window is built
        self.shortcuts = Shortcuts(self.root, lambda: self.dialog is None)
        self.settings_desk = SettingsDesk(
            self.look,
            self.state,
            self.desk,
            restart=self.life.restart,
            rebuild=self._rebuild,
            system_mode=system_mode,
        )
        self._build(wall_ms, open_url, choosers or Choosers())
        self._placing = Placing(self.look, self.panes, preferences.layout)
        self.pump.add(self._renderers())
        self.pump.watch(self.life.watch, self._watch)  # last: they may take the window away
        self.people.watch_with(self.pump)
        self.look.on_switch(lambda: self.pump.mark(Part.ALL, at_once=True))
        self.root.protocol("WM_DELETE_WINDOW", self.request_close)
        self.shortcuts.bind(Key.HELP, self.help_desk.show_about)
        self.shortcuts.offer(Topic.HELP, _(COPY_DIAGNOSTICS), self.help_desk.copy_diagnostics)
        self.shortcuts.bind_quit(self.request_close)

    # Coming and going ----------------------------------------------------------------------------

    def run(self) -> None:
        """Show the window, and return when it is gone."""
        self._show()
        self.root.update()  # draws it: Tk's timers, once due, go before what is to be drawn
        if not self._has_gone:
            self.root.after(INTERVAL_MS, self._complete)
            self.root.mainloop()

    def open(self) -> None:
        """Show the window, all of it made."""
        self._show()
        self._complete()

    def _show(self) -> None:
        self._placing.place()
        self.pump.refresh()  # what is known already is there when the window is
        self.root.deiconify()
        self.pump.start()

    def _complete(self) -> None:
        """Make what could not be seen at first; nothing to do where that is done."""
        if self._is_complete:
            return
        self._is_complete = True
        self.pump.add(self.lower.complete(self.join_desk.doctor_actions))
        self.lower.frames.watch_with(self.pump)
        self.transcript, self.doctor = self.lower.transcript, self.lower.doctor
        self.root.after(INTERVAL_MS, self._placing.limit)  # the new tabs may need more room

    def request_close(self) -> None:
        """Close as the person asked: with a question first, if people are connected."""
        self.life.request_close()

    def close(self) -> None:
        """Close without a question: the program was told to end."""
        self.life.close()

    def destroy(self) -> None:
        """Take the window away at once, whatever the server does; `close` is the orderly way."""
        self._has_gone = True
        self.pump.stop()
        self._awake.hold(is_wanted=False)
        layout = replace(self._placing.taken(), clients=self.clients.table.layout)
        self.desk.change_preferences(layout=layout)
        take_away(self.root, self.look.scaling)

    def _rebuild(self) -> None:
        """Go as soon as nothing is pending, to be built anew over the same state."""
        self._rebuild_is_due = True

    def _watch(self) -> None:
        """Once a beat."""
        if self._must_end():
            self.close()
            return
        if self._is_called():
            come_forward(self.root)
        is_wanted = self._host.preferences.keep_awake
        self._awake.hold(is_wanted=must_stay_awake(self.state, is_wanted=is_wanted))
        # What is asked or waited for is the window's own: a new one would know nothing of it.
        is_pending = self.dialog or self.life.is_pending or self.people.panic_desk.is_pending
        if self._rebuild_is_due and not is_pending:
            self.is_to_be_rebuilt = True
            self.destroy()

    def _whole_lower(self) -> LowerPanel:
        """Return the lower panel with all its tabs, however early they are asked for."""
        self._complete()
        return self.lower

    def post(self, command: Command) -> bool:
        """Hand a command to the server; False, and said so, if it has ended."""
        return self.desk.post(command)

    @property
    def dialog(self) -> Dialog | None:
        """The dialog that is open, if any."""
        return self.desk.dialog

    # Building ------------------------------------------------------------------------------------

    def _build(
        self,
        wall_ms: Callable[[], int],
        open_url: Callable[[str], bool],
        choosers: Choosers,
    ) -> None:
        look, root, desk = self.look, self.root, self.desk
        self.room_desk = RoomDesk(self.state, desk)
        self.address_desk = AddressDesk(look, self.state, desk, open_url)
        self.help_desk = HelpDesk(look, self.state, desk, self.errors)
        self.menu = MainMenu(look, self.shortcuts)
        self.join_desk = JoinDesk(
            look,
            self.state,
            desk,
            self.address_desk,
            choose_file=choosers.poster,
            show_doctor=lambda: self._whole_lower().doctor.show(),  # noqa: PLW0108  (not made yet)
            wall_ms=wall_ms,
        )
        # In the order in which the Tab key goes through them.
        self.toolbar = Toolbar(look, root, self.state, self.shortcuts, self._toolbar_actions())
        self.troubles = TroubleBar(look, root, self.state, desk)
        self.panes = look.panes(root)
        self.people = People(
            look,
            root,
            self.panes,
            self.state,
            self.shortcuts,
            counter=desk,
            lower=self._whole_lower,
            start=self.life.start,
            show_failure=self.life.show_failure,
            layout=self._host.preferences.layout.clients,
            wall_ms=wall_ms,
        )
        self.clients = self.people.panel
        self.lower = LowerPanel(
            look,
            self.panes,
            self.state,
            self.shortcuts,
            counter=desk,
            announce=self.room_desk.announce,
            choosers=choosers,
            lift_bans=self.people.client_desk.ask_lift,
            show_client=self.clients.jump_to,
            selected=lambda: self.clients.table.selected_ids,
        )
        self.log = self.lower.log
        self.side = SideColumn(
            look,
            root,
            self.state,
            self.shortcuts,
            actions=self.join_desk.panel_actions,
            poster=lambda: self.join_desk.poster,
        )
        self.status_bar = StatusBar(look, root, self.state, bind=self._bind, wall_ms=wall_ms)
        self._arrange()

    def _toolbar_actions(self) -> ToolbarActions:
        return ToolbarActions(
            start_or_stop=self.life.start_or_stop,
            copy_address=self.address_desk.copy,
            switch_join_code=lambda: self.side.switch_join(),  # noqa: PLW0108  (not made yet)
            open_browser=self.address_desk.open_browser,
            pick_address=self.address_desk.pick,
            switch_mode=self.settings_desk.switch_mode,
            open_settings=self.settings_desk.open,
            open_menu=lambda: self.menu.open(self.toolbar.menu_button),
        )

    def _arrange(self) -> None:
        root = self.root
        margin, gap = self.look.px(_MARGIN_PX), self.look.px(_GAP_PX)
        self.toolbar.frame.grid(
            row=0, column=0, columnspan=2, sticky="ew", padx=margin, pady=(self.look.px(10), gap)
        )
        # Beside the right column, which cannot be lower than it is in the lowest window.
        panic_bar = self.people.panic_bar.frame
        panic_bar.grid(row=1, column=0, sticky="ew", padx=(margin, gap), pady=(0, gap))
        self.troubles.frame.grid(row=2, column=0, sticky="ew", padx=(margin, gap), pady=(0, gap))
        self.troubles.frame.grid_remove()
        self.panes.add(self.clients.frame, weight=3)
        self.panes.add(self.lower.tabs, weight=4)
        self.panes.grid(row=3, column=0, sticky="nsew", padx=(margin, gap))
        self.side.frame.grid(row=1, column=1, rowspan=3, sticky="nsew", padx=(0, margin))
        self.people.undo_bar.frame.grid(
            row=4, column=0, columnspan=2, sticky="ew", padx=margin, pady=(self.look.px(8), 0)
        )
        self.people.undo_bar.frame.grid_remove()
        self.status_bar.frame.grid(
            row=5, column=0, columnspan=2, sticky="ew", padx=margin, pady=self.look.px(8)
        )
        root.grid_columnconfigure(0, weight=1)
        root.grid_rowconfigure(3, weight=1)

    # Drawing -------------------------------------------------------------------------------------

    def _renderers(self) -> tuple[Renderer, ...]:
        """Say what is drawn when which part of the state has changed, and how often at most."""
        return (
            Renderer("the server's state", Part.STATUS, 0, self._render_status),
            *self.people.renderers(),
            Renderer("the troubles", Part.TROUBLES, 0, self.troubles.render),
            Renderer("the log", Part.LOG, 0.15, self.log.render),
            Renderer("the way in", Part.STATUS | Part.JOIN, 0, self._render_join),
            Renderer("the figures", Part.FIGURES, 0.25, self.side.render_figures),
            Renderer(
                "the status bar",
                Part.STATUS | Part.CLIENTS | Part.FIGURES | Part.WEATHER | Part.CLOCK,
                0.5,
                self.status_bar.render,
            ),
        )

    def _say(self, text: str, tone: Tone) -> None:
        self.status_bar.say(text, tone)

    def _bind(self) -> str:
        """The address that the open room listens on, whatever is set meanwhile."""
        return (self.state.started_with or self._host.settings).bind

    def _render_settings(self) -> None:
        self._whole_lower().tools.render_keep()
        renamed = rename_room(self.state, self._host.settings.room_name)
        self.pump.mark(renamed | Part.STATUS, at_once=True)

    def _render_join(self) -> None:
        self.side.render_status()
        self.join_desk.render_poster()

    def _render_status(self) -> None:
        status = self.state.status
        self.root.title(f"{status.room_name} – {_TITLE}" if isinstance(status, Running) else _TITLE)
        self.toolbar.render()
        self.clients.render_status()
        self.lower.log.render_status(status)
