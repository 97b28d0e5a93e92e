"""How an uploaded file is called: what its sender called it, made harmless for every system.

A name is shown and offered for saving; it never is a path on the host's disk.
"""

from __future__ import annotations

import re
import unicodedata

_MOST_CHARS = 120
_MOST_EXTENSION_CHARS = 16
"""A longer end is no extension, and may be cut like the rest."""
_NO_NAME = "file"

# Controls, invisible and bidirectional formatting (a name could show another extension than it
# has), lone surrogates and line separators.
_DECEIVING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FORBIDDEN = re.compile(r'[<>:"|?*]')
"""Windows can save no file of such a name."""
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)")
"""Windows takes these for devices, with any extension."""


def clean_file_name(raw: str) -> str:
    """Return `raw` without folders, deceiving characters and excess; never empty.

    A clean name comes out as it went in.
    """
    base = re.split(r"[/\\]", raw)[-1]
    visible = "".join(letter for letter in base if unicodedata.category(letter) not in _DECEIVING)
    # No dot in front: nobody's file manager should hide what was downloaded, and `..` is no name.
    name = _trimmed(_FORBIDDEN.sub("_", visible))
    if _DEVICES.match(name):
        name = f"_{name}"
    return _shortened(name) or _NO_NAME


def _trimmed(name: str) -> str:
    # Windows drops dots and spaces at the end by itself, and could then take it for another name.
    return " ".join(name.split()).lstrip(". ").rstrip(". ")


def _shortened(name: str) -> str:
    if len(name) <= _MOST_CHARS:
        return name
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > _MOST_EXTENSION_CHARS:
        return _trimmed(name[:_MOST_CHARS])
    return _trimmed(stem[: _MOST_CHARS - len(extension) - 1]) + dot + extension
