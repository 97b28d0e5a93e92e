"""The program as its composition root builds it, with the window's event loop in a test's hands."""

from __future__ import annotations

from collections.abc import Callable

from tests.gui.window_driver import WindowDriver
from wschat_gui.app import App
from wschat_gui.bridge.events import DirectionFigures, RoomFigures
from wschat_gui.config import Preferences, Settings, Theme
from wschat_gui.gui.window import HostWindow
from wschat_gui.model.status import Running


class Program:
    """Window and server, running."""

    def __init__(self, settings: Settings) -> None:
        """Open the window and wait until the room is open."""
        self.app = App(settings, Preferences(theme=Theme.LIGHT, keep_awake=False))
        self.driver = WindowDriver(HostWindow(self.app, open_url=lambda _url: True))
        self.window = self.driver.window
        self.window.open()
        self.wait(lambda: isinstance(self.window.state.status, Running), "the room is open")

    @property
    def url(self) -> str:
        """What the window shows."""
        address = self.window.state.address
        assert address is not None
        return address.url

    @property
    def port(self) -> int:
        """Where the server listens."""
        status = self.window.state.status
        assert isinstance(status, Running)
        return status.port

    @property
    def rows(self) -> list[dict[str, str]]:
        """The table of clients as it stands on the screen, without those who have gone."""
        tree = self.window.clients.table.tree
        return [
            {key: str(value) for key, value in tree.set(item).items()}
            for item in tree.get_children()
            if "gone" not in tree.item(item, "tags")
        ]

    @property
    def nicks(self) -> list[str]:
        """The first column of that table."""
        return [row["nick"] for row in self.rows]

    @property
    def figures(self) -> RoomFigures:
        """The newest that the window has."""
        figures = self.window.state.figures
        assert figures is not None
        return figures

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Run the window until the condition holds."""
        self.driver.wait(condition, what)

    def wait_for_frames(self, expected: dict[int, int], direction: str) -> None:
        """Run the window until it knows of exactly these frames, by opcode."""

        def counted() -> bool:
            return dict(self._direction(direction).by_opcode) == expected

        try:
            self.wait(counted, "the frames are counted")
        except AssertionError as error:
            seen = dict(self._direction(direction).by_opcode)
            raise AssertionError(f"{direction}: {seen} instead of {expected}") from error

    def close(self) -> None:
        """Close without a question, as at the end of the program."""
        if not self.driver.is_gone:
            self.window.close()
            self.wait(lambda: self.driver.is_gone, "the window is gone")
        self.app.shut_down()

    def _direction(self, direction: str) -> DirectionFigures:
        return self.figures.inbound if direction == "in" else self.figures.outbound
