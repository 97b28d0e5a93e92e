"""Masking is its own inverse, and what RFC 6455 section 5.3 says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.frames.wire import KEY
from wschat_gui.frames.masking import apply_mask


def test_the_example_of_the_rfc_unmasks() -> None:
    assert apply_mask(bytes.fromhex("7f9f4d5158"), KEY) == b"Hello"


def test_no_key_leaves_the_payload_alone() -> None:
    assert apply_mask(b"Hello", b"") == b"Hello"


@given(st.binary(max_size=300), st.binary(min_size=4, max_size=4))
def test_masks_like_the_rfc_octet_by_octet_and_back(payload: bytes, key: bytes) -> None:
    octets = [octet ^ key[i % 4] for i, octet in enumerate(payload)]
    assert apply_mask(payload, key) == bytes(octets)
    assert apply_mask(apply_mask(payload, key), key) == payload
