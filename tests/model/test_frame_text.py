"""Frames, bits, hex and close codes in words."""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.model.frame_making import FIELDS, frame_row, xray
from wschat_gui.bridge.frame_words import Delivery, HeaderField
from wschat_gui.model.bit_rows import bit_boxes
from wschat_gui.model.close_codes import close_code_name
from wschat_gui.model.filter_help import completions, remembered
from wschat_gui.model.frame_text import cells_of, fitted, preview_text
from wschat_gui.model.hex_dump import ROW_CHARS, hex_dump
from wschat_gui.model.xray import XrayBook, as_text, delivery_cells, facts_of, title_of


def test_row_has_all_that_stands_in_the_header() -> None:
    assert cells_of(frame_row(1_200), UTC) == (
        "1,200",
        "12:02:43.957",
        "ada",
        "in",
        "text",
        "1 000 1",
        "7",
        "2",
        "hi",
    )
    assert cells_of(frame_row(1, client_id=0, length=300), UTC)[2:8] == (
        "all 3",
        "out",
        "text",
        "1 000 0",
        "16",
        "300",
    )


@pytest.mark.parametrize(
    ("opcode", "preview", "shown"),
    [
        (1, "zoë\n\tsaid".encode(), "zoë  said"),
        (2, b"\x00\xff", "00 ff"),
        (8, b"\x03\xe9bye", "1001 going away “bye”"),
        (8, b"", ""),
        (9, b"\x01\x02", "01 02"),
        (1, b"\xff", "�"),
        (3, b"\x01", "01"),
    ],
)
def test_preview_shows_what_the_opcode_promises(opcode: int, preview: bytes, shown: str) -> None:
    assert preview_text(frame_row(1, opcode=opcode, preview=preview)) == shown


def test_broken_frame_has_a_sign_and_its_section() -> None:
    row = frame_row(1, violations=("unmasked frame from a client, section 5.1",))
    assert preview_text(row) == "⚠ unmasked frame from a client, section 5.1  hi"


def test_wide_letters_count_twice() -> None:
    assert fitted("李雷李雷", 8) == "李雷李雷"
    assert fitted("李雷李雷", 7) == "李雷李…"
    assert fitted("kitchen-tablet", 13) == "kitchen-tabl…"


# Bits --------------------------------------------------------------------------------------------


def test_header_is_laid_out_in_rows_of_32_bits() -> None:
    boxes = bit_boxes(FIELDS)

    assert [(box.row, box.column, box.bits) for box in boxes[:5]] == [
        (0, 0, "1"),
        (0, 1, "0"),
        (0, 2, "0"),
        (0, 3, "0"),
        (0, 4, "0001"),
    ]
    assert (boxes[7].row, boxes[7].column, int(boxes[7].bits, 2)) == (0, 16, 300)
    assert (boxes[8].row, boxes[8].name, boxes[8].bits) == (1, "Masking-key", f"{0x01020304:032b}")


def test_field_that_reaches_over_the_end_of_a_row_goes_on_in_the_next() -> None:
    long = HeaderField("extended_payload_length", 16, 64, 2**63 + 1)
    boxes = bit_boxes((long,))

    assert [(box.row, box.column, len(box.bits)) for box in boxes] == [
        (0, 16, 16),
        (1, 0, 32),
        (2, 0, 16),
    ]
    assert "".join(box.bits for box in boxes) == f"{2**63 + 1:b}"
    assert boxes[1].name == "Extended payload length (continued)"


def test_hex_dump_has_offset_hex_and_text() -> None:
    rows = hex_dump(b"Hello\x00w\xf6rld", missing=4_000).split("\n")

    assert rows == [
        "0000 48 65 6c 6c 6f 00 77 f6 Hello·w·",
        "0008 72 6c 64                rld",
        "000b … + 4,000",
    ]
    assert len(rows[0]) == ROW_CHARS
    assert hex_dump(b"") == ""


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (1000, "normal closure"),
        (1006, "no close frame came; never on the wire"),
        (3_500, "for libraries and frameworks"),
        (4_999, "private use"),
        (4001, "kicked by the host"),
        (999, "not allowed by RFC 6455"),
    ],
)
def test_every_close_code_has_a_meaning(code: int, meaning: str) -> None:
    assert close_code_name(code) == meaning


# X-ray -------------------------------------------------------------------------------------------


def test_only_the_answer_that_is_waited_for_is_shown() -> None:
    book = XrayBook()
    first, second = book.ask(1), book.ask(2)

    assert not book.take(xray(first.request, frame_row(1)))
    assert book.take(xray(second.request, frame_row(2)))
    assert book.answer is not None
    book.close()
    assert not book.take(xray(second.request, frame_row(2)))


def test_facts_of_a_close() -> None:
    row = frame_row(7, opcode=8, violations=("close code 1005, section 7.4.1",))
    told = facts_of(xray(1, row, close_code=1005, close_reason="why\nnot", missing_bytes=2_000))

    assert told == (
        "⚠ close code 1005, section 7.4.1",
        "The connection was failed because of it.",
        "2.0 kB of its payload have not come, or are forgotten.",
        "Closes the connection with 1005 (no code was given; never on the wire).",
        "The reason given: “why not”",
    )


def test_facts_of_a_compressed_fragment() -> None:
    told = facts_of(xray(1, frame_row(7), fragments=(7, 9), was_compressed=True, seq=1_204))

    assert told == (
        "Its message was compressed; inflated it is 8 B long.",
        "It is number 1,204 in the transcript.",
    )
    assert facts_of(xray(1, None)) == ()
    assert title_of(xray(1, frame_row(7)), UTC).startswith("Frame 7: text from ada")


def test_delivery_is_written_with_what_waited_and_when_it_was_confirmed() -> None:
    written = Delivery(
        client_id=1, client="ken", written_ms=1_000, waiting_bytes=1_200, confirmed_ms=None
    )
    assert delivery_cells(written, UTC) == ("ken", "00:00:01.000", "1.2 kB", "not yet")
    assert as_text(b"one\ntwo\x07\xff") == "one\ntwo�"


# Filters -----------------------------------------------------------------------------------------


def test_names_complete_what_has_been_begun() -> None:
    assert completions("websocket.op", 12) == ("websocket.opcode",)
    assert completions("fin == 1 and refu", 17) == ("refused",)
    assert "websocket.payload.text" in completions("text", 4)
    assert completions("zzz", 3) == ()


def test_last_filters_are_remembered_once_each() -> None:
    history: tuple[str, ...] = ()
    for used in ("a", "b", "a"):
        history = remembered(history, used)
    assert history == ("a", "b")
