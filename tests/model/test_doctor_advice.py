"""Every cause has words; what can be copied or allowed is offered only where it helps."""

from __future__ import annotations

import shlex

import pytest

from wschat_gui.model.doctor import Cause, Finding
from wschat_gui.model.doctor_advice import Advice, Surroundings, advise, title_of
from wschat_gui.model.firewall import firewall_commands


def around(platform: str = "linux", port: int = 12345, scheme: str = "http") -> Surroundings:
    return Surroundings(platform=platform, program="/opt/WS Chat/wschat", port=port, scheme=scheme)


def advice(cause: Cause, named: str = "", surroundings: Surroundings | None = None) -> Advice:
    return advise(Finding("192.168.1.40", cause, named), surroundings or around())


@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_is_told_in_a_sentence_with_what_helps(cause: Cause) -> None:
    told = advice(cause, "chat.example")

    assert told.sentence.endswith((".", "chat.example"))
    assert "{" not in told.sentence + told.help
    assert 0 < len(title_of(cause)) <= 18
    if Finding("", cause).is_trouble:
        assert told.help.endswith((".", "work."))


@pytest.mark.parametrize("platform", ["win32", "linux", "darwin"])
def test_firewall_is_opened_by_exact_commands(platform: str) -> None:
    told = advice(Cause.FIREWALL, surroundings=around(platform))

    assert told.commands == firewall_commands(platform, 12345, "/opt/WS Chat/wschat")
    assert told.commands
    assert advice(Cause.OTHER_NETWORK, surroundings=around(platform)).commands == ()


def test_no_command_without_a_port() -> None:
    assert advice(Cause.FIREWALL, surroundings=around(port=0)).commands == ()


def test_commands_of_every_system() -> None:
    def lines(platform: str) -> list[str]:
        commands = firewall_commands(platform, 8080, "/opt/WS Chat/wschat")
        return [each.command for each in commands]

    assert lines("linux") == [
        "sudo ufw allow 8080/tcp",
        "sudo firewall-cmd --add-port=8080/tcp",
    ]
    assert lines("win32")[0] == (
        'netsh advfirewall firewall add rule name="WSChat" dir=in action=allow protocol=TCP '
        "localport=8080"
    )
    assert lines("win32")[1].endswith('program="/opt/WS Chat/wschat"')
    (mac,) = lines("darwin")
    assert shlex.split(mac)[1:] == [
        "/usr/libexec/ApplicationFirewall/socketfilterfw",
        "--add",
        "/opt/WS Chat/wschat",
        "--unblockapp",
        "/opt/WS Chat/wschat",
    ]


@pytest.mark.parametrize(
    ("cause", "named", "origin"),
    [
        (Cause.ORIGIN_REFUSED, "null", "null"),
        (Cause.ORIGIN_REFUSED, "https://class.example", "https://class.example"),
        (Cause.ORIGIN_REFUSED, "file:///x", ""),
        (Cause.ORIGIN_REFUSED, "https://a.example https://b.example", ""),
        (Cause.HOST_REFUSED, "chat.school.example:12345", "http://chat.school.example:12345"),
        (Cause.HOST_REFUSED, "a b", ""),
        (Cause.HOST_REFUSED, "x" * 120, ""),
        (Cause.CODE_WRONG, "null", ""),
    ],
)
def test_only_a_well_formed_header_can_be_allowed(cause: Cause, named: str, origin: str) -> None:
    assert advice(cause, named).allowable_origin == origin


def test_a_name_is_allowed_for_the_scheme_that_is_served() -> None:
    told = advice(Cause.HOST_REFUSED, "chat.example", around(scheme="https"))

    assert told.allowable_origin == "https://chat.example"


def test_a_hostile_header_is_no_format_string() -> None:
    assert "{0.__class__}" in advice(Cause.HOST_REFUSED, "{0.__class__}").sentence
