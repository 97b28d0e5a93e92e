"""What `make exe` does: python -m tools.freeze

Has PyInstaller carry out `build.spec`, and says what came of it. Arguments go to PyInstaller, such
as --clean or --log-level=INFO.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.freeze.bundle import NAME
from tools.freeze.size import size_bytes

ROOT = Path(__file__).parent.parent.parent
WORK, DIST = ROOT / "build" / "freeze", ROOT / "dist"
_SUFFIX = ".exe" if sys.platform == "win32" else ""
ONE_FILE = DIST / f"{NAME}{_SUFFIX}"
IN_FOLDER = DIST / f"{NAME}-folder" / f"{NAME}{_SUFFIX}"
_MB = 1_000_000


def build(*arguments: str) -> int:
    """Build both forms; return PyInstaller's exit status."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR"]
    places = ["--workpath", str(WORK), "--distpath", str(DIST)]
    return subprocess.run(
        [*command, *places, *arguments, str(ROOT / "build.spec")], cwd=ROOT, check=False
    ).returncode


def main() -> int:
    """Build; return the exit status."""
    status = build(*sys.argv[1:])
    if status == 0:
        for path in (ONE_FILE, IN_FOLDER.parent):
            print(f"{path.relative_to(ROOT)}: {size_bytes(path) / _MB:.1f} MB")
    return status


if __name__ == "__main__":
    sys.exit(main())
