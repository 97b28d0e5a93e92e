"""The archive is read by the very code with which Chrome's developer tools import one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.frames.captures import Wiretap
from tests.frames.export.scenes import source_of
from tests.frames.wire import frame
from wschat_gui.frames.export import har
from wschat_gui.frames.header import Opcode

pytestmark = pytest.mark.browser

IMPORT = """async (text) => {
  const {HARFormat, Importer} = await import("devtools://devtools/bundled/models/har/har.js");
  const root = new HARFormat.HARRoot(JSON.parse(text));
  return Importer.Importer.requestsFromHARLog(root.log).map((request) => ({
    url: request.url(),
    status: request.statusCode,
    type: request.resourceType().name(),
    started: request.startTime,
    frames: request.frames().map((frame) => [frame.type, frame.opCode, frame.text, frame.time]),
  }));
}"""


def test_developer_tools_import_the_messages(chromium: Browser) -> None:
    tap = Wiretap()
    tap.receive(1, frame(payload="grüß ".encode(), fin=False) + frame(Opcode.CONT, b"dich"))
    tap.broadcast(frame(Opcode.BINARY, b"\x00\xff", key=b""), [1, 2])
    archive = b"".join(har.written(source_of(tap.snapshot()))).decode()
    page = chromium.new_page()
    try:
        page.goto("devtools://devtools/bundled/devtools_app.html", wait_until="domcontentloaded")
        requests = page.evaluate(IMPORT, archive)
    finally:
        page.close()
    anna, ben = requests
    assert (anna["url"], anna["status"]) == ("ws://10.0.0.1:12345/ws?nick=Anna", 101)
    assert (anna["type"], anna["started"]) == ("websocket", 1_699_999_999)
    assert [seen[:3] for seen in anna["frames"]] == [
        ["send", 1, "grüß dich"],
        ["receive", 2, "AP8="],
    ]
    assert [seen[3] for seen in anna["frames"]] == pytest.approx(
        [1_700_000_000, 1_700_000_000.001], abs=1e-6
    )
    assert ben["url"] == "ws://[fe80::1]:12345/"
    assert [seen[:3] for seen in ben["frames"]] == [["receive", 2, "AP8="]]
