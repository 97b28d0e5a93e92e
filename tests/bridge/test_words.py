"""What crosses the threads is frozen through and through, so that no lock is needed to read it."""

from __future__ import annotations

import typing
from types import ModuleType, NoneType, UnionType
from typing import Any

import msgspec
import pytest

from wschat_gui.bridge import (
    commands,
    events,
    evidence,
    frame_commands,
    frame_words,
    queues,
)

FROZEN_VALUES = (int, float, str, bytes, bool, NoneType)


def structs_of(*modules: ModuleType) -> list[type[msgspec.Struct]]:
    """Return the words that these modules define."""
    return [
        word
        for module in modules
        for word in vars(module).values()
        if isinstance(word, type)
        and issubclass(word, msgspec.Struct)
        and word.__module__ == module.__name__
    ]


WORDS = structs_of(commands, events, evidence, frame_commands, frame_words, queues)


def is_frozen(kind: Any) -> bool:  # noqa: ANN401  (any annotation)
    """Tell whether no value of this annotated type can change."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind.__struct_config__.frozen
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) in (tuple, typing.Union, UnionType):
        return all(is_frozen(argument) for argument in arguments if argument is not Ellipsis)
    return isinstance(kind, type) and issubclass(kind, FROZEN_VALUES)


@pytest.mark.parametrize("word", WORDS)
def test_word_is_frozen_with_all_its_fields(word: type[msgspec.Struct]) -> None:
    assert is_frozen(word)
    for name, kind in typing.get_type_hints(word).items():
        if name in word.__struct_fields__:
            assert is_frozen(kind), name


def test_every_command_and_every_event_has_its_class() -> None:
    assert set(typing.get_args(commands.Command)) == set(structs_of(commands, frame_commands))
    parts = {events.HostAddress, events.ClientFigures, events.DirectionFigures}
    parts |= {events.BanEntry, evidence.DeviceEvidence, evidence.Reach, evidence.TurnedAway}
    parts |= {events.WatchedClientFigures, frame_words.FrameRow, frame_words.CaptureExtent}
    parts |= {frame_words.FilterFault, frame_words.HeaderField, frame_words.Delivery}
    assert (
        set(typing.get_args(events.Event)) == set(structs_of(events, evidence, frame_words)) - parts
    )
