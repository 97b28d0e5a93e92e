"""Makes every icon of the program from the drawings in `assets/`: python -m tools.icons

Chromium draws them, at each size anew, and Pillow puts the sizes together. Needs what `make test`
installs. The results are committed: a build needs no browser.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.stage_hands import CHROMIUM_FLAGS

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "assets"
WINDOW_ICONS = ROOT / "wschat_gui" / "icons"
WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""What Explorer and the task bar ask for, from 100 to 250 %."""
MAC_SIZES = (16, 32, 64, 128, 256, 512, 1024)
LINUX_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
WINDOW_SIZES = (16, 32, 48, 128)
"""For Tk, which picks the nearest."""
SIMPLE_BELOW = 40
"""Smaller icons come from the simpler drawing."""
_CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    """Make them all."""
    sizes = sorted({*WINDOWS_SIZES, *MAC_SIZES, *LINUX_SIZES, *WINDOW_SIZES})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=CHROMIUM_FLAGS)
        icons = {size: drawn(browser, size) for size in sizes}
        browser.close()
    _save_together(icons, WINDOWS_SIZES, ASSETS / "windows" / "wschat.ico")
    _save_together(icons, MAC_SIZES, ASSETS / "macos" / "wschat.icns")
    for size in LINUX_SIZES:
        icons[size].save(ASSETS / "linux" / f"net.wschat.host-{size}.png", optimize=True)
    WINDOW_ICONS.mkdir(exist_ok=True)
    for size in WINDOW_SIZES:
        icons[size].save(WINDOW_ICONS / f"wschat-{size}.png", optimize=True)
    print(f"{len(sizes)} sizes are in {ASSETS} and {WINDOW_ICONS}")


def source(size: int) -> Path:
    """Return the drawing for an icon that is so many pixels wide."""
    return ASSETS / ("icon-small.svg" if size < SIMPLE_BELOW else "icon.svg")


def drawn(browser: Browser, size: int) -> Image.Image:
    """Draw an icon on nothing."""
    page = browser.new_page(viewport={"width": size, "height": size})
    style = "html, body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }"
    page.set_content(f"<style>{style}</style>{source(size).read_text('utf-8')}")
    png = page.screenshot(omit_background=True)
    page.close()
    return Image.open(io.BytesIO(png)).convert("RGBA")


def _save_together(icons: dict[int, Image.Image], sizes: tuple[int, ...], path: Path) -> None:
    largest, *others = (icons[size] for size in sorted(sizes, reverse=True))
    largest.save(path, sizes=[(size, size) for size in sizes], append_images=others)


if __name__ == "__main__":
    main()
