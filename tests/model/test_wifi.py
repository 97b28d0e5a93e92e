"""A phone that reads the Wi-Fi code gets exactly the name and password that were typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wschat_gui.model.wifi import Wifi, WifiKind, complaint_about, wifi_code

FIELD = re.compile(r"([A-Z]):((?:\\.|[^\\;])*);", re.DOTALL)


def read(code: str) -> dict[str, str]:
    """Read a code as phones do: fields to the first bare semicolon, then backslashes away."""
    assert code.startswith("WIFI:")
    assert code.endswith(";;")
    body = code.removeprefix("WIFI:")[:-1]
    assert "".join(found[0] for found in FIELD.finditer(body)) == body
    return {
        found[1]: re.sub(r"\\(.)", r"\1", found[2], flags=re.DOTALL)
        for found in FIELD.finditer(body)
    }


TRICKY = st.text(alphabet=st.one_of(st.sampled_from('\\;,:"ab1 é漢🙂'), st.characters()))


@given(name=TRICKY, password=TRICKY, hidden=st.booleans(), kind=st.sampled_from(WifiKind))
def test_every_name_and_password_comes_through(
    name: str, password: str, kind: WifiKind, *, hidden: bool
) -> None:
    fields = read(wifi_code(Wifi(name=name, password=password, kind=kind, hidden=hidden)))

    expected = {"T": kind.value, "S": name}
    if kind is WifiKind.WPA:
        expected["P"] = password
    if hidden:
        expected["H"] = "true"
    assert fields == expected


@given(name=TRICKY, password=TRICKY)
def test_each_special_character_has_its_backslash(name: str, password: str) -> None:
    code = wifi_code(Wifi(name=name, password=password))
    bare = re.sub(r"\\.", "", code, flags=re.DOTALL)

    assert bare.count(";") == 4
    assert bare.count(":") == 4
    assert not set(bare) & {"\\", ",", '"'}


def test_code_as_the_standard_example_has_it() -> None:
    assert (
        wifi_code(Wifi(name="mynetwork", password="mypass")) == "WIFI:T:WPA;S:mynetwork;P:mypass;;"
    )
    assert wifi_code(Wifi(name="a;b", password='"\\')) == r"WIFI:T:WPA;S:a\;b;P:\"\\;;"
    assert wifi_code(Wifi(name="Free", kind=WifiKind.OPEN)) == "WIFI:T:nopass;S:Free;;"


def test_an_open_wifi_gives_no_password_away() -> None:
    assert "secret" not in wifi_code(Wifi(name="Lab", password="secret", kind=WifiKind.OPEN))


def test_password_is_in_no_traceback_and_no_log() -> None:
    assert "correct horse" not in repr(Wifi(name="Lab", password="correct horse"))


@pytest.mark.parametrize(
    ("wifi", "part"),
    [
        (Wifi(name=""), "name"),
        (Wifi(name="漢" * 11, password="12345678"), "33"),
        (Wifi(name="Lab", password="1234567"), "7"),
        (Wifi(name="Lab", password="x" * 64), "64"),
        (Wifi(name="Lab", password="passwörter"), "ASCII"),
        (Wifi(name="Lab", password="1234\n5678"), "line break"),
        (Wifi(name="La\tb", kind=WifiKind.OPEN), "line break"),
    ],
)
def test_what_no_phone_could_use_is_complained_about(wifi: Wifi, part: str) -> None:
    assert part in complaint_about(wifi)


@pytest.mark.parametrize(
    "wifi",
    [
        Wifi(name="漢" * 10, password="12345678"),
        Wifi(name="Lab", password="x" * 63),
        Wifi(name="Lab", password="0123456789abcdefABCD" * 3 + "0123"),
        Wifi(name="Lab", kind=WifiKind.OPEN),
    ],
)
def test_what_phones_can_use_is_not(wifi: Wifi) -> None:
    assert complaint_about(wifi) == ""


def test_password_is_not_in_what_a_log_would_say() -> None:
    assert "pendulum" not in repr(Wifi(name="Lab", password="pendulum 7"))
    assert "Lab" in repr(Wifi(name="Lab", password="pendulum 7"))
