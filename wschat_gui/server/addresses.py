"""Under which addresses this host can be reached, the most useful first.

Reads the network interfaces; what is shown of them is the window's business.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from contextlib import closing

import ifaddr
from msgspec import Struct

from wschat_gui.bridge.events import HostAddress

_CONTAINER_BRIDGES = ("docker", "br-", "veth", "virbr", "lxc", "lxd", "cni", "podman", "vmnet")
"""Interfaces whose other end is on this machine: no phone is there."""


class InterfaceAddress(Struct, frozen=True):
    """One address of one interface."""

    ip: str
    interface: str
    prefix_length: int = 0
    """Of the network it is in; 0 where that is not known."""


def scan() -> list[InterfaceAddress]:
    """Return all addresses of all interfaces, as the system lists them.

    Raises:
        OSError: it cannot list them now, for want of a free file descriptor for instance.
    """
    return [
        # ifaddr gives IPv6 addresses as (address, flow info, scope id).
        InterfaceAddress(
            ip.ip if isinstance(ip.ip, str) else ip.ip[0], adapter.nice_name, ip.network_prefix
        )
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    ]


def default_route_ip() -> str:
    """Return the IPv4 address that this host sends from to the outside, empty where there is none.

    Connecting a datagram socket only looks the route up; nothing is sent.
    """
    try:
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1 (RFC 5737), so nobody's address
            return str(probe.getsockname()[0])
    except OSError:
        return ""


def usable(found: Iterable[InterfaceAddress], bind: str, default_ip: str) -> list[InterfaceAddress]:
    """Return the addresses that browsers elsewhere can use, best first, never an empty list.

    A private IPv4 address of the default route comes first. Loopback, link-local addresses and
    container bridges stand in only where there is nothing else.
    """
    if bind and not ipaddress.ip_address(bind).is_unspecified:
        named = {address.ip: address for address in found}
        return [named.get(bind, InterfaceAddress(bind, ""))]
    # Listening on 0.0.0.0 means IPv4 alone; on :: or on everything both.
    reachable = [
        address
        for address in found
        if bind != "0.0.0.0" or ipaddress.ip_address(address.ip).version == 4
    ]
    ranked = sorted(reachable, key=lambda address: _rank(address, default_ip))
    best = [address for address in ranked if _is_for_others(address)]
    return best or ranked or [InterfaceAddress("127.0.0.1", "")]


def as_urls(addresses: Iterable[InterfaceAddress], scheme: str, port: int) -> list[HostAddress]:
    """Write addresses as people type them."""
    return [
        HostAddress(f"{scheme}://{bracketed(address.ip)}:{port}/", address.interface)
        for address in addresses
    ]


def bracketed(ip: str) -> str:
    """Return an IP address as it stands in URLs (RFC 3986 section 3.2.2)."""
    return f"[{ip}]" if ":" in ip else ip


def own_names(found: Iterable[InterfaceAddress], bind: str) -> frozenset[str]:
    """Return every lower-case name and address by which a browser may call this host."""
    name = socket.gethostname().lower()
    names = {"localhost", "127.0.0.1", "::1", name, name.partition(".")[0]}
    names |= {f"{name.partition('.')[0]}.local", bind.lower()} - {""}
    return frozenset(names | {address.ip.partition("%")[0].lower() for address in found})


def own_ips(found: Iterable[InterfaceAddress]) -> tuple[str, ...]:
    """Return all addresses of this host, without their zones."""
    return tuple(address.ip.partition("%")[0] for address in found)


def networks(found: Iterable[InterfaceAddress]) -> tuple[str, ...]:
    """Return the networks that this host shares with others, as CIDR."""
    return tuple(
        str(ipaddress.ip_interface(f"{ip}/{address.prefix_length}").network)
        for address in found
        if address.prefix_length and not ipaddress.ip_address(address.ip).is_loopback
        for ip in (address.ip.partition("%")[0],)
    )


def _is_for_others(address: InterfaceAddress) -> bool:
    ip = ipaddress.ip_address(address.ip)
    on_this_machine = ip.is_loopback or address.interface.startswith(_CONTAINER_BRIDGES)
    return not (on_this_machine or ip.is_link_local)


def _rank(address: InterfaceAddress, default_ip: str) -> tuple[bool, ...]:
    """Sort key: False sorts first."""
    ip = ipaddress.ip_address(address.ip)
    return (
        not _is_for_others(address),
        ip.version != 4,
        address.ip != default_ip,
        not ip.is_private,
        ip.is_loopback,
    )
