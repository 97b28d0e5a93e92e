"""The page's scripts as they are served: one in the place of fifty, so that a phone asks once.

Each module becomes a block of its own with an object of what it exports; the rest of its code stays
as it is. This is no build step: the sources stay what is edited, tested and shipped, and the host
joins them as it reads them. It knows the ways to import and export that the page uses, and refuses
all others.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from graphlib import TopologicalSorter

# Each begins with letters: `^` would be tried everywhere, and the host starts with this.
_IMPORT = re.compile(r'\nimport (?:\* as (\w+)|\{([^}]*)\}) from "([^"]+)";(?=\n)')
_IMPORT_ON_DEMAND = re.compile(r'import\("([^"]+)"\)')
_EXPORT = re.compile(r"\nexport (?=(?:async )?(?:const|class|function) (\w+))")
_UNKNOWN = re.compile(r"\n[ \t]*(?:import\b(?!\()|export\b).*")


def joined(sources: Mapping[str, str], entry: str) -> dict[str, str]:
    """Return what to serve in the place of `entry`, and of what is imported on demand only.

    `sources` has all modules by their paths below the page's folder, such as `view/log.js`. The
    entry becomes a module that runs all of them, each after those that it imports; what is imported
    on demand stays a module of its own, and takes from the entry what it needs.

    Raises:
        ValueError: something is imported or exported in a way that is not known here.
        graphlib.CycleError: modules import one another in a circle.
    """
    sources = {path: f"\n{source}" for path, source in sources.items()}
    on_demand = {
        _resolved(path, target)
        for path, source in sources.items()
        for target in _IMPORT_ON_DEMAND.findall(source)
    }
    together = sources.keys() - on_demand
    order = TopologicalSorter({path: _imports(path, sources[path]) for path in sorted(together)})
    paths = list(order.static_order())
    if strangers := set(paths) - together:
        raise ValueError(f"{', '.join(sorted(strangers))}: imported, and not to be joined")
    # No module calls anything of its own so.
    names = {path: f"${number}" for number, path in enumerate(paths)}
    blocks = "".join(_as_block(path, sources[path], names) for path in paths)
    shared = {each for path in on_demand for each in _imports(path, sources[path])}
    exported = ", ".join(sorted(names[path] for path in shared))
    return {
        entry: f"{blocks}export {{ {exported} }};\n",
        **{path: _apart(path, sources[path], names, entry) for path in on_demand},
    }


def _imports(path: str, source: str) -> list[str]:
    return [_resolved(path, target) for *_, target in _IMPORT.findall(source)]


def _as_block(path: str, source: str, names: Mapping[str, str]) -> str:
    code = _with_imports(path, _EXPORT.sub("\n", source), names, lambda _: "")
    if unknown := _UNKNOWN.search(code):
        raise ValueError(f"{path}: cannot be joined: {unknown[0].strip()}")
    name, exported = names[path], ", ".join(_EXPORT.findall(source))
    return f"// {path}\nlet {name};\n{{\n{code}\n{name} = {{ {exported} }};\n}}\n"


def _apart(path: str, source: str, names: Mapping[str, str], entry: str) -> str:
    return _with_imports(
        path, source, names, lambda name: f'import {{ {name} }} from "/{entry}";\n'
    )


def _with_imports(
    path: str, source: str, names: Mapping[str, str], before: Callable[[str], str]
) -> str:
    """Take what is imported out of the other module's object."""

    def taken(found: re.Match[str]) -> str:
        whole, parts, target = found.groups()
        name = names[_resolved(path, target)]
        return f"\n{before(name)}const {whole or _destructured(parts)} = {name};"

    return _IMPORT.sub(taken, source)


def _destructured(parts: str) -> str:
    return f"{{{parts.replace(' as ', ': ')}}}"


def _resolved(path: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
