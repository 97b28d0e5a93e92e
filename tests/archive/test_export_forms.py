"""Each format by itself: what a reader or a program gets, and what strangers cannot do with it."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.making import said
from wschat_gui.archive.export.comma_separated import COLUMNS, CommaSeparated, harmless
from wschat_gui.archive.export.context import Context, Quote, Written, quote_of
from wschat_gui.archive.export.form import Form, Heading, iso_time, size_text
from wschat_gui.archive.export.jsonl import Jsonl
from wschat_gui.archive.export.page import Page
from wschat_gui.archive.export.txt import Txt
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import Announced, Said, SharedFile

ZONE = timezone(timedelta(hours=5, minutes=30))
HEADING = Heading('Class <7b> & "friends"', 1_750_000_000_000, ZONE)
AT_MS = 1_767_225_599_007
"""A millisecond of the last second of 2025 in UTC: 05:29:59.007 of the next year in ZONE."""

ENTRIES: list[Written] = [
    Said(1, AT_MS, 4, "Anna", "a-1", "hello"),
    Said(2, AT_MS + 1_000, 5, "<b>Bob</b>", "b-1", "two\nlines, \"quoted\" & 'so'\u2028three"),
    SeqRange(3, 5),
    Announced(6, AT_MS + 2_000, "=cmd|' /C calc'!A0"),
    Said(7, AT_MS + 86_400_000, 4, "Anna", "", "<script>alert(1)</script> 日本 👩‍👩‍👧‍👦"),
]


FILE = SharedFile("secret-key-of-the-file", "=plan <1>\n.pdf", 12_345, "application/pdf")
REPLY = Said(
    9, AT_MS, 4, "Anna", "a-9", "yes", "AbCd-_12", reply_to=2, edited_ms=AT_MS + 60_000, file=FILE
)
QUOTED = Context(Quote(2, "<b>Bob</b>", "two lines, &…"), (("👍", 2), ("❤️", 1)))


def written(form: Form, entries: list[Written]) -> str:
    return form.begin() + "".join(map(form.entry, entries)) + form.end()


def test_times_have_their_offset() -> None:
    assert iso_time(AT_MS, ZONE) == "2026-01-01T05:29:59.007+05:30"
    zurich = ZoneInfo("Europe/Zurich")
    assert iso_time(AT_MS, zurich) == "2026-01-01T00:59:59.007+01:00"
    assert iso_time(1_750_000_000_000, zurich) == "2025-06-15T17:06:40.000+02:00"


@given(st.integers(0, 4_000_000_000_000))
def test_times_are_exact_to_the_millisecond(at_ms: int) -> None:
    read = datetime.fromisoformat(iso_time(at_ms, ZONE))

    assert round(read.timestamp() * 1000) == at_ms


def test_txt_reads_like_a_chat() -> None:
    assert written(Txt(HEADING), ENTRIES) == (
        '(Class <7b> & "friends", exported 2025-06-15T20:36:40.000+05:30)\n'
        "2026-01-01T05:29:59.007+05:30 <Anna> hello\n"
        "2026-01-01T05:30:00.007+05:30 <<b>Bob</b>> two\n"
        "    lines, \"quoted\" & 'so'\n"
        "    three\n"
        "(3 deleted)\n"
        "2026-01-01T05:30:01.007+05:30 * =cmd|' /C calc'!A0\n"
        "2026-01-02T05:29:59.007+05:30 <Anna> <script>alert(1)</script> 日本 👩‍👩‍👧‍👦\n"
    )


@given(st.text(), st.text())
def test_no_text_looks_like_another_event_in_txt(text: str, name: str) -> None:
    message = said(1, text, reply_to=2, file=SharedFile("k", name, 1, "text/plain"))
    context = Context(quote_of(said(2, text)))
    lines = Txt(HEADING).entry(message, context).splitlines()

    assert all(line.startswith("    ") for line in lines[1:])


def test_txt_tells_replies_files_and_edits() -> None:
    assert Txt(HEADING).entry(REPLY, QUOTED) == (
        "2026-01-01T05:29:59.007+05:30 <Anna> "
        '[reply to <b>Bob</b>: "two lines, &…"] yes [file =plan <1>\n    .pdf, 12 kB] [edited]\n'
    )
    answer = said(3, "yes", reply_to=2)
    assert "<Anna> [reply to a deleted message] yes\n" in Txt(HEADING).entry(answer)
    to_host = Txt(HEADING).entry(answer, Context(Quote(2, "", "Hear!")))
    assert '<Anna> [reply to the host: "Hear!"] yes\n' in to_host
    file_only = said(4, "", file=SharedFile("k", "a.png", 999, "image/png"))
    assert Txt(HEADING).entry(file_only).endswith("<Anna> [file a.png, 999 B]\n")


@pytest.mark.parametrize(
    ("size_bytes", "shown"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1 kB"), (12_345, "12 kB"), (10_485_760, "10.5 MB")],
)
def test_size_is_written_as_people_read_it(size_bytes: int, shown: str) -> None:
    assert size_text(size_bytes) == shown


def test_jsonl_has_everything_on_a_line_each() -> None:
    lines = written(Jsonl(HEADING), ENTRIES).split("\n")

    assert lines.pop() == ""
    first, second, marker, announcement, last = map(json.loads, lines)
    assert first == {
        "type": "said",
        "seq": 1,
        "time": "2026-01-01T05:29:59.007+05:30",
        "at_ms": AT_MS,
        "client_id": 4,
        "nick": "Anna",
        "id": "a-1",
        "text": "hello",
    }
    assert second["text"] == ENTRIES[1].text if isinstance(ENTRIES[1], Said) else False
    assert marker == {"type": "deleted", "first_seq": 3, "last_seq": 5}
    assert announcement["type"] == "announced"
    assert last["text"].endswith("日本 👩‍👩‍👧‍👦")


def test_jsonl_has_what_belongs_to_a_message_in_its_line_but_no_key() -> None:
    line = Jsonl(HEADING).entry(REPLY, QUOTED)
    fields = json.loads(line)

    assert fields["person_id"] == "AbCd-_12"
    assert fields["edited"] == "2026-01-01T05:30:59.007+05:30"
    assert fields["edited_ms"] == AT_MS + 60_000
    assert fields["reply_to"] == {"seq": 2, "nick": "<b>Bob</b>", "words": "two lines, &…"}
    assert fields["file"] == {
        "name": "=plan <1>\n.pdf",
        "size_bytes": 12_345,
        "media_type": "application/pdf",
        "width": 0,
        "height": 0,
    }
    assert fields["reactions"] == [{"emoji": "👍", "count": 2}, {"emoji": "❤️", "count": 1}]
    assert FILE.key not in line
    assert json.loads(Jsonl(HEADING).entry(REPLY))["reply_to"] == {"seq": 2}


def test_csv_has_replies_files_and_edits_in_columns_of_their_own() -> None:
    form = CommaSeparated(HEADING)
    form.begin()
    (row,) = csv.reader(io.StringIO(form.entry(REPLY, QUOTED), newline=""))

    assert dict(zip(COLUMNS, row, strict=True)) == {
        "seq": "9",
        "last_seq": "9",
        "time": "2026-01-01T05:29:59.007+05:30",
        "kind": "said",
        "client_id": "4",
        "nick": "Anna",
        "text": "yes",
        "edited": "2026-01-01T05:30:59.007+05:30",
        "reply_to": "2",
        "reply_nick": "<b>Bob</b>",
        "reply_words": "two lines, &…",
        "file_name": "'=plan <1>\n.pdf",
        "file_bytes": "12345",
    }


def test_csv_has_a_row_each_and_is_known_as_utf_8_by_excel() -> None:
    text = written(CommaSeparated(HEADING), ENTRIES)

    assert text.encode().startswith(b"\xef\xbb\xbfseq,")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    first = ["1", "1", "2026-01-01T05:29:59.007+05:30", "said", "4", "Anna", "hello"]
    assert rows[1] == first + [""] * 6
    assert rows[2][6] == "two\nlines, \"quoted\" & 'so'\u2028three"
    assert rows[3] == ["3", "5", "", "deleted"] + [""] * 9
    assert rows[4][3:] == ["announced", "", "", "'=cmd|' /C calc'!A0"] + [""] * 6
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert len(rows) == 6


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "'x",
    ],
)
def test_cell_that_a_spreadsheet_would_run_is_text(cell: str) -> None:
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "hello", "1+1=2", "a@b", "日本", "<b>"])
def test_other_cells_are_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.text(), st.text(min_size=1))
def test_csv_gives_back_exactly_what_was_written(text: str, nick: str) -> None:
    form = CommaSeparated(HEADING)
    form.begin()
    (row,) = csv.reader(io.StringIO(form.entry(said(1, text, nick=nick)), newline=""))

    assert [row[5].removeprefix("'"), row[6].removeprefix("'")] == [nick, text]
    assert not row[6].startswith(("=", "+", "-", "@", "\t", "\r", "\n", " "))


class Seen(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(html: str) -> Seen:
    parser = Seen()
    parser.feed(html)
    parser.close()
    return parser


def test_page_shows_the_room_its_days_and_what_was_said() -> None:
    html = written(Page(HEADING), ENTRIES)
    page = seen(html)

    assert html.startswith("<!doctype html>\n")
    assert page.tags.count("section") == html.count("</section>") == 2
    for shown in (
        'Class <7b> & "friends"',
        "2026-01-01",
        "2026-01-02",
        "05:29:59",
        "<b>Bob</b>",
        "<script>alert(1)</script> 日本",
        "3 deleted",
    ):
        assert shown in page.text
    assert ("datetime", "2026-01-01T05:29:59.007+05:30") in page.attributes
    assert "prefers-color-scheme: dark" in html


def test_page_needs_nothing_else_and_runs_nothing() -> None:
    page = seen(written(Page(HEADING), ENTRIES))

    assert not {"script", "link", "img", "iframe", "object", "base", "b onload"} & set(page.tags)
    assert not {name for name, _ in page.attributes if name in {"src", "href", "style"}}
    links = seen(Page(HEADING).entry(REPLY, QUOTED)).attributes
    assert [value for name, value in links if name == "href"] == ["#m2"]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    assert ("content", policy) in page.attributes


def test_page_shows_replies_files_edits_and_reactions() -> None:
    page = seen(Page(HEADING).entry(REPLY, QUOTED))

    for shown in ("edited", "<b>Bob</b> two lines, &…", "File =plan <1>", "(12 kB)", "👍 2", "❤️ 1"):
        assert shown in page.text
    assert ("datetime", "2026-01-01T05:30:59.007+05:30") in page.attributes
    assert FILE.key not in Page(HEADING).entry(REPLY, QUOTED)
    assert "A deleted message" in seen(Page(HEADING).entry(REPLY)).text
    host = Announced(8, AT_MS, "Hear!")
    assert "👍 2" in seen(Page(HEADING).entry(host, Context(None, QUOTED.reactions))).text


@given(st.text(), st.text())
def test_no_text_gets_out_of_its_place_in_a_page(text: str, nick: str) -> None:
    def made_of(text: str, nick: str) -> Seen:
        file = SharedFile("k", text, 1, "text/plain")
        context = Context(Quote(2, nick or "x", text), ((text, 1),))
        message = said(1, text, nick=nick, reply_to=2, file=file)
        return seen(Page(HEADING).entry(message, context))

    empty = made_of("", "")
    page = made_of(text, nick)

    assert page.tags == empty.tags
    assert page.attributes == empty.attributes


def test_page_of_an_empty_room_is_whole() -> None:
    html = written(Page(HEADING), [])

    assert html.endswith("</main>\n</body>\n</html>\n")
    assert "<section" not in html
