"""The real server as the host of a page's test, on one port for all its runs and with a folder."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.page.steered import SteeredHost
from tests.server.raw_client import RawClient
from wschat_gui.config import Limits


class KeepingHost(SteeredHost):
    """A room that keeps its files where the test can see them."""

    def __init__(self, data_dir: Path, *, limits: Limits, files_allowed: bool = True) -> None:
        """Find a port that stays the same when the host is started again."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        super().__init__(port=port, data_dir=data_dir, limits=limits, files_allowed=files_allowed)
        self.folder = data_dir / "files"

    def guest(self, nick: str = "Grace") -> RawClient:
        """Join as somebody else."""
        return RawClient.page(self.port, nick)

    def stored_bytes(self) -> list[int]:
        """Return the sizes of all that stands in the folder of files, ascending."""
        return sorted(path.stat().st_size for path in self.folder.iterdir())
