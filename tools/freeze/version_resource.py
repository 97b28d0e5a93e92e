"""The version resource of the Windows program: what Explorer shows under Properties, Details."""

from __future__ import annotations

import re
from pathlib import Path

_LANGUAGE_AND_CHARSET = "040904B0"
"""US English in Unicode, of which StringFileInfo and VarFileInfo must say the same."""


def numbers(version: str) -> tuple[int, int, int, int]:
    """Return the four numbers that Windows wants for a version such as 1.2.3 or 1.2.3rc1."""
    found = [int(number) for number in re.findall(r"(?:^|\.)(\d+)", version)]
    major, minor, patch, build = (*found, 0, 0, 0, 0)[:4]
    return major, minor, patch, build


def text(version: str) -> str:
    """Return the resource in the form that PyInstaller reads."""
    strings = {
        "CompanyName": "WSChat",
        "FileDescription": "WSChat host",  # also the name in the task manager and the firewall
        "FileVersion": version,
        "InternalName": "WSChat",
        "LegalCopyright": "MIT licence",
        "OriginalFilename": "WSChat.exe",
        "ProductName": "WSChat host",
        "ProductVersion": version,
    }
    structs = ", ".join(f"StringStruct({name!r}, {said!r})" for name, said in strings.items())
    language, charset = int(_LANGUAGE_AND_CHARSET[:4], 16), int(_LANGUAGE_AND_CHARSET[4:], 16)
    return (
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers(version)}, prodvers={numbers(version)},\n"
        "    mask=0x3F, flags=0, OS=0x40004, fileType=1, subtype=0, date=(0, 0)),\n"
        "  kids=[\n"
        f"    StringFileInfo([StringTable({_LANGUAGE_AND_CHARSET!r}, [{structs}])]),\n"
        f"    VarFileInfo([VarStruct('Translation', [{language}, {charset}])]),\n"
        "  ])\n"
    )


def write(folder: Path, version: str) -> str:
    """Write the resource into a file there; return its path."""
    path = folder / "version_resource.txt"
    path.write_text(text(version), "utf-8")
    return str(path)
