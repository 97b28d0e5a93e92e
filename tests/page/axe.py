"""Looks for barriers with axe-core: every one of its default rules, contrast among them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

# One line for each element that breaks a rule; animations end first, or colours are half faded.
_SCAN = """async () => {
  for (const each of document.getAnimations()) each.finish();
  const { violations } = await axe.run({ resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}"""


class Inspector:
    """Notes what is wrong with a page in each of its states, so that one run tells of all."""

    def __init__(self, page: Page) -> None:
        """Look at this page."""
        self._page = page
        self.found: list[str] = []
        """State, rule, element, and why."""

    def look(self, state: str) -> None:
        """Look at the page as it stands now, which the test calls so."""
        if not self._page.evaluate("'axe' in window"):
            self._page.evaluate(_source())
        self.found += [f"{state}: {each}" for each in self._page.evaluate(_SCAN)]

    def assert_nothing_found(self) -> None:
        """Fail with all that was found."""
        assert not self.found, "\n".join(self.found)


@cache
def _source() -> str:
    # The package is wanted for the script that it carries; its Python side has no types.
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
