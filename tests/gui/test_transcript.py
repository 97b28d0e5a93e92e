"""The tab with the transcript: searching, pages, a hit in its context, and deleting."""

from __future__ import annotations

import pytest

from tests.gui.fake_host import FakeHost
from tests.gui.window_driver import WindowDriver
from tests.model.made_up import kept, listening, said
from wschat_gui.bridge.commands import (
    DeleteMessage,
    DeleteOfClient,
    Search,
    ShowAround,
)
from wschat_gui.bridge.events import (
    AroundAnswered,
    Forgotten,
    LogLine,
    SearchAnswered,
    ServerStopped,
)
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.line_text import LineText
from wschat_gui.model.moments import span_of
from wschat_gui.model.search import PAGE_HITS

pytestmark = pytest.mark.window


@pytest.fixture
def tab(window: WindowDriver, host: FakeHost) -> WindowDriver:
    """Give a window whose server runs, with the transcript in front."""
    host.say(listening())
    window.redraw()
    window.press(window.root, "<Alt-h>")
    return window


def searches(host: FakeHost) -> list[Search]:
    return [command for command in host.posted if isinstance(command, Search)]


def answer(driver: WindowDriver, host: FakeHost, *lines: LogLine, trouble: str = "") -> None:
    """Answer the last search."""
    host.say(SearchAnswered(searches(host)[-1].number, lines, trouble))
    driver.redraw()


def find(driver: WindowDriver, host: FakeHost, *lines: LogLine) -> None:
    """Search, and find these."""
    driver.press(driver.window.transcript.fields.words, "<Return>")
    answer(driver, host, *lines)


def shown(lines: LineText) -> list[str]:
    return lines.text.get("1.0", "end-1c").splitlines()


def info(driver: WindowDriver) -> str:
    return str(driver.window.transcript.info.cget("text"))


def confirm(driver: WindowDriver) -> ConfirmDialog:
    dialog = driver.window.dialog
    assert isinstance(dialog, ConfirmDialog)
    return dialog


# Searching ---------------------------------------------------------------------------------------


def test_key_brings_the_tab_and_the_cursor_into_the_words(tab: WindowDriver) -> None:
    assert tab.window.transcript.frame.winfo_viewable()
    assert tab.root.focus_get() == tab.window.transcript.fields.words
    assert "Type words" in tab.window.transcript.hint


def test_log_keys_bring_the_log_back(tab: WindowDriver) -> None:
    tab.press(tab.root, "<Alt-f>")

    assert tab.window.log.frame.winfo_viewable()
    assert tab.root.focus_get() == tab.window.log.filter_entry


def test_asks_once_a_while_after_the_last_letter(tab: WindowDriver, host: FakeHost) -> None:
    tab.type(tab.window.transcript.fields.words, "red apple")
    assert searches(host) == []
    tab.wait(lambda: searches(host), "it has asked")

    tab.wait(lambda: info(tab) == "Searching …", "it says so")
    assert [each.words for each in searches(host)] == ["red apple"]


def test_enter_asks_at_once_and_only_once(tab: WindowDriver, host: FakeHost) -> None:
    fields = tab.window.transcript.fields
    tab.type(fields.nick, "ada")
    tab.press(fields.nick, "<Return>")

    assert [(each.words, each.nick) for each in searches(host)] == [("", "ada")]
    answer(tab, host, kept(2, "two"), kept(1, "one"))
    assert [row.split(" ada ")[1] for row in shown(tab.window.transcript.lines)] == ["two", "one"]
    assert info(tab) == "2 hits"


def test_dates_count_whole(tab: WindowDriver, host: FakeHost) -> None:
    fields = tab.window.transcript.fields
    fields.since.insert(0, "2026-11-22")
    fields.until.insert(0, "2026-11-22 14:05")
    tab.press(fields.until, "<Return>")

    day, minute = span_of("2026-11-22"), span_of("2026-11-22 14:05")
    assert day
    assert minute
    (asked,) = searches(host)
    assert (asked.since_ms, asked.until_ms) == (day.begin_ms, minute.end_ms)


def test_wrong_date_is_told_and_not_asked(tab: WindowDriver, host: FakeHost) -> None:
    tab.type(tab.window.transcript.fields.since, "2026")
    tab.wait(lambda: "is no date" in info(tab), "it is told")

    assert info(tab).startswith("⚠")
    assert "YYYY-MM-DD" in info(tab)
    assert searches(host) == []


def test_nothing_found_is_said(tab: WindowDriver, host: FakeHost) -> None:
    find(tab, host)

    assert "Nothing found" in tab.window.transcript.hint


