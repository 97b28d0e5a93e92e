"""What several tests do with the messages on a page."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.page.conftest import Visitor


def open_menu(visitor: Visitor, text: str) -> Locator:
    """Open the menu of the message with this text by the mouse, and return it."""
    visitor.bubble(text).hover()
    visitor.bubble(text).locator("#act").click()
    return visitor.page.get_by_role("dialog", name="Message actions")


def choose(visitor: Visitor, text: str, name: str) -> None:
    """Open the menu of a message and choose from it."""
    open_menu(visitor, text).get_by_role("button", name=name).click()


def sent(visitor: Visitor, text: str) -> None:
    """Say something and wait until it is shown as sent."""
    visitor.say(text)
    expect(visitor.bubble(text).get_by_title("Sent", exact=True)).to_be_visible()
