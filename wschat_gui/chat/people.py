"""Which name the room has for a person: the same after every reconnection, telling nothing else.

It is public. The secret behind it is a browser's own, or a member's token where it has none.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode

from wschat_gui.chat.vocabulary import Person

HOST = Person(0, "Host")
"""Who speaks from the window; no client ever has this id."""

_PURPOSE = b"wschat person"
"""Keeps these from being the hashes that anybody else makes of the same secret."""


def person_id_of(secret: str) -> str:
    """Return the 8 characters by which everybody knows who has this secret."""
    # A page may send half of a surrogate pair; it is nobody's secret, but must hash all the same.
    encoded = secret.encode(errors="surrogatepass")
    digest = hashlib.blake2b(encoded, digest_size=6, person=_PURPOSE).digest()
    return urlsafe_b64encode(digest).decode()
