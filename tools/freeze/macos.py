"""What macOS must know of the bundle: its Info.plist beyond what PyInstaller writes by itself."""

from __future__ import annotations

IDENTIFIER = "net.wschat.host"


def info(version: str) -> dict[str, object]:
    """Return the entries of Info.plist."""
    return {
        "CFBundleDisplayName": "WSChat",
        "CFBundleShortVersionString": version,
        "LSApplicationCategoryType": "public.app-category.social-networking",
        "LSMinimumSystemVersion": "11.0",
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "MIT licence",
        # Since macOS 15 the system asks before a program talks to the local network, with this.
        "NSLocalNetworkUsageDescription": (
            "WSChat hosts a chat for the people on your network: their browsers connect to it."
        ),
        "NSBonjourServices": ["_http._tcp"],  # the name wschat.local, where the host wants it
    }
