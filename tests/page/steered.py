"""The real server as the host of a page's test, steered as the window does it."""

from __future__ import annotations

from tests.server.running import PATIENCE_S, RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.events import ClientNamed


class SteeredHost(RunningServer):
    """A room that knows its people by their nicks."""

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    def client_id(self, nick: str) -> int:
        """Wait until somebody has this nick; return the newest client that took it."""

        def named() -> list[int]:
            return [each.client_id for each in self.events(ClientNamed) if each.nick == nick]

        wait_until(lambda: bool(named()), PATIENCE_S, f"{nick} is named")
        return named()[-1]
