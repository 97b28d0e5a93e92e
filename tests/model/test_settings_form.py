"""The settings dialog's decisions: what fits, what differs, what waits for a restart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from wschat_gui.config import Choices, Keep, KeepFor, Limits, Preferences, Settings, Theme
from wschat_gui.model.settings_fields import Field, Hold, Kind, Page
from wschat_gui.model.settings_form import (
    CODE_LENGTH,
    CODE_LETTERS,
    awaiting_restart,
    chosen,
    code_from,
    defaults,
    differing,
    faults,
    filled,
    needs_new_window,
    unfit,
    value_of,
)
from wschat_gui.model.settings_list import FIELDS, fields_of
from wschat_gui.model.settings_values import Wrong, read, written

COMMAND_LINE_ONLY = {"certificate", "private_key", "data_dir", "limits"}
NOT_TYPED = {"layout"}
BY_NAME = {each.name: each for each in FIELDS}


def test_every_setting_and_every_limit_can_be_set() -> None:
    settings = {each.name for each in fields(Settings)} - COMMAND_LINE_ONLY
    limits = {each.name for each in fields(Limits)}
    preferences = {each.name for each in fields(Preferences)} - NOT_TYPED
    assert set(BY_NAME) == settings | limits | preferences


def test_names_are_unique_and_every_page_has_some() -> None:
    assert len(BY_NAME) == len(FIELDS)
    assert [each for page in Page for each in fields_of(page)] == list(FIELDS)
    assert all(fields_of(page) for page in Page)


def test_usual_values_fit_and_are_read_back_as_they_are() -> None:
    usual = Choices()
    assert faults(filled(usual)) == {}
    assert chosen(filled(usual), usual) == usual


def test_lifted_limits_fit() -> None:
    lifted = Choices(settings=Settings(limits=Limits().lifted()))
    assert unfit(lifted) == {}
    assert chosen(filled(lifted), lifted) == lifted


@st.composite
def fitting(draw: st.DrawFn) -> Choices:
    """Make choices that fit, by typing them."""
    form = filled(Choices())
    for field in draw(st.lists(st.sampled_from(FIELDS), max_size=6)):
        if field.kind in (Kind.NUMBER, Kind.SIZE):
            number = draw(st.integers(int(field.low), int(field.high)))
            form[field.path] = written(field, number)
        elif field.kind is Kind.DECIMAL:
            amount = round(draw(st.floats(field.low, field.high)), 9)
            form[field.path] = written(field, max(amount, float(field.low)))
        elif field.kind is Kind.SWITCH:
            form[field.path] = written(field, draw(st.booleans()))
    form["settings.limits.file_bytes"] = "1 KiB"
    assert faults(form) == {}
    return chosen(form, Choices())


@given(fitting())
def test_what_is_written_is_read_back_exactly(choices: Choices) -> None:
    assert chosen(filled(choices), choices) == choices


@given(st.sampled_from(FIELDS), st.text(max_size=20))
def test_any_text_is_a_value_that_fits_or_a_sentence(field: Field, text: str) -> None:
    if field.kind is Kind.THEME:
        return  # chosen from a list, never typed
    try:
        value = read(field, text)
    except Wrong as wrong:
        assert str(wrong)
        return
    assert read(field, written(field, value)) == value


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("room_name", "  Chess club ", "Chess club"),
        ("port", " 0 ", 0),
        ("bind", "0:0::1", "::1"),
        ("bind", "", ""),
        ("allowed_origins", "null, HTTP://Example.org:80/ null", ("null", "http://example.org:80")),
        ("flood_per_s", "0,5", 0.5),
        ("frame_bytes", "2 MiB", 2 * 1024 * 1024),
        ("frame_bytes", "1.5M", 1_572_864),
        ("frame_bytes", "2048", 2048),
        ("frame_bytes", "4 kb", 4096),
        ("keep", "7", Keep(how_long=KeepFor.DAYS, days=7)),
        ("keep", "until-close", Keep(how_long=KeepFor.UNTIL_CLOSE)),
        ("scale", "150 %", 1.5),
        ("scale", "", 0.0),
        ("language", "ja", "ja"),
        ("theme", "dark", Theme.DARK),
    ],
)
def test_value_is_read_as_people_type_it(name: str, typed: str, value: object) -> None:
    assert read(BY_NAME[name], typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("room_name", "   ", "Something must stand here"),
        ("room_name", "x" * 61, "60"),
        ("room_name", "left\u202eright", "can be seen"),
        ("port", "70000", "65,535"),
        ("port", "-1", "whole number"),
        ("port", "８０", "whole number"),
        ("port", "9" * 5_000, "whole number"),
        ("bind", "example.org", "192.168.1.20"),
        ("allowed_origins", "https://a.example/page", "https://a.example/page"),
        ("allowed_origins", "example.org", "example.org"),
        ("allowed_origins", "https://u@a.example", "origin"),
        ("flood_per_s", "0", "0.01"),
        ("flood_per_s", "nan", "number"),
        ("flood_per_s", "1e3", "number"),
        ("frame_bytes", "1 KB of it", "10 MiB"),
        ("frame_bytes", "3 B", "1 KiB"),
        ("scale", "74", "75 %"),
        ("scale", "301 %", "300 %"),
        ("keep", "0", "list"),
    ],
)
def test_what_does_not_fit_is_said_under_its_field(name: str, typed: str, says: str) -> None:
    form = filled(Choices()) | {BY_NAME[name].path: typed}
    found = faults(form)
    assert list(found) == [BY_NAME[name].path]
    assert says in found[BY_NAME[name].path]


def test_all_files_have_room_for_one() -> None:
    form = filled(Choices()) | {"settings.limits.file_bytes": "600 MiB"}
    assert list(faults(form)) == ["settings.limits.all_files_bytes"]


def test_page_is_reset_without_the_others() -> None:
    form = filled(Choices(settings=Settings(room_name="Chess", port=80)))

    room_reset = defaults(form, Page.ROOM)

    assert room_reset["settings.room_name"] == "WSChat"
    assert room_reset["settings.port"] == "80"
    assert defaults(form, None) == filled(Choices())


def test_difference_is_told_by_field() -> None:
    before = Choices()
    after = Choices(settings=Settings(port=80, limits=Limits(clients=3)))
    assert [each.name for each in differing(before, after)] == ["port", "clients"]


def test_restart_is_needed_for_what_the_server_reads_at_its_start() -> None:
    before = Settings()
    after = replace(before, port=80, room_name="Chess", limits=Limits(frame_bytes=2048))
    assert {each.name for each in awaiting_restart(before, after)} == {"port", "frame_bytes"}
    assert awaiting_restart(before, replace(before, room_code="x")) == ()


@pytest.mark.parametrize(
    ("preferences", "needed"),
    [
        (Preferences(language="de"), True),
        (Preferences(scale=2.0), True),
        (Preferences(theme=Theme.DARK), False),
        (Preferences(keep_awake=False), False),
    ],
)
def test_language_and_scale_need_the_window_built_anew(
    preferences: Preferences, needed: bool
) -> None:
    assert needs_new_window(Choices(), Choices(preferences=preferences)) is needed


def test_code_is_made_of_letters_that_cannot_be_mistaken() -> None:
    code = code_from(bytes(range(256)))
    assert set(code) == set(CODE_LETTERS)
    assert not set(CODE_LETTERS) & set("il1o0O")
    assert len(code_from(bytes(CODE_LENGTH))) == CODE_LENGTH


def test_every_field_says_what_it_is_and_means() -> None:
    for field in FIELDS:
        assert field.label
        assert field.meaning.endswith((".", "%."))
        assert field.low <= field.high
        assert isinstance(field.hold, Hold)
        value_of(Choices(), field)
