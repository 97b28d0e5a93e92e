"""Each workload's way of measuring, small, against this server."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bench import __main__ as command
from bench.contestants import HOST
from bench.crowd import crowd
from bench.dialects import Echo, Room
from bench.floor import measure_floor
from bench.load import Workload, measure
from bench.outcome import (
    DELIVERY_NS,
    FIRST_P50,
    IDLE_CPU,
    KIB_A_CLIENT,
    LAST_P50,
    LAST_P99,
    Outcome,
)
from bench.run import Run
from bench.servers import Cores, ServerTrouble
from bench.wire import ProtocolError
from bench.workloads import curves, idle, latency, saturation, sizes, storm
from bench.workloads.latency import Beat

ANYWHERE = Cores(None, None)


def run() -> Run:
    return Run(
        contestants=[HOST],
        cores=ANYWHERE,
        rounds=1,
        seconds=0.2,
        warm_up_s=0.05,
        outcome=Outcome("some", "now", "small"),
    )


def frame(payload: bytes) -> bytes:
    return b"\x81" + (bytes([len(payload)]) if len(payload) < 126 else b"") + payload


def welcome(people: list[int], history: int) -> bytes:
    roster = [{"client_id": each, "nick": "x"} for each in people]
    message = {
        "type": "welcome",
        "client_id": people[0],
        "roster": roster,
        "history": [1] * history,
    }
    payload = msgspec.json.encode(message)
    return b"\x81\x7e" + len(payload).to_bytes(2, "big") + payload


def test_first_receiver_hears_before_the_last() -> None:
    with HOST.running(ANYWHERE) as server, crowd(server.address, Room(100)) as gathered:
        gathered.gather(6)
        figures = Beat(gathered).measure(200, 0.25)

    assert 0 < figures[FIRST_P50] <= figures[LAST_P50] <= figures[LAST_P99]


def test_storm_ends_when_everybody_knows_everybody() -> None:
    with HOST.running(ANYWHERE) as server, storm.history(server.address, 20):
        took_s = storm.until_complete(server.address, Room(100), clients=8, people=9, kept=20)

    assert took_s > 0


def test_storm_at_a_peer_ends_with_a_message_for_everybody() -> None:
    with HOST.running(ANYWHERE) as server:
        assert storm.until_a_message(server.address, Room(100), clients=8) > 0


def test_a_client_is_complete_with_the_piece_that_brings_the_last_person() -> None:
    joined = frame(b'{"type":"joined","client_id":3}')
    record = [(1.0, welcome([1, 2], 5)), (2.0, b"\x89\x00" + joined[:9]), (3.0, joined[9:])]

    assert storm.complete_s(record, people=3, kept=5) == 3.0
    with pytest.raises(ProtocolError, match="3 of 4 people"):
        storm.complete_s(record, people=4, kept=5)
    with pytest.raises(ProtocolError, match="history of 5"):
        storm.complete_s(record, people=3, kept=6)


def test_refused_client_is_told_of() -> None:
    refused = frame(b'{"type":"refused","text":"Somebody is called so."}')

    with pytest.raises(ProtocolError, match="called so"):
        storm.complete_s([(1.0, refused)], people=1, kept=0)


def test_memory_and_processor_of_a_few_idle_clients() -> None:
    memory = idle.measure_memory(HOST, run(), clients=40)
    processor = idle.measure_processor(HOST, run(), clients=20, seconds=0.2)

    assert memory[KIB_A_CLIENT] >= 0
    assert 0 <= processor[IDLE_CPU] <= 2


def test_cost_is_measured_between_the_bounds_of_a_transcript() -> None:
    measured = run()

    curves.measure_messages(measured, (1, 800, 2_500))

    rows = measured.outcome.rows(curves.AS_MESSAGES_GROW)
    assert rows == ["message 1 to 800", "message 800 to 2,500"]
    assert measured.outcome.samples(curves.AS_MESSAGES_GROW, rows[0], DELIVERY_NS)[0] > 0


def test_messages_of_60_kb_go_through_the_room_and_1_mb_through_the_echo() -> None:
    assert sizes.with_long_messages(run(), "long", run().workload(3, 1, 1, 60_000))
    large = Workload(
        clients=1, senders=1, window=2, message_bytes=1_000_000, warm_up_s=0.0, seconds=0.2
    )
    with HOST.running(ANYWHERE) as server:
        measured = measure(server.address, Echo(large.message_bytes), large, server.cpu_s)
    assert measured.messages >= large.window


def test_floor_writes() -> None:
    assert measure_floor(clients=3, bytes_a_write=1_000, seconds=0.1, cores=ANYWHERE) > 0


def test_failure_is_told_of_once_and_the_others_go_on() -> None:
    measured = run()

    def fail() -> dict[str, float]:
        raise ServerTrouble("it fell over:\nTraceback\nValueError: no")

    measured.note("round 1", "case", "one", fail)
    measured.note("round 2", "case", "one", lambda: {DELIVERY_NS: 1.0})
    measured.note("round 1", "case", "another", lambda: {DELIVERY_NS: 2.0})

    assert measured.outcome.remarks == ["case: one: ValueError: no"]
    assert measured.outcome.rows("case") == ["another"]


def test_command_writes_page_and_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latency, "_LEAST_S", 0.5)
    monkeypatch.setattr(saturation, "_FLOOR_S", 0.1)
    arguments = ["--only", "latency", "saturation", "--servers", "wschat host", "--rounds", "1"]
    short = ["--seconds", "0.1", "--warm-up", "0.05"]

    command.main([*arguments, *short, "--into", str(tmp_path), "--figures", str(tmp_path)])

    page = (tmp_path / "results.md").read_text("utf-8")
    assert "## Saturation" in page
    assert "## Latency" in page
    assert "## Join storm" not in page
    assert "<svg" in (tmp_path / "results.svg").read_text("utf-8")
