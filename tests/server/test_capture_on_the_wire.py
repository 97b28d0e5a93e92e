"""The capture over real sockets: what was on the wire to the last byte, and figures that agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.frames.wire import frame
from tests.server.frame_steps import listed, make_traffic, page, xrayed
from tests.server.raw_client import RawClient
from tests.server.running import PATIENCE_S, RunningServer
from tests.waiting import wait_until
from wschat_gui.bridge.events import ClientClosed, DirectionFigures
from wschat_gui.bridge.frame_commands import CaptureFrames, ForgetFrames, WatchClient
from wschat_gui.bridge.frame_words import Direction, FrameRow
from wschat_gui.config import Limits
from wschat_gui.frames.header import LengthEncoding, Opcode


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """Run a server that captures, as one with a window does."""
    with RunningServer(captures=True, limits=Limits(flood_burst=1_000)) as running:
        yield running


def captured_bytes(server: RunningServer, client_id: int) -> tuple[bytes, bytes]:
    """Return what was captured of a client, by asking for each of its frames in full."""
    ways = {Direction.IN: b"", Direction.OUT: b""}
    for row in listed(server, f"client.id == {client_id}").rows:
        found = xrayed(server, row.number)
        assert found.row == row
        assert found.missing_bytes == 0
        ways[row.direction] += found.header + found.wire_payload
    return ways[Direction.IN], ways[Direction.OUT]


def test_every_byte_is_captured_in_both_directions(server: RunningServer) -> None:
    with page(server, "ada") as ada, page(server, "bob") as bob:
        ada.send_json(type="say", id="m1", text="hello")
        bob.send_json(type="say", id="m2", text="x" * 3_000)
        ada.send_json(type="whisper", id="w", to=bob.welcome["person_id"], text="psst")
        # In pieces, and two frames in one.
        late = frame(Opcode.TEXT, b'{"type":"typing"}')
        ada.send(late[:1])
        bob.settle()
        ada.send(late[1:7])
        bob.settle()
        ada.send(late[7:] + frame(Opcode.PONG, b"unasked"))
        ada.settle()
        bob.settle()
        for client in (ada, bob):
            inbound, outbound = captured_bytes(server, client.welcome["client_id"])
            assert inbound == client.sent
            assert outbound[: len(client.got)] == client.got


def total(figures: DirectionFigures) -> tuple[object, ...]:
    return (
        figures.frames,
        dict(figures.by_opcode),
        figures.seven_bit,
        figures.sixteen_bit,
        figures.sixty_four_bit,
        figures.fragments,
        figures.masked,
        figures.payload_bytes,
        figures.wire_bytes,
        dict(figures.close_codes),
    )


def counted(server: RunningServer, rows: list[FrameRow]) -> tuple[object, ...]:
    """Count rows as the figures do, each broadcast for everybody who got it."""
    opcodes: Counter[int] = Counter()
    bits: Counter[int] = Counter()
    codes: Counter[int] = Counter()
    fragments = masked = payload_bytes = wire_bytes = 0
    for row in rows:
        times, opcode = row.receivers, row.first_byte & 0x0F
        opcodes[opcode] += times
        bits[row.length_bits] += times
        fragments += times * (not row.first_byte & 0x80 or opcode == Opcode.CONT)
        masked += times * bool(row.masking_key)
        payload_bytes += times * row.payload_length
        wire_bytes += times * (len(xrayed(server, row.number).header) + row.payload_length)
        if opcode == Opcode.CLOSE:
            codes[int.from_bytes(row.preview[:2], "big") if row.preview else 1005] += times
    return (
        opcodes.total(),
        dict(opcodes),
        bits[LengthEncoding.SEVEN_BIT.value],
        bits[LengthEncoding.SIXTEEN_BIT.value],
        bits[LengthEncoding.SIXTY_FOUR_BIT.value],
        fragments,
        masked,
        payload_bytes,
        wire_bytes,
        dict(codes),
    )


def test_figures_agree_with_the_captured_frames_to_the_last_one(server: RunningServer) -> None:
    ada, bob, eve = make_traffic(server)
    with ada, bob, eve:
        server.post(WatchClient(ada.welcome["client_id"]))
        wait_until(lambda: server.figures().watched is not None, PATIENCE_S, "figures of ada")
        while True:
            before = server.figures()
            rows = list(listed(server).rows)
            after = server.figures()
            # Pings may go by at any time: only a moment of silence can be compared.
            if (before.inbound.frames, before.outbound.frames) == (
                after.inbound.frames,
                after.outbound.frames,
            ):
                break
        inbound = [row for row in rows if row.direction is Direction.IN]
        outbound = [row for row in rows if row.direction is Direction.OUT]
        assert total(after.inbound) == counted(server, inbound)
        assert total(after.outbound) == counted(server, outbound)
        assert after.inbound.sixty_four_bit == 1

        watched = after.watched
        assert watched is not None
        newest = max(row.number for row in rows)
        own = [
            row
            for row in listed(server, f"client.id == {watched.client_id}").rows
            if row.number <= newest
        ]
        one = [replace(row, receivers=1) for row in own]
        assert total(watched.inbound) == counted(
            server, [row for row in one if row.direction is Direction.IN]
        )
        assert total(watched.outbound) == counted(
            server, [row for row in one if row.direction is Direction.OUT]
        )


def test_nobody_is_watched_until_it_is_wanted_and_after_it_has_left(server: RunningServer) -> None:
    with page(server, "ada") as ada:
        assert server.figures().watched is None
        server.post(WatchClient(ada.welcome["client_id"]))
        wait_until(lambda: server.figures().watched is not None, PATIENCE_S, "figures of ada")
        ada.close()
        server.event(ClientClosed)
        assert server.figures().watched is None


# Refused -----------------------------------------------------------------------------------------


def test_a_refused_frame_is_captured_with_what_it_breaks(server: RunningServer) -> None:
    with page(server, "ada") as ada:
        ada.send(frame(0x3, b"what is that", rsv=2))
        ada.read_to_end()
        (row,) = listed(server, "refused").rows
    assert row.violations == (
        "The opcode is a reserved one. RFC 6455 section 5.2",
        "A reserved bit is set that no agreed extension gives a meaning. RFC 6455 section 5.2",
    )
    assert row.refused
    assert row.preview == b"what is that"
    assert row.client == "ada"


@pytest.mark.parametrize("split", [False, True])
def test_what_only_the_engine_sees_is_marked_on_its_frame(
    server: RunningServer, split: bool
) -> None:
    with page(server, "ada") as ada:
        good = frame(Opcode.TEXT, b'{"type":"typing"}')
        if split:
            bad = frame(Opcode.TEXT, b"so far so good", fin=False) + frame(Opcode.CONT, b"\xff")
        else:
            bad = frame(Opcode.TEXT, b"\xff")
        ada.send(good + bad + frame(Opcode.TEXT, b"never read"))
        ada.read_to_end()
        rows = listed(server).rows
    marked = [row for row in rows if row.violations]
    assert [(row.preview, row.refused) for row in marked] == [(b"\xff", True)]
    assert marked[0].violations == (
        "A text or a close reason is not valid UTF-8. RFC 6455 section 8.1",
    )


# Looking -----------------------------------------------------------------------------------------


def test_frames_are_filtered_and_counted_and_looked_at_once(server: RunningServer) -> None:
    with page(server, "ada") as ada:
        for number in range(5):
            ada.send_json(type="say", id=f"m{number}", text=f"text {number}")
        ada.settle()
        wanted = 'websocket.payload.text contains "\\"say\\"" and client == "ADA"'
        found = listed(server, wanted, limit=2)
        assert [b"text 3" in row.preview or b"text 4" in row.preview for row in found.rows] == [
            True,
            True,
        ]
        assert found.left_out == 3
        assert found.fault is None
        assert found.extent.is_on
        assert listed(server, wanted, after=found.looked_at).rows == ()
        everything = listed(server, limit=4)
        assert [row.number for row in everything.rows] == list(
            range(everything.extent.newest_number - 3, everything.extent.newest_number + 1)
        )
        assert everything.left_out == everything.extent.newest_number - 4


def test_a_fault_in_the_filter_is_shown_where_it_is(server: RunningServer) -> None:
    found = listed(server, "websocket.opcode == 9 and")
    assert found.fault is not None
    assert found.fault.position == len("websocket.opcode == 9 and")
    assert found.rows == ()


def test_who_has_left_still_has_a_name(server: RunningServer) -> None:
    with page(server, "ada") as ada:
        ada.send_json(type="rename", nick="grace")
        ada.settle()
        ada.close()
        server.event(ClientClosed)
    assert {row.client for row in listed(server).rows if row.client_id} == {"grace"}
    assert listed(server, 'client == "grace"').rows
    assert not listed(server, 'client == "ada"').rows


def test_a_message_is_followed_to_everybody_who_has_read_it(server: RunningServer) -> None:
    # Who answers a later ping has thereby read what came before it.
    with page(server, "ada") as ada, page(server, "bob", answers_pings=True) as bob:
        eve = RawClient.plain(server.port, "eve")
        with eve:
            ada.settle()
            ada.send_json(type="say", id="m1", text="who reads this?")
            said = bob.read_until("said")
            assert "who reads this?" in eve.read_text()
            (asked,) = listed(
                server, 'frame.direction == in and websocket.payload contains "m1"'
            ).rows
            found = xrayed(server, asked.number)
            assert found.seq == said["seq"]
            assert {delivery.client for delivery in found.deliveries} == {"ada", "bob", "eve"}
            carriers = [xrayed(server, number) for number in found.carried_by]
            assert {carrier.seq for carrier in carriers} == {said["seq"]}
            assert len(found.deliveries) == 3

            def confirmed() -> set[str]:
                bob.settle()
                deliveries = xrayed(server, asked.number).deliveries
                return {each.client for each in deliveries if each.confirmed_ms is not None}

            wait_until(lambda: confirmed() == {"bob"}, PATIENCE_S, "bob has confirmed")


# Switching and limits ----------------------------------------------------------------------------


def test_a_server_without_a_window_captures_nothing_until_it_is_told() -> None:
    with RunningServer() as server, page(server, "ada") as ada:
        ada.settle()
        assert listed(server).extent.newest_number == 0
        server.post(CaptureFrames(is_on=True))
        assert listed(server).extent.is_on
        ada.settle()
        rows = listed(server).rows
        assert [row.preview[:7] for row in rows[:1]] == [b"settled"]
        server.post(CaptureFrames(is_on=False))
        assert not listed(server).extent.is_on
        ada.settle()
        assert listed(server).rows == rows


def test_forgetting_leaves_nothing_and_numbers_go_on(server: RunningServer) -> None:
    with page(server, "ada") as ada:
        ada.settle()
        newest = listed(server).extent.newest_number
        server.post(ForgetFrames())
        extent = listed(server).extent
        assert (extent.bytes, extent.forgotten) == (0, 0)
        ada.settle()
        assert listed(server).rows[0].number > newest


def test_limits_hold_at_once(server: RunningServer) -> None:
    with page(server, "ada") as ada:
        for number in range(8):
            ada.send_json(type="say", id=f"m{number}", text="x")
            ada.settle()
        assert listed(server).extent.frames > 20
        server.post(replace(server.settings, limits=Limits(capture_frames=5)))
        extent = listed(server).extent
        assert extent.frames <= 5
        assert extent.forgotten == extent.newest_number - extent.frames
