"""IP and TCP headers, made up around bytes that went over a socket (RFC 791, 8200, 9293).

One conversation knows its sequence numbers; times and files are not its business.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import Enum
from ipaddress import IPv4Address, IPv6Address, ip_address

SEGMENT_BYTES = 1_400
"""Of a segment's payload at most: with its headers it fits in an Ethernet frame."""

_FIN, _SYN, _PSH, _ACK = 0x01, 0x02, 0x08, 0x10
_TCP, _HOPS, _WINDOW = 6, 64, 65_535
_SYN_OPTIONS = struct.pack("!BBH", 2, 4, SEGMENT_BYTES)
"""Maximum segment size (RFC 9293 section 3.7.1)."""


class Side(Enum):
    """Who sends."""

    CLIENT = "client"
    SERVER = "server"


class Conversation:
    """One TCP connection, made up."""

    def __init__(
        self, number: int, client_host: str, client_port: int, server_host: str, server_port: int
    ) -> None:
        """Let a client connect to a server; the number makes its sequence numbers its own."""
        client, server = _alike(_address(client_host), _address(server_host))
        self._addresses = {Side.CLIENT: client, Side.SERVER: server}
        self._ports = {Side.CLIENT: client_port & 0xFFFF, Side.SERVER: server_port & 0xFFFF}
        self._next = {Side.CLIENT: _initial(number, 1), Side.SERVER: _initial(number, 2)}

    def opening(self) -> Iterator[tuple[Side, bytes]]:
        """Give the three packets of TCP's own handshake."""
        yield Side.CLIENT, self._packet(Side.CLIENT, _SYN, options=_SYN_OPTIONS)
        self._advance(Side.CLIENT, 1)
        yield Side.SERVER, self._packet(Side.SERVER, _SYN | _ACK, options=_SYN_OPTIONS)
        self._advance(Side.SERVER, 1)
        yield Side.CLIENT, self._packet(Side.CLIENT, _ACK)

    def segments(self, sender: Side, data: bytes) -> Iterator[bytes]:
        """Give packets with all of the data, the last one pushed."""
        for start in range(0, len(data), SEGMENT_BYTES):
            segment = data[start : start + SEGMENT_BYTES]
            is_last = start + SEGMENT_BYTES >= len(data)
            yield self._packet(sender, _ACK | _PSH if is_last else _ACK, segment)
            self._advance(sender, len(segment))

    def _advance(self, sender: Side, by: int) -> None:
        self._next[sender] = (self._next[sender] + by) & 0xFFFFFFFF

    def _packet(self, sender: Side, flags: int, data: bytes = b"", options: bytes = b"") -> bytes:
        receiver = Side.SERVER if sender is Side.CLIENT else Side.CLIENT
        header = struct.pack(
            "!HHIIBBHHH",
            self._ports[sender],
            self._ports[receiver],
            self._next[sender],
            self._next[receiver] if flags & _ACK else 0,
            (20 + len(options)) // 4 << 4,
            flags,
            _WINDOW,
            0,
            0,
        )
        source, destination = self._addresses[sender], self._addresses[receiver]
        segment = header + options + data
        pseudo_header = source.packed + destination.packed + struct.pack("!II", len(segment), _TCP)
        checksum = internet_checksum(pseudo_header + segment)
        segment = segment[:16] + checksum.to_bytes(2, "big") + segment[18:]
        return _ip_header(source, destination, len(segment)) + segment


def internet_checksum(data: bytes) -> int:
    """Return the checksum of RFC 1071: the ones' complement of the ones' complement sum."""
    if len(data) % 2:
        data += b"\0"
    # 2^16 is 1 modulo 65,535, so all the words' sum is the remainder of the one long number.
    total = int.from_bytes(data, "big")
    folded = total % 0xFFFF
    if folded == 0 and total:
        folded = 0xFFFF
    return folded ^ 0xFFFF


def _ip_header(
    source: IPv4Address | IPv6Address, destination: IPv4Address | IPv6Address, length: int
) -> bytes:
    addresses = source.packed + destination.packed
    if isinstance(source, IPv6Address):
        return struct.pack("!IHBB", 6 << 28, length, _TCP, _HOPS) + addresses
    do_not_fragment = 0x4000
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + length, 0, do_not_fragment, _HOPS, _TCP, 0)
    checksum = internet_checksum(header + addresses).to_bytes(2, "big")
    return header[:10] + checksum + addresses


def _address(host: str) -> IPv4Address | IPv6Address:
    """Read an address; one that is a name, or nothing, becomes one that belongs to nobody."""
    try:
        address = ip_address(host.partition("%")[0].strip("[]"))
    except ValueError:
        return IPv4Address("192.0.2.1")  # RFC 5737: for documentation
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _alike(
    one: IPv4Address | IPv6Address, other: IPv4Address | IPv6Address
) -> tuple[IPv4Address | IPv6Address, IPv4Address | IPv6Address]:
    """Write both in the later version where they differ, as a listener on both sees them."""
    if one.version == other.version:
        return one, other
    return _as_ipv6(one), _as_ipv6(other)


def _as_ipv6(address: IPv4Address | IPv6Address) -> IPv6Address:
    if isinstance(address, IPv6Address):
        return address
    return IPv6Address(b"\0" * 10 + b"\xff\xff" + address.packed)


def _initial(number: int, salt: int) -> int:
    return (number * 2_654_435_761 + salt * 0x3C6EF372) & 0xFFFFFFFF
