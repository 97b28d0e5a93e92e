"""What can be typed after `wschat-gui`, and how a host without a window lives and ends."""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import platformdirs
import pytest
from msgspec.structs import replace

import wschat_gui
from tests.server.raw_client import RawClient
from tests.started import Started, settings_of
from tests.waiting import wait_until
from wschat_gui.__main__ import main
from wschat_gui.archive.transcript import Transcript
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.vocabulary import Announced
from wschat_gui.config import Limits, Settings

ROOT = Path(wschat_gui.__file__).parent.parent
PATIENCE_S = 20.0
"""For a start on a busy machine."""
DATA_DIR = platformdirs.user_data_path("WSChat", appauthor=False)
DEFAULT = Settings(data_dir=DATA_DIR)
GOODBYE_S = 3.0
"""DESIGN section 10: everything ends within three seconds, whatever the clients do."""

# Options -----------------------------------------------------------------------------------------


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
    engine = logging.getLogger("websockets")
    level = engine.level
    yield Started(monkeypatch)
    engine.setLevel(level)


def test_without_options_a_window_hosts_with_the_default_settings(started: Started) -> None:
    assert main([]) == 0
    assert (started.settings, started.windows) == ([DEFAULT], 1)


def test_headless_opens_no_window(started: Started) -> None:
    assert settings_of(started) == DEFAULT
    assert started.windows == 0


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        ("--bind 127.0.0.1", replace(DEFAULT, bind="127.0.0.1")),
        ("--bind 0:0::1", replace(DEFAULT, bind="::1")),
        ("--port 0", replace(DEFAULT, port=0)),
        ("--port 65535", replace(DEFAULT, port=65_535)),
        ("--room-name Physics", replace(DEFAULT, room_name="Physics")),
        ("--room-code sesame", replace(DEFAULT, room_code="sesame")),
        (
            "--allow-origin null --allow-origin http://a.example",
            replace(DEFAULT, allowed_origins=("null", "http://a.example")),
        ),
        ("--no-limits", replace(DEFAULT, limits=Limits().lifted())),
        ("--no-archive", Settings()),
        ("--data-dir somewhere", replace(DEFAULT, data_dir=Path("somewhere"))),
        ("--lang en", DEFAULT),
        (
            "--cert chain.pem --key key.pem",
            replace(DEFAULT, certificate=Path("chain.pem"), private_key=Path("key.pem")),
        ),
    ],
)
def test_option_becomes_a_setting(started: Started, arguments: str, settings: Settings) -> None:
    assert settings_of(started, *arguments.split()) == settings


@pytest.mark.parametrize(
    ("typed", "level"), [("debug", "DEBUG"), ("Warning", "WARNING"), ("ERROR", "ERROR")]
)
def test_log_level_is_set_however_it_is_typed(started: Started, typed: str, level: str) -> None:
    settings_of(started, "--log-level", typed)
    assert started.log_levels == [level]


def test_options_that_are_no_text_are_refused(
    started: Started, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--headless", "--room-name", "\udcff"])
    assert "this is not readable text" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["txt", "jsonl", "csv", "html"])
def test_export_writes_what_was_said(
    tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Transcript.open(tmp_path, Moment(1_000, 1.0)) as transcript:
        transcript.append([Announced(1, 1_700_000_000_000, "it was said")])
    output = tmp_path / f"out.{form}"
    arguments = ["export", "--data-dir", str(tmp_path), "--format", form, "-o", str(output)]
    assert main(arguments) == 0
    assert "it was said" in output.read_text("utf-8")
    assert capsys.readouterr().out == f"1 messages were written to {output}.\n"


def test_export_of_nothing_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.txt"
    arguments = ["export", "--data-dir", str(tmp_path), "--format", "txt", "-o", str(output)]
    assert main(arguments) == 1
    assert "there is no such file or folder" in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("--port 65536", "65536 is not a port: 0 to 65535 are"),
        ("--port -1", "-1 is not a port"),
        ("--port http", "'http' is not a number"),
        ("--bind localhost", "'localhost' is not an IP address"),
        ("--bind 10.0.0.256", "'10.0.0.256' is not an IP address"),
        ("--cert chain.pem", "--cert and --key go together"),
        ("--key key.pem", "--cert and --key go together"),
        ("--lang xx", "invalid choice: 'xx'"),
        ("--log-level loud", "invalid choice: 'LOUD'"),
        ("--dance", "unrecognized arguments: --dance"),
    ],
)
def test_impossible_option_is_refused_with_a_sentence(
    started: Started, arguments: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--headless", *arguments.split()])
    assert end.value.code == 2
    assert complaint in capsys.readouterr().err
    assert started.settings == []


def test_version_is_told(started: Started, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"wschat-gui {wschat_gui.__version__}\n"
    assert started.settings == []


# A host without a window -------------------------------------------------------------------------


class HeadlessHost:
    """The program in a process of its own; what it prints goes to files, as under a supervisor."""

    def __init__(self, folder: Path, *arguments: str, display: str | None = None) -> None:
        self._out, self._err = folder / "out", folder / "err"
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONUNBUFFERED")
        }
        if display is not None:
            environment["DISPLAY"] = display
        # The transcript of whoever runs the tests is not ours to write into.
        environment["XDG_DATA_HOME"] = str(folder)
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "error", "-m", "wschat_gui", *arguments],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )

    @property
    def printed(self) -> list[str]:
        """The lines that it has written so far, each to its end."""
        return self._out.read_text("utf-8").rpartition("\n")[0].splitlines()

    @property
    def complaints(self) -> list[str]:
        """The lines on its standard error so far."""
        return self._err.read_text("utf-8").splitlines()

    def wait_for_line(self, pattern: str) -> str:
        """Wait until it has printed a line that matches; return the line."""
        wait_until(
            lambda: (
                any(re.fullmatch(pattern, line) for line in self.printed)
                or self.process.poll() is not None
            ),
            PATIENCE_S,
            f"{pattern!r} in the host's output",
        )
        lines = [line for line in self.printed if re.fullmatch(pattern, line)]
        assert lines, (self.printed, self.complaints)
        return lines[0]

    def wait_for_port(self) -> int:
        """Wait until it listens; return where."""
        line = self.wait_for_line(r"listening on http://127\.0\.0\.1:\d+/")
        assert line == self.printed[0]
        return int(line.rstrip("/").rpartition(":")[2])

    def end(self, number: signal.Signals) -> int:
        """Send a signal; return the exit status."""
        self.process.send_signal(number)
        return self.process.wait(GOODBYE_S)