def test_trouble_is_said_in_place_of_hits(tab: WindowDriver, host: FakeHost) -> None:
    tab.press(tab.window.transcript.fields.words, "<Return>")
    answer(tab, host, trouble="The transcript cannot be searched: it is damaged.")

    assert info(tab) == "⚠ The transcript cannot be searched: it is damaged."
    assert tab.window.transcript.hint == ""


def test_answer_to_an_older_search_is_ignored(tab: WindowDriver, host: FakeHost) -> None:
    tab.press(tab.window.transcript.fields.words, "<Return>", "<Return>")
    first, second = searches(host)
    host.say(SearchAnswered(second.number, (kept(2, "new"),), ""))
    host.say(SearchAnswered(first.number, (kept(1, "old"),), ""))
    tab.redraw()

    assert [row.split(" ada ")[1] for row in shown(tab.window.transcript.lines)] == ["new"]


def test_emptied_fields_show_no_hits(tab: WindowDriver, host: FakeHost) -> None:
    fields = tab.window.transcript.fields
    fields.words.insert(0, "x")
    find(tab, host, kept(1))
    tab.press(fields.words, "<Escape>")

    tab.wait(lambda: not shown(tab.window.transcript.lines), "the hits are gone")
    assert "Type words" in tab.window.transcript.hint


def test_more_leads_to_the_next_page_and_the_view_stays(tab: WindowDriver, host: FakeHost) -> None:
    panel = tab.window.transcript
    find(tab, host, *(kept(seq) for seq in range(900, 900 - PAGE_HITS, -1)))
    assert info(tab) == f"the newest {PAGE_HITS} hits; there are more"
    panel.lines.text.yview_moveto(0.5)
    top = panel.lines.text.index("@0,0")

    tab.click(panel.more_button)
    assert searches(host)[-1].before_seq == 901 - PAGE_HITS
    answer(tab, host, kept(5), kept(4))

    assert len(shown(panel.lines)) == PAGE_HITS + 2
    assert panel.lines.text.index("@0,0") == top
    assert not panel.more_button.winfo_viewable()


def test_search_of_a_stopped_server_says_that_it_was_not_done(
    tab: WindowDriver, host: FakeHost
) -> None:
    host.is_closed = True
    tab.press(tab.window.transcript.fields.words, "<Return>")

    assert "not done" in str(tab.window.status_bar.message.cget("text"))
    assert info(tab) != "Searching …"


def test_end_of_the_server_ends_the_search(tab: WindowDriver, host: FakeHost) -> None:
    tab.press(tab.window.transcript.fields.words, "<Return>")
    host.say(ServerStopped())
    tab.redraw()

    assert info(tab) != "Searching …"


# Context -----------------------------------------------------------------------------------------


def test_hit_is_opened_by_keys_marked_and_left_again(tab: WindowDriver, host: FakeHost) -> None:
    panel = tab.window.transcript
    find(tab, host, kept(9, "nine"), kept(5, "five"))
    tab.press(panel.fields.words, "<Down>")
    assert tab.root.focus_get() == panel.lines.text
    tab.press(panel.lines.text, "<Down>", "<Return>")
    around = host.posted[-1]
    assert around == ShowAround(number=2, seq=5)

    host.say(AroundAnswered(2, (kept(4, "four"), kept(5, "five"), kept(6, "six")), ""))
    tab.redraw()
    assert [row[20:] for row in shown(panel.lines)] == ["  ada four", "▶ ada five", "  ada six"]
    assert panel.lines.chosen == kept(5, "five")
    assert "around the hit" in info(tab)

    tab.press(panel.lines.text, "<Escape>")
    assert [row[20:] for row in shown(panel.lines)] == ["  ada nine", "  ada five"]
    assert panel.lines.chosen == kept(5, "five")


def test_hit_is_opened_by_double_click_and_left_by_button(
    tab: WindowDriver, host: FakeHost
) -> None:
    panel = tab.window.transcript
    find(tab, host, kept(9, "nine"), kept(5, "five"))
    tab.root.update()
    box = panel.lines.text.bbox("2.3")
    assert box
    for _ in range(2):
        tab.click(panel.lines.text, x=box[0] + 2, y=box[1] + 2)
    assert host.posted[-1] == ShowAround(number=2, seq=5)
    host.say(AroundAnswered(2, (kept(5, "five"),), ""))
    tab.redraw()
    assert len(shown(panel.lines)) == 1

    tab.click(panel.back_button)
    tab.redraw()
    assert len(shown(panel.lines)) == 2
    assert not panel.back_button.winfo_viewable()


