"""Messages that would cost more to read than to send: refused before they are read."""

from __future__ import annotations

import json

import pytest

from tests.server.raw_client import RawClient
from tests.server.running import RunningServer

MIB = 1024 * 1024


@pytest.mark.parametrize("letter", ["x", "\x7f", "a\x80", "漢", "["])
def test_a_frame_longer_than_any_message_is_not_read(server: RunningServer, letter: str) -> None:
    # Not even JSON: who reads it says `malformed`.
    text = letter * ((MIB - 100) // len(letter.encode()))
    with RawClient.page(server.port, "ada") as page, RawClient.plain(server.port, "bob") as plain:
        page.say(text)
        refused = page.read_until("refused")
        assert (refused["code"], refused["limit"]) == ("text_too_long", 4_000)
        plain.say(text)
        assert "at most 4,000 characters" in plain.read_text()


def test_the_longest_message_in_its_longest_form_is_read(server: RunningServer) -> None:
    text = "😀" * 4_000
    with RawClient.page(server.port, "ada") as page:
        page.say(json.dumps({"type": "say", "id": "i" * 64, "text": text}))  # \uXXXX\uXXXX each
        assert page.read_until("said")["text"] == text


def test_what_is_quoted_of_a_malformed_message_is_short(server: RunningServer) -> None:
    with RawClient.page(server.port, "ada") as page:
        page.say(json.dumps({"type": "\x7f" * 8_000}, ensure_ascii=False))
        refused = page.read_until("refused")
        assert refused["code"] == "malformed"
        assert len(refused["text"]) < 300
