"""Starting and stopping the server from the window, and closing the window in order.

What is asked and waited for is decided in `model/closing.py`; this carries it out.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from wschat_gui.gui.counter import Counter
from wschat_gui.gui.dialogs import close_dialog, failure_dialog, stop_dialog
from wschat_gui.gui.host import Host
from wschat_gui.gui.theme import Look
from wschat_gui.model.closing import NextStep, next_step, wait_is_over
from wschat_gui.model.state import WindowState, begin_start, begin_stop
from wschat_gui.model.status import Failed, Stopped, may_start


class Lifecycle:
    """The server's and the window's coming and going."""

    def __init__(
        self,
        host: Host,
        look: Look,
        state: WindowState,
        counter: Counter,
        destroy: Callable[[], None],
    ) -> None:
        """Act on `host`; `destroy` takes the window away."""
        self._host = host
        self._look = look
        self._state = state
        self._counter = counter
        self._destroy = destroy
        self._closing_since_s: float | None = None
        self._starts_again = False

    # The server ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the server."""
        self._counter.mark(begin_start(self._state))
        self._state.started_with = self._host.settings
        self._host.start()

    def start_or_stop(self) -> None:
        """Start a server that does not run; stop one that does, after a question if need be."""
        if may_start(self._state.status):
            self.start()
        else:
            self._ask_first(self._request_stop)

    def restart(self) -> None:
        """Stop the server, after a question if people are there, and start it again."""
        if may_start(self._state.status):
            self.start()
        else:
            self._ask_first(self._stop_to_restart)

    def _ask_first(self, stop: Callable[[], None]) -> None:
        people = self._state.clients.people
        if next_step(self._state, confirmed=False) is NextStep.ASK:
            self._counter.show(lambda closed: stop_dialog(self._look, people, stop, closed))
        else:
            stop()

    def _stop_to_restart(self) -> None:
        self._starts_again = True
        self._request_stop()

    def _request_stop(self) -> None:
        self._counter.mark(begin_stop(self._state))
        self._host.request_stop()

    def show_failure(self) -> None:
        """Show what the system said about a server that does not run."""
        failed = self._state.status
        if isinstance(failed, Failed):
            self._counter.show(
                lambda closed: failure_dialog(self._look, failed.sentence, failed.detail, closed)
            )

    # The window ----------------------------------------------------------------------------------

    def request_close(self) -> None:
        """Close as the person asked: with a question first, if people are connected."""
        if self._closing_since_s is None:
            self._step_towards_close(confirmed=False)

    def close(self) -> None:
        """Close without a question: the program was told to end."""
        if self._closing_since_s is None:
            self._step_towards_close(confirmed=True)

    def _step_towards_close(self, *, confirmed: bool) -> None:
        match next_step(self._state, confirmed=confirmed):
            case NextStep.ASK:
                people = self._state.clients.people
                self._counter.show(
                    lambda closed: close_dialog(self._look, people, self.close, closed)
                )
            case NextStep.STOP_FIRST:
                self._closing_since_s = time.monotonic()
                self._request_stop()
            case NextStep.GO_ON:
                self._destroy()

    @property
    def is_pending(self) -> bool:
        """Whether the end of the server is waited for, to go on then."""
        return self._starts_again or self._closing_since_s is not None

    def watch(self) -> None:
        """Once a beat: start again what was stopped for it; let a closing window go."""
        if self._closing_since_s is None:
            if self._starts_again and isinstance(self._state.status, Stopped | Failed):
                self._starts_again = False
                self.start()
            return
        if wait_is_over(self._state.status, time.monotonic() - self._closing_since_s):
            self._destroy()