@pytest.fixture
def hosts() -> Iterator[ExitStack]:
    """Kill whatever a failed test leaves."""
    with ExitStack() as stack:
        yield stack


def host(
    hosts: ExitStack, folder: Path, *arguments: str, display: str | None = None
) -> HeadlessHost:
    started = HeadlessHost(folder, "--bind", "127.0.0.1", *arguments, display=display)
    hosts.callback(started.process.wait)
    hosts.callback(started.process.kill)
    return started


@pytest.mark.parametrize(
    ("number", "client_answers"), [(signal.SIGINT, True), (signal.SIGTERM, False)]
)
def test_signal_ends_the_host_cleanly_whether_its_client_answers_or_not(
    hosts: ExitStack, tmp_path: Path, number: signal.Signals, client_answers: bool
) -> None:
    running = host(hosts, tmp_path, "--headless", "--port", "0")
    with RawClient.page(running.wait_for_port(), "ada") as ada:
        assert ada.welcome["nick"] == "ada"
        running.wait_for_line(r"\d\d:\d\d:\d\d joined ada has joined")
        asked_s = time.monotonic()
        running.process.send_signal(number)
        assert ada.read_close() == (1001, "The host has closed the room.")
        if client_answers:
            ada.close(1001)
            ada.read_to_end()
            ada.socket.close()
        assert running.process.wait(GOODBYE_S) == 0
        assert time.monotonic() - asked_s < GOODBYE_S
    assert running.complaints == []


@pytest.mark.parametrize("display", ["", ":4711"])
def test_without_a_display_the_program_says_so_in_one_line_and_hosts(
    hosts: ExitStack, tmp_path: Path, display: str
) -> None:
    arguments = ("--port", "0", "--log-level", "error")
    running = host(hosts, tmp_path, *arguments, display=display)
    with RawClient(running.wait_for_port()) as browser:
        browser.request()
        status, _ = browser.read_head()
        assert status == 200
    assert running.end(signal.SIGTERM) == 0
    (complaint,) = running.complaints
    assert complaint.endswith(" Hosting without one.")
    assert len(running.printed) == 1


def test_taken_port_moves_the_host_to_the_next_free_one_and_it_says_so(
    hosts: ExitStack, tmp_path: Path
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        taken = other.getsockname()[1]
        running = host(hosts, tmp_path, "--headless", "--port", str(taken))
        port = running.wait_for_port()
        assert taken < port < taken + 100
        running.wait_for_line(
            rf"\d\d:\d\d:\d\d server Port {taken} was taken; the room is on port {port}\."
        )
        assert running.end(signal.SIGINT) == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("--bind 192.0.2.7", "Cannot listen on 192.0.2.7, port 0: .+"),
        (
            "--cert nowhere.pem --key nowhere.pem",
            "The certificate nowhere.pem cannot be used: .+",
        ),
    ],
)
def test_host_that_cannot_listen_says_why_and_fails(
    hosts: ExitStack, tmp_path: Path, arguments: str, complaint: str
) -> None:
    running = host(hosts, tmp_path, "--headless", "--port", "0", *arguments.split())
    assert running.process.wait(PATIENCE_S) == 1
    (line,) = running.complaints
    assert re.fullmatch(complaint, line)


def test_host_ends_when_nobody_reads_what_it_prints(tmp_path: Path) -> None:
    arguments = ["--headless", "--bind", "127.0.0.1", "--port", "0", "--data-dir", str(tmp_path)]
    command = [sys.executable, "-m", "wschat_gui", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe) as process:
        try:
            assert process.stdout is not None
            process.stdout.close()
            assert process.wait(PATIENCE_S) != 0
        finally:
            process.kill()
