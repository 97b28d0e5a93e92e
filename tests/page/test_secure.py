"""The page over https and the room over wss, in a Chromium that trusts a test's own authority."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Error, Playwright

from tests.page.conftest import Visitor
from tests.require import require_program
from tests.server.certificates import Authority
from tests.server.raw_client import RawClient
from tests.server.running import RunningServer
from tests.stage_hands import CHROMIUM_FLAGS, chromium_path

pytestmark = pytest.mark.browser

OURS = "IP:127.0.0.1,DNS:localhost"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Make an authority for this module's certificates."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def trusting(
    playwright: Playwright, authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Return a Chromium of a person who has installed the authority's certificate."""
    home = tmp_path_factory.mktemp("home")
    trusted = home / ".pki" / "nssdb"
    trusted.mkdir(parents=True)
    certutil = (str(require_program("certutil")), "-d", f"sql:{trusted}")
    install = ("-A", "-t", "C,,", "-n", "test authority", "-i", str(authority.certificate))
    for arguments in (("-N", "--empty-password"), install):
        subprocess.run([*certutil, *arguments], check=True, capture_output=True)
    browser = playwright.chromium.launch(
        executable_path=chromium_path(), args=CHROMIUM_FLAGS, env={**os.environ, "HOME": str(home)}
    )
    yield browser
    browser.close()


@pytest.fixture
def secure(authority: Authority) -> Iterator[RunningServer]:
    """Run a server with a certificate for its own addresses."""
    signed = authority.sign("host", OURS)
    with RunningServer(certificate=signed.chain, private_key=signed.key) as server:
        yield server


def test_two_people_talk_over_https_and_wss(trusting: Browser, secure: RunningServer) -> None:
    people = [Visitor(trusting.new_context().new_page()) for _ in range(2)]
    sockets: list[str] = []
    for person, nick in zip(people, ("Ada", "Bob"), strict=True):
        person.page.set_default_timeout(10_000)
        person.page.on("websocket", lambda socket: sockets.append(socket.url))
        person.page.goto(f"https://127.0.0.1:{secure.port}/")
        assert person.page.evaluate("isSecureContext")
        person.join(nick)
    people[0].say("for your eyes only")
    people[1].bubble("for your eyes only").wait_for()
    assert sockets == [f"wss://127.0.0.1:{secure.port}/"] * 2
    assert [person.complaints for person in people] == [[], []]
    for person in people:
        person.page.context.close()


def test_a_page_over_https_comes_back_when_the_line_was_cut(
    trusting: Browser, secure: RunningServer
) -> None:
    visitor = Visitor(trusting.new_context().new_page())
    visitor.page.set_default_timeout(10_000)
    visitor.page.goto(f"https://localhost:{secure.port}/")
    visitor.join("Ada")
    visitor.page.context.set_offline(True)
    secure.thread.request_stop()
    assert secure.thread.join(10.0)
    visitor.status("Online").wait_for(state="detached")
    secure.settings = replace(secure.settings, port=secure.port)
    secure.start()
    visitor.page.context.set_offline(False)
    visitor.status("Online").wait_for()
    visitor.page.context.close()


def test_who_does_not_trust_the_authority_gets_no_page(
    chromium: Browser, secure: RunningServer
) -> None:
    page = chromium.new_context().new_page()
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        page.goto(f"https://127.0.0.1:{secure.port}/")
    page.context.close()


def test_a_certificate_for_another_address_is_no_good(
    trusting: Browser, authority: Authority
) -> None:
    signed = authority.sign("elsewhere", "IP:192.168.1.77")
    with RunningServer(certificate=signed.chain, private_key=signed.key) as server:
        page = trusting.new_context().new_page()
        with pytest.raises(Error, match="ERR_CERT_COMMON_NAME_INVALID"):
            page.goto(f"https://127.0.0.1:{server.port}/")
        page.context.close()


def test_plain_http_on_that_port_is_answered_by_nothing_and_hurts_nobody(
    secure: RunningServer,
) -> None:
    with RawClient(secure.port) as plain:
        plain.request("/")
        assert b"<html" not in plain.read_to_end()
