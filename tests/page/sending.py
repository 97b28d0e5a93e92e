"""What a hand does with files on the page, and where they are then to be seen."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import FilePayload, Locator

from tests.page.conftest import Visitor
from wschat_gui.config import Limits

LIMITS = Limits(file_bytes=2 * 1024 * 1024, flood_burst=1_000)

# Begun with `from_bytes` of a file sent, the page's binary frames wait for `letThrough()`.
HOLD_BYTES = """from_bytes => {
  const { send } = WebSocket.prototype;
  const held = [];
  let sent_bytes = 0;
  WebSocket.prototype.send = function (data) {
    sent_bytes += data.byteLength ?? 0;
    if (data.byteLength === undefined || sent_bytes <= from_bytes) send.call(this, data);
    else held.push(() => this.readyState === WebSocket.OPEN && send.call(this, data));
  };
  window.letThrough = () => {
    WebSocket.prototype.send = send;
    for (const each of held) each();
  };
}"""

# What a hand does with files: `kind` is drop or paste. Resolves to whether the page took them.
GIVE = """([kind, files]) => {
  const data = new DataTransfer();
  for (const [name, type, bytes] of files) {
    if (name) data.items.add(new File([new Uint8Array(bytes)], name, { type }));
    else data.setData(type, bytes);
  }
  const rest = { bubbles: true, cancelable: true };
  if (kind === "paste") {
    const event = new ClipboardEvent("paste", { clipboardData: data, ...rest });
    return !document.querySelector("#text").dispatchEvent(event);
  }
  document.body.dispatchEvent(new DragEvent("dragenter", { dataTransfer: data, ...rest }));
  const target = document.querySelector("#drop");
  window.overlayShown = target.checkVisibility();
  return !target.dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...rest }));
}"""


def send(visitor: Visitor, *files: tuple[str, bytes], media_type: str = "") -> None:
    """Choose files by the button's dialog."""
    with visitor.page.expect_file_chooser() as chooser:
        visitor.page.get_by_role("button", name="Send a file or picture").click()
    chooser.value.set_files(
        [FilePayload(name=name, mimeType=media_type, buffer=content) for name, content in files]
    )


def give(
    visitor: Visitor, kind: Literal["drop", "paste"], *files: tuple[str, str, list[int] | str]
) -> bool:
    """Drop or paste; tell whether the page kept it from the browser."""
    taken: bool = visitor.page.evaluate(GIVE, [kind, [list(file) for file in files]])
    return taken


def uploads(visitor: Visitor) -> Locator:
    """Return the rows of the files on their way."""
    return visitor.page.locator(".upload")


def links(visitor: Visitor) -> Locator:
    """Return the files in the log that are not shown."""
    return visitor.page.locator(".message a.file")


def pictures(visitor: Visitor) -> Locator:
    """Return the pictures in the log."""
    return visitor.page.locator(".message .picture img")


def expect_loaded(picture: Locator) -> None:
    """Wait until a picture has pixels."""
    picture.scroll_into_view_if_needed()
    picture.evaluate("image => image.decode()")
