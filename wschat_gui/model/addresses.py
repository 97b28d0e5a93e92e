"""Which of the host's addresses is shown large and in the QR code.

The server lists them best first; the person may pick another, and the pick outlives a rescan.
"""

from __future__ import annotations

from wschat_gui.bridge.events import HostAddress


def shown_address(
    addresses: tuple[HostAddress, ...], picked: HostAddress | None
) -> HostAddress | None:
    """Choose the address to show: the picked one if it is still there, else the best.

    A picked interface that got another IP address or port is still the one that was picked.
    """
    if not addresses:
        return None
    if picked is None:
        return addresses[0]
    if picked in addresses:
        return picked
    same_interface = (each for each in addresses if each.interface == picked.interface)
    return next(same_interface, addresses[0])
