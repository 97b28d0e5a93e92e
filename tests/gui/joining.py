"""What the tests of joining share: looking at codes as a phone does, and a room to join."""

from __future__ import annotations

import io
import tkinter

import zxingcpp
from PIL import Image

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import WIFI
from wschat_gui.gui.join_panel import JoinPanel
from wschat_gui.model.wifi import Wifi

LAB = Wifi(name="Lab", password="correct horse")
JOIN_URL = f"{WIFI.url}#code=pendulum%207"
"""What the code of the fixture `open_window` holds."""


def text_of(widget: tkinter.Misc) -> str:
    return str(widget.cget("text"))


def scan(window: WindowDriver, label: tkinter.Misc) -> set[str]:
    """Read the codes of the image that a label shows."""
    image = label.cget("image")
    name = str(image[0] if isinstance(image, tuple) else image)
    data = window.root.tk.call(name, "data", "-format", "png")
    picture = Image.open(io.BytesIO(data)).convert("L")
    return {found.text for found in zxingcpp.read_barcodes(picture)}


def panel_of(window: WindowDriver) -> JoinPanel:
    return window.window.side.join


def host_of(window: WindowDriver) -> FakeHost:
    host = window.window.life._host
    assert isinstance(host, FakeHost)
    return host
