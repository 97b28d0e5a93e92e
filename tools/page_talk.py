"""What the people of the README's pictures talk about: a class with sensors, in real pages."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page

from tests.end_to_end.program import Program
from tests.server.raw_client import RawClient
from wschat_gui.bridge.commands import Announce

_SAID = 7
"""Messages to everybody, a picture among them."""
_CODE = """Then this turns volts into degrees:
```
def celsius(volts):
    return 100 * (volts - 0.5)
```"""


def let_talk(program: Program, pages: dict[str, Page], terminal: RawClient) -> None:
    """Let the four, by their nicks, and the terminal speak; wait until everybody has it all."""
    _say(pages, "Mia", "Is the lab open this afternoon?")
    _say(pages, "Noah", "Yes, from two o'clock. Bring the sensors.")
    _say(pages, "Ada", "Two are enough, @Mia: one for the table, one for the window.")
    for nick in ("Mia", "Ken"):
        _act(pages, nick, "Two are enough", "👍")
    _send_picture(pages, "Ken", "Last week at the window")
    _act(pages, "Noah", "Last week", "🎉")
    _say(pages, "Noah", _CODE)
    program.app.post(Announce("Compare in groups, please: how warm is it where?"))
    _act(pages, "Ada", "Then this turns", "Reply")
    _say(pages, "Ada", "21.4 °C at the table: it works")
    _act(pages, "Ken", "21.4", "❤️")
    terminal.say("hello from a terminal")
    for page in pages.values():
        page.get_by_text("hello from a terminal").wait_for()
        page.locator(".reactions button", has_text="❤️").wait_for()
    for nick, partner in (("Ada", "Mia"), ("Noah", "Ken")):
        _whisper(pages, nick, partner, "Shall we make a group?")
    _say(pages, "Mia", "Then see you at two 🙂")
    program.wait(lambda: program.figures.messages >= _SAID, "everything is counted")
    program.wait(lambda: program.rows[0]["rtt"].strip("– "), "a round trip")


def _say(pages: dict[str, Page], nick: str, text: str) -> None:
    """Let somebody say it, and wait until all have it."""
    composer = pages[nick].get_by_role("textbox", name="Message")
    composer.fill(text)
    composer.press("Enter")
    for page in pages.values():
        page.locator(".message .text", has_text=text.splitlines()[0]).first.wait_for()


def _act(pages: dict[str, Page], nick: str, text: str, name: str) -> None:
    """Let somebody choose from the menu of a message."""
    page = pages[nick]
    page.locator(".message", has=page.locator(".text", has_text=text)).last.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Message actions").get_by_role("button", name=name).click()


def _whisper(pages: dict[str, Page], nick: str, partner: str, text: str) -> None:
    """Let somebody say it to one alone."""
    # By script: on a phone the button is in the sheet.
    person = pages[nick].locator(".person", has_text=partner)
    person.locator("button").dispatch_event("click")
    composer = pages[nick].get_by_role("textbox", name="Message")
    composer.fill(text)
    composer.press("Enter")
    pages[partner].locator(".private", has_text=text).wait_for()
    composer.press("Escape")


def _send_picture(pages: dict[str, Page], nick: str, caption: str) -> None:
    """Let somebody send the curve of a week, drawn here."""
    pages[nick].get_by_role("textbox", name="Message").fill(caption)
    pages[nick].locator("#file").set_input_files(
        FilePayload(name="week.png", mimeType="image/png", buffer=_curve())
    )
    for page in pages.values():
        picture = page.locator(".picture img")
        picture.wait_for()
        picture.evaluate("image => image.decode()")


def _curve() -> bytes:
    """Return a picture of seven warm days and cool nights."""
    width, height = 640, 200
    image = Image.new("RGB", (width, height), "#f7fafc")
    draw = ImageDraw.Draw(image)
    for line in range(1, 5):
        draw.line((0, line * 40, width, line * 40), "#d9dee7", 2)
    for days, colour, middle in ((0.0, "#2563eb", 90), (0.1, "#d9480f", 130)):
        points = [
            (x, middle - 40 * math.sin((x / width * 7 - days) * math.tau) - x / 20)
            for x in range(0, width, 4)
        ]
        draw.line(points, colour, 5, joint="curve")
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
