"""The page and the picture that are made of the figures."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import outcome, picture, results
from bench.contestants import HOST, UWEBSOCKETS
from bench.outcome import DELIVERIES, Outcome
from bench.workloads import saturation
from tests.bench.figures import saturated

SVG = "{http://www.w3.org/2000/svg}"


def cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def test_table_has_medians_spread_and_ratios() -> None:
    table = cells(results.table(saturated(900, 100, 40), saturation.TEN_OF_A_HUNDRED))

    assert table[0][1:6] == ["deliveries/s", "min", "max", "× uWebSockets", "× websockets"]
    assert table[2] == [HOST.name, "900", "450", "1,350", "9.00", "22.50", "50%"]
    assert table[3][:2] == [UWEBSOCKETS.name, "100"]


def test_row_without_the_figure_that_matters_is_not_in_the_table() -> None:
    made_up = Outcome("saturation", "", "")
    made_up.add("case", "one", {DELIVERIES: 5.0})
    made_up.add("case", "another", {"load CPU": 0.5})

    assert [row[0] for row in cells(results.table(made_up, "case"))[2:]] == ["one"]


def test_page_names_machine_goals_remarks_and_who_was_left_out() -> None:
    made_up = saturated(900, 100, 40)
    made_up.remarks.append("Other programs were at work.")

    page = results.page(
        {"saturation": made_up}, ["2 cores", "", "Linux"], {"node ws": "node is not installed"}
    )

    for part in (
        "- 2 cores\n- Linux",
        "- node ws: node is not installed",
        "- Other programs were at work.",
        "9.00: holds",
        "not measured",
        "## Saturation",
    ):
        assert part in page
    assert "## Latency" not in page


def test_figures_outlive_the_run(tmp_path: Path) -> None:
    made_up = saturated(900, 100, 40)

    outcome.save(made_up, tmp_path / "new")

    assert outcome.load(tmp_path / "new") == {"saturation": made_up}
    assert outcome.load(tmp_path / "nowhere") == {}


def test_picture_has_a_bar_for_each_server_the_longest_first() -> None:
    made_up = saturated(5_000_000, 500_000, 40_000)
    made_up.add(saturation.TEN_OF_A_HUNDRED, saturation.FLOOR, {DELIVERIES: 9_000_000})

    drawn = picture.bars(made_up, saturation.TEN_OF_A_HUNDRED, "A <title>")

    root = ElementTree.fromstring(drawn)
    bars = root.findall(f"{SVG}rect")[1:]
    lengths = [float(bar.attrib["width"]) for bar in bars]
    texts = [text.text for text in root.findall(f"{SVG}text")]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[1] / lengths[0] == pytest.approx(0.1)
    assert [bar.attrib["class"] for bar in bars] == ["ours", "theirs", "theirs"]
    assert texts[0] == "A <title>"
    assert texts[2:4] == [HOST.name, "5.00 M/s"]
    assert all(
        float(bar.attrib["x"]) + length < int(root.attrib["width"])
        for bar, length in zip(bars, lengths, strict=True)
    )
