"""Files across the death of the program: what was said stands, what was half sent is nowhere."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.headless import HeadlessHost
from tests.frames.wire import frame
from tests.server.files import path_of, patterned
from tests.server.raw_client import RawClient
from tests.waiting import wait_until
from wschat_gui.frames.header import Opcode

_HALF_BYTES = 50_000


def test_a_killed_host_keeps_every_file_that_was_seen_and_no_half_one(tmp_path: Path) -> None:
    content = patterned(1_000_000)
    files = tmp_path / "files"
    first = HeadlessHost(tmp_path)
    with RawClient.page(first.port, "ada") as ada, RawClient.page(first.port, "bob") as bob:
        said = ada.share("seen.bin", content)
        ada.send_json(type="offer", id="half", name="half.bin", size_bytes=2 * _HALF_BYTES)
        ada.read_until("granted")
        ada.send(frame(Opcode.BINARY, bytes(_HALF_BYTES)))
        assert bob.read_until("said") == said
        wait_until(lambda: len(list(files.iterdir())) == 2, 5.0, "half of the second is written")
        first.kill()
    second = HeadlessHost(tmp_path)
    with RawClient.page(second.port, "carol") as carol, RawClient(second.port) as reader:
        assert carol.welcome["history"] == [said]
        reader.request(path_of(said))
        status, _, body = reader.read_answer()
        assert (status, body) == (200, content)
        assert [path.name for path in files.iterdir()] == [said["file"]["key"]]
    second.stop()
