"""placeholder until the exporters are there"""

from __future__ import annotations

from collections.abc import Mapping

from wschat_gui.bridge.frame_commands import ExportFrames
from wschat_gui.bridge.frame_words import FramesExported
from wschat_gui.server.frame_rows import CaptureView
from wschat_gui.server.recorder import Known


def export(
    view: CaptureView, openings: Mapping[int, Known], command: ExportFrames
) -> FramesExported:
    raise NotImplementedError
