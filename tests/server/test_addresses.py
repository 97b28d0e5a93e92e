"""Which addresses are shown, in which order."""

from __future__ import annotations

import ipaddress

import pytest

from wschat_gui.server.addresses import (
    InterfaceAddress,
    as_urls,
    default_route_ip,
    own_names,
    scan,
    usable,
)

WIFI = InterfaceAddress("192.168.1.23", "Wi-Fi")
CABLE = InterfaceAddress("10.0.0.5", "eth0")
PUBLIC = InterfaceAddress("9.9.9.9", "ppp0")
GLOBAL_6 = InterfaceAddress("2001:db8::5", "eth0")
LOOPBACK = InterfaceAddress("127.0.0.1", "lo")
LOOPBACK_6 = InterfaceAddress("::1", "lo")
LINK_LOCAL = InterfaceAddress("169.254.3.4", "eth1")
LINK_LOCAL_6 = InterfaceAddress("fe80::1", "eth0")
DOCKER = InterfaceAddress("172.17.0.1", "docker0")
ALL = [LOOPBACK, LOOPBACK_6, DOCKER, LINK_LOCAL_6, GLOBAL_6, PUBLIC, WIFI, LINK_LOCAL, CABLE]


def test_the_private_address_of_the_default_route_comes_first() -> None:
    assert usable(ALL, "", "10.0.0.5") == [CABLE, WIFI, PUBLIC, GLOBAL_6]
    assert usable(ALL, "", "192.168.1.23") == [WIFI, CABLE, PUBLIC, GLOBAL_6]


def test_without_a_default_route_a_private_address_comes_first() -> None:
    assert usable(ALL, "", "")[0] in (WIFI, CABLE)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ([LOOPBACK, DOCKER], [DOCKER, LOOPBACK]),
        ([LOOPBACK, LINK_LOCAL], [LINK_LOCAL, LOOPBACK]),
        ([LOOPBACK], [LOOPBACK]),
    ],
)
def test_what_is_useless_elsewhere_is_shown_only_where_there_is_nothing_else(
    found: list[InterfaceAddress], shown: list[InterfaceAddress]
) -> None:
    assert usable(found, "", "") == shown


def test_with_no_interface_at_all_there_is_still_this_machine() -> None:
    assert usable([], "", "") == [InterfaceAddress("127.0.0.1", "")]


def test_listening_on_one_address_shows_just_that() -> None:
    assert usable(ALL, "10.0.0.5", "192.168.1.23") == [CABLE]
    assert usable(ALL, "127.0.0.1", "192.168.1.23") == [LOOPBACK]


def test_listening_on_all_of_ipv4_shows_no_ipv6() -> None:
    assert GLOBAL_6 not in usable(ALL, "0.0.0.0", "")
    assert GLOBAL_6 in usable(ALL, "::", "")


def test_urls_are_as_people_type_them() -> None:
    urls = [address.url for address in as_urls([WIFI, GLOBAL_6], "http", 12345)]
    assert urls == ["http://192.168.1.23:12345/", "http://[2001:db8::5]:12345/"]


def test_own_names_are_the_addresses_and_the_names_of_this_host() -> None:
    names = own_names(ALL, "")
    assert {"localhost", "192.168.1.23", "2001:db8::5", "fe80::1"} <= names
    assert "" not in names
    assert all(name == name.lower() for name in names)


def test_the_real_interfaces_can_be_read() -> None:
    found = scan()
    assert found
    for address in found:
        ipaddress.ip_address(address.ip)
    route = default_route_ip()
    assert route == "" or ipaddress.ip_address(route).version == 4
