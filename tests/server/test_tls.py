"""The same over TLS, whose transport has manners of its own: the page, the room, and slow files."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.require import require_program
from tests.server.files import path_of, patterned
from tests.server.lab_steps import note
from tests.server.raw_client import RawClient
from tests.server.running import RunningServer
from wschat_gui.bridge.frame_commands import EnterLab, LabFrame, LabLine, LabSend, LeaveLab
from wschat_gui.bridge.frame_words import LabNoteKind
from wschat_gui.config import Limits


class TlsClient(RawClient):
    """A client that trusts whatever certificate it is shown."""

    def __init__(self, port: int) -> None:
        """Connect and shake hands."""
        super().__init__(port)
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.socket = context.wrap_socket(self.socket)


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[RunningServer]:
    """Run a server with a certificate, which does not wait long for anything."""
    certificate, private_key = tmp_path / "cert.pem", tmp_path / "key.pem"
    make = [str(require_program("openssl")), "req", "-x509", "-nodes", "-subj", "/CN=localhost"]
    make += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    make += ["-keyout", str(private_key), "-out", str(certificate)]
    subprocess.run(make, check=True, capture_output=True)
    limits = Limits(open_timeout_s=1.0, close_timeout_s=0.2)
    with RunningServer(limits=limits, certificate=certificate, private_key=private_key) as server:
        yield server


def test_the_page_and_the_room_over_tls(secured: RunningServer) -> None:
    with TlsClient(secured.port) as client:
        client.request("/")
        status, headers, body = client.read_answer()
        assert (status, len(body)) == (200, int(headers["content-length"]))
        assert f"wss://127.0.0.1:{secured.port}" in headers["content-security-policy"]
    with TlsClient.page(secured.port, "ada") as ada:
        assert ada.welcome["nick"] == "ada"


def test_a_large_file_over_tls(secured: RunningServer) -> None:
    content = patterned(5 * 1024 * 1024)
    with TlsClient.page(secured.port, "ada") as ada, TlsClient(secured.port) as reader:
        said = ada.share("large.bin", content)
        reader.request(path_of(said))
        assert reader.read_head()[0] == 200
        ada.socket.settimeout(1.5)  # while the reader takes nothing
        with pytest.raises(TimeoutError):
            ada.read_json()
        assert reader.read_to_end() == content


def test_a_bad_line_over_tls(secured: RunningServer) -> None:
    with TlsClient.page(secured.port, "ada") as ada:
        client_id = ada.welcome["client_id"]
        secured.post(EnterLab(client_id))
        ada.read_until("lab")
        ada.send_json(type="observed", what="ready")
        note(secured, LabNoteKind.BEGUN)
        secured.post(LabLine(client_id=client_id, delay_ms=50, jitter_ms=40, bytes_per_s=50_000))
        for length in (9, 3_000, 10):
            secured.post(LabSend(client_id=client_id, what=LabFrame.TEXT, length=length))
        assert [len(ada.read_message()[1]) for _ in range(3)] == [9, 3_000, 10]
        secured.post(LeaveLab(client_id))
        assert ada.read_until("lab")["on"] is False
        ada.close()
        assert ada.read_close()[0] == 1000
