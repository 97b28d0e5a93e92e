"""The join doctor of a whole program, as its tests open and read it."""

from __future__ import annotations

from tests.end_to_end.program import Program
from wschat_gui.gui.doctor_panel import DoctorPanel

HERE = "127.0.0.1"


def open_doctor(program: Program) -> DoctorPanel:
    """Bring it to the front."""
    program.driver.press(program.driver.root, "<Alt-d>")
    return program.window.doctor


def state_of(panel: DoctorPanel, key: str) -> str:
    """Return what it says of a device; empty where it has no such row."""
    return str(panel.tree.set(key, "state")) if panel.tree.exists(key) else ""
