"""The page's scripts as one: what runs, in which order, and what cannot be joined."""

from __future__ import annotations

import subprocess
from graphlib import CycleError
from pathlib import Path

import pytest

from tests.require import require_program
from wschat_gui.server.http_answers import joined_sources, read_sources
from wschat_gui.server.joined import joined

MODULES = {
    "app.js": """import * as names from "./view/names.js";
import { count, next as following } from "./count.js";
console.log(`app ${names.FIRST} ${names.greet("Grace")} ${following()} ${following()} ${count()}`);
import("./late.js").then((late) => late.run());
""",
    "view/names.js": """// import nothing;
import {
  next,
} from "../count.js";
console.log("names");
export const FIRST = "Ada";
export async function unused() {}
export function greet(nick) { return `${nick} ${next()}`; }
""",
    "count.js": """console.log("count");
let count_ = 0;
const hidden = 1;
export const next = () => { count_ += hidden; return count_; };
export const count = () => count_;
export class Unused {}
""",
    "late.js": """import { count } from "./count.js";
console.log("late");
export const run = () => console.log(`run ${count()}`);
""",
}


def test_all_modules_run_once_in_their_order_with_their_own_names(tmp_path: Path) -> None:
    node = require_program("node")
    sources = {**MODULES, **joined(MODULES, "app.js")}
    assert sources.keys() == MODULES.keys()
    (tmp_path / "package.json").write_text('{ "type": "module" }', "utf-8")
    for name in ("app.js", "late.js"):
        here = sources[name].replace('from "/', 'from "./')  # the host's root is this folder
        (tmp_path / name).write_text(here, "utf-8")
    run = subprocess.run([node, "app.js"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["count", "names", "app Ada Grace 1 2 3 3", "late", "run 3"]


@pytest.mark.parametrize(
    "line",
    [
        "export let count = 0;",
        "export default 1;",
        "export { next };",
        'export * from "./count.js";',
        'import "./count.js";',
        'import count from "./count.js";',
        'import { next } from "./count.js"',
        'import { run } from "./late.js";',
    ],
)
def test_what_cannot_be_joined_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"joined"):
        joined({**MODULES, "view/names.js": f"{line}\n"}, "app.js")


def test_a_circle_is_refused() -> None:
    circle = 'import { FIRST } from "./view/names.js";\nexport const next = 1, count = 2;\n'
    with pytest.raises(CycleError):
        joined({**MODULES, "count.js": circle}, "app.js")


@pytest.mark.parametrize("name", ["app.js", "lab.js"])
def test_the_scripts_of_the_page_can_be_joined(name: str, tmp_path: Path) -> None:
    node = require_program("node")
    module = tmp_path / "module.mjs"
    module.write_text(joined_sources(read_sources())[name], "utf-8")
    subprocess.run([node, "--check", str(module)], check=True, capture_output=True)
