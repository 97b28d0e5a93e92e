"""The limits of the design, what `--no-limits` lifts of them, and what settings imply."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import asdict

from wschat_gui.config import DEFAULT_PORT, Limits, Settings


def test_limits_are_those_of_the_design() -> None:
    assert asdict(Limits()) == {
        "clients": 500,
        "clients_per_address": 50,
        "message_chars": 4_000,
        "frame_bytes": 1_048_576,
        "flood_burst": 8,
        "flood_per_s": 2.0,
        "flood_mute_s": 30.0,
        "history_on_join": 200,
        "history_in_memory": 10_000,
        "open_timeout_s": 5.0,
        "ping_interval_s": 15.0,
        "ping_timeout_s": 20.0,
        "close_timeout_s": 5.0,
        "backlog_bytes": 1_048_576,
        "backlog_stall_s": 10.0,
        "wrong_codes": 6,
        "wrong_code_window_s": 300.0,
        "wrong_code_refusal_s": 600.0,
        "edit_s": 300.0,
        "undo_s": 10.0,
        "file_bytes": 10_485_760,
        "all_files_bytes": 524_288_000,
        "upload_stall_s": 30.0,
        "capture_frames": 50_000,
        "capture_bytes": 32 * 1024 * 1024,
        "capture_s": 3600.0,
        "log_rows": 5_000,
    }


LIFTED = {
    "clients",
    "clients_per_address",
    "flood_burst",
    "flood_per_s",
    "frame_bytes",
    "backlog_bytes",
    "ping_interval_s",
}


def test_lifting_raises_what_stands_in_a_benchmarks_way_and_nothing_else() -> None:
    usual, lifted = asdict(Limits()), asdict(Limits().lifted())
    assert {name for name in usual if lifted[name] != usual[name]} == LIFTED
    assert all(lifted[name] > usual[name] for name in LIFTED)


def test_lifted_frames_are_as_long_as_the_conformance_suite_sends_them() -> None:
    assert Limits().lifted().frame_bytes == 16 * 1024 * 1024


def test_lifting_keeps_what_the_host_has_set() -> None:
    lifted = Limits(message_chars=10, history_on_join=3).lifted()
    assert (lifted.message_chars, lifted.history_on_join) == (10, 3)
    assert lifted == lifted.lifted()


def test_settings_begin_with_an_open_room_on_all_interfaces() -> None:
    settings = Settings()
    assert (settings.bind, settings.port) == ("", DEFAULT_PORT) == ("", 12345)
    assert (settings.room_name, settings.room_code) == ("WSChat", "")
    assert settings.allowed_origins == ()
    assert settings.limits == Limits()


def test_scheme_follows_the_certificate() -> None:
    assert Settings().scheme == "http"
    secured = Settings(certificate=Path("chain.pem"), private_key=Path("key.pem"))
    assert secured.scheme == "https"


def test_settings_and_limits_cannot_change_under_a_running_server() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        Settings().port = 1  # type: ignore[misc]
    with pytest.raises(AttributeError, match="immutable"):
        Limits().clients = 1  # type: ignore[misc]
