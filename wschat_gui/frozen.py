"""How the packaged program starts: what the bootloader leaves to us, then the command line.

Nothing here is needed where Python runs the package itself.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import MutableMapping

from wschat_gui.console import open_streams

_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def main() -> int:
    """Run the program; return its status. An error that nothing else caught is shown."""
    gc.disable()  # as `__main__` does, which is to be imported first
    open_streams()
    free_children(os.environ)
    try:
        # In here, so that a build that lacks a module says so.
        from wschat_gui.__main__ import main as run  # noqa: PLC0415

        return run()
    except Exception:  # noqa: BLE001  (whatever it was: nobody sees a traceback without a terminal)
        from wschat_gui.gui.fatal import show_fatal  # noqa: PLC0415

        show_fatal(traceback.format_exc())
        return 1
    finally:
        gc.enable()


def free_children(environment: MutableMapping[str, str]) -> None:
    """Let programs that we start, such as a browser, find their own libraries and not ours.

    The bootloader has put our folder first, and what was there before under the same name with
    `_ORIG`. We have loaded by that already: a process reads it once, at its start.
    """
    for name in _LIBRARY_PATHS:
        before = environment.pop(f"{name}_ORIG", None)
        if before is not None:
            environment[name] = before
        else:
            environment.pop(name, None)


if __name__ == "__main__":
    sys.exit(main())
