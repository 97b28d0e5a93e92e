"""Which part of the package may import what, and how a module's source is held against it.

Pure: source text in, faults in words out. The tree itself is read in `test_layers.py`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

PACKAGE = "wschat_gui"

ALLOWED_ARROWS: dict[str, frozenset[str]] = {
    "frames": frozenset(),
    "chat": frozenset(),
    "bridge": frozenset(),
    "config": frozenset(),
    "language": frozenset(),
    "log_file": frozenset(),
    "console": frozenset(),
    "page": frozenset(),
    "archive": frozenset({"chat"}),
    "server": frozenset({"frames", "chat", "bridge", "archive", "config"}),
    "model": frozenset({"bridge", "config", "language"}),
    "saved": frozenset({"config", "language", "model"}),
    "no_window": frozenset(),
    "window_claim": frozenset({"archive"}),
    "gui": frozenset({"model", "bridge", "config", "language", "no_window"}),
    "app": frozenset(
        {
            *("frames", "chat", "bridge", "config", "page", "archive", "server", "model", "gui"),
            *("language", "saved", "log_file"),
        }
    ),
    "__main__": frozenset(
        {"app", "config", "language", "log_file", "no_window", "saved", "window_claim"}
    ),
    "frozen": frozenset({"__main__", "console", "gui"}),
}
"""Each part of the package, and the other parts that it may import: all arrows point down."""

ONLY_HERE: dict[str, str] = {
    "tkinter": "gui",
    "_tkinter": "gui",
    "ttkbootstrap": "gui",
    "PIL": "gui",
    "asyncio": "server",
    "socket": "server",
    "socketserver": "server",
    "select": "server",
    "selectors": "server",
    "ssl": "server",
    "http.server": "server",
    "websockets": "server",
    "ifaddr": "server",
    "zeroconf": "server",
    "rjsmin": "server",
    "rcssmin": "server",
    "sqlite3": "archive",
}
"""Modules of others, with what is below them, and the one part that may import each."""

PURE_PARTS = frozenset({"frames", "chat", "bridge"})
"""These import the standard library and `msgspec` only."""
CLOCKLESS_PARTS = frozenset({"frames", "chat", "model"})
"""These are told what time it is."""

CLOCKS = frozenset(
    {
        *(
            f"time.{name}{unit}"
            for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time")
            for unit in ("", "_ns")
        ),
        "time.sleep",
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
    }
)


def faults(module: str, source: str, *, is_package: bool = False) -> list[str]:
    """Say what in `source`, the module named `module`, breaks the layers; empty when nothing does.

    Imports count wherever they stand: in functions, under TYPE_CHECKING, by `importlib`.
    """
    tree = ast.parse(source)
    part = part_of(module)
    if part is None:
        return [f"{module} belongs to no part that ALLOWED_ARROWS knows"]
    found = [
        fault
        for line, target in _imports(tree, module, is_package=is_package)
        if (fault := _fault_of(part, target, f"{module}:{line}"))
    ]
    if part in CLOCKLESS_PARTS:
        found += [f"{module}:{line} reads a clock: {name}" for line, name in _clocks(tree)]
    return found


def part_of(module: str) -> str | None:
    """Return the part a module of the package belongs to; "" is the package's own `__init__`."""
    names = module.split(".")
    if names[0] != PACKAGE:
        raise ValueError(f"{module} is not in {PACKAGE}")
    if len(names) == 1:
        return ""
    return names[1] if names[1] in ALLOWED_ARROWS else None


def _fault_of(part: str, target: str, where: str) -> str | None:
    if target == PACKAGE or target.startswith(f"{PACKAGE}."):
        name = _name_in_package(target)
        if name in {"", part} or name in ALLOWED_ARROWS.get(part, ()):
            return None
        return f"{where} {part or PACKAGE} may not import {name}"
    for module, home in ONLY_HERE.items():
        if (target == module or target.startswith(f"{module}.")) and part != home:
            return f"{where} only {home} may import {module}"
    top = target.partition(".")[0]
    if part in PURE_PARTS and top != "msgspec" and top not in sys.stdlib_module_names:
        return f"{where} {part} may import nothing of others but msgspec, not {top}"
    return None


def _name_in_package(target: str) -> str:
    """Return the part that an import of `target` reaches; "" for a name of `__init__` itself."""
    names = target.split(".")
    if len(names) == 1:
        return ""
    return "" if names[1].startswith("__") and names[1] not in ALLOWED_ARROWS else names[1]


def _imports(tree: ast.Module, module: str, *, is_package: bool) -> Iterator[tuple[int, str]]:
    """Give line and full dotted name of all that is imported; `from a import b` gives `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base_of(node, module, is_package=is_package)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and (name := _imported_by_call(node)):
            yield node.lineno, name


def _base_of(node: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    if node.level == 0:
        return node.module or ""
    names = module.split(".")
    above = names[: len(names) - node.level + is_package]
    return ".".join([*above, *([node.module] if node.module else [])])


def _imported_by_call(node: ast.Call) -> str | None:
    """Return what `import_module("x")` or `__import__("x")` imports, if the text says it."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else None
    if isinstance(node.func, ast.Name):
        called = node.func.id
    if called not in {"import_module", "__import__"} or not node.args:
        return None
    argument = node.args[0]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None


def _clocks(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give line and name of every clock that is named, called or not, under whatever alias."""
    meaning = dict(_aliases(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            head, *rest = ast.unparse(node).split(".")
            name = ".".join([meaning.get(head, head), *rest])
            if name in CLOCKS:
                yield node.lineno, name


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname, alias.name) for alias in node.names if alias.asname)
        elif isinstance(node, ast.ImportFrom):
            yield from (
                (alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names
            )