def test_hit_that_was_deleted_meanwhile_is_said(tab: WindowDriver, host: FakeHost) -> None:
    find(tab, host, kept(9))
    tab.press(tab.window.transcript.fields.words, "<Down>")
    tab.press(tab.window.transcript.lines.text, "<Return>")
    host.say(AroundAnswered(2, (kept(8), kept(10)), ""))
    tab.redraw()

    assert "deleted meanwhile" in info(tab)


# Deleting ----------------------------------------------------------------------------------------


def test_delete_key_deletes_a_hit_after_a_question(tab: WindowDriver, host: FakeHost) -> None:
    panel = tab.window.transcript
    find(tab, host, kept(9, "nine"), kept(5, "five"))
    tab.press(panel.fields.words, "<Down>")
    tab.press(panel.lines.text, "<Delete>")
    dialog = confirm(tab)
    sentence = str(dialog.sentence.cget("text"))
    assert "“nine”" in sentence
    assert "cannot be undone" in sentence
    assert not any(isinstance(each, DeleteMessage) for each in host.posted)

    tab.click(dialog.confirm_button)
    assert host.posted[-1] == DeleteMessage(seq=9)
    host.say(Forgotten(((9, 9),)))
    tab.redraw()
    assert [row[20:] for row in shown(panel.lines)] == ["  ada five"]


@pytest.mark.parametrize("key", ["<Escape>", "<Return>"])
def test_enter_and_escape_delete_nothing(tab: WindowDriver, host: FakeHost, key: str) -> None:
    find(tab, host, kept(9))
    tab.press(tab.window.transcript.fields.words, "<Down>")
    tab.press(tab.window.transcript.lines.text, "<Delete>")
    tab.press(confirm(tab).cancel_button, key)

    assert not isinstance(host.posted[-1], DeleteMessage)
    assert tab.window.dialog is None


def test_menu_in_the_log_deletes_all_of_a_client(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), kept(1, "one"), kept(2, "two", client_id=7))
    window.redraw()
    panel = window.window.log
    box = panel.view.text.bbox("2.3")
    assert box
    panel.view.text.event_generate("<ButtonPress-3>", x=box[0] + 2, y=box[1] + 2)
    window.wait(panel.menu.menu.winfo_ismapped, "the menu is there")
    assert panel.menu.menu.entrycget(2, "label") == "Delete all that ada said …"
    panel.menu.menu.unpost()
    panel.menu.menu.invoke(2)
    window.root.update()
    assert "(number 7)" in str(confirm(window).sentence.cget("text"))
    window.click(confirm(window).confirm_button)

    assert host.posted == [DeleteOfClient(client_id=7)]


def test_lines_that_are_no_messages_cannot_be_deleted(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), said("joined"))
    window.redraw()
    text = window.window.log.view.text
    window.press(text, "<Up>", "<Delete>")
    assert window.window.dialog is None
    assert "Only messages" in str(window.window.status_bar.message.cget("text"))

    text.event_generate("<Shift-F10>")
    menu = window.window.log.menu.menu
    window.wait(menu.winfo_ismapped, "the menu is there")
    assert [str(menu.entrycget(at, "state")) for at in (1, 2)] == ["disabled", "disabled"]
    menu.unpost()


def test_deleted_rows_leave_the_log_where_the_reader_is(
    window: WindowDriver, host: FakeHost
) -> None:
    host.say(listening(), *(kept(seq, f"line {seq}") for seq in range(1, 301)))
    window.redraw()
    lines = window.window.log.view.lines
    window.window.log.follow.set(False)
    lines.text.yview("150.0")
    lines.choose(155)
    window.root.update()

    host.say(Forgotten(((1, 100), (152, 153), (300, 300))))
    window.redraw()

    assert len(shown(lines)) == 197
    assert lines.text.get("@0,0 linestart", "@0,0 lineend").endswith("line 150")
    assert lines.chosen == kept(155, "line 155")


def test_chosen_row_stays_one_row_when_lines_come(window: WindowDriver, host: FakeHost) -> None:
    host.say(listening(), kept(1), kept(2))
    window.redraw()
    lines = window.window.log.view.lines
    window.press(lines.text, "<Up>")
    assert lines.chosen == kept(2)

    host.say(kept(3), kept(4))
    window.redraw()

    assert lines.chosen == kept(2)
    first, last = (str(each) for each in lines.text.tag_ranges("Chosen"))
    assert (first, last) == ("2.0", "3.0")
