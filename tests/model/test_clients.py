"""The table's rows, and which of them changed."""

from __future__ import annotations

from tests.model.made_up import client_figures, opened
from wschat_gui.bridge.events import (
    ClientClosed,
    ClientKind,
    ClientMuted,
    ClientNamed,
    ClientOpened,
    ClientUnmuted,
    LineKind,
    LogLine,
)
from wschat_gui.model.clients import MAX_GONE, ClientRow, ClientTable


def table(*client_ids: int) -> ClientTable:
    clients = ClientTable(backlog_limit_bytes=1_000)
    for client_id in client_ids:
        clients.open(opened(client_id))
    clients.take_changed()
    return clients


def closed(client_id: int) -> ClientClosed:
    return ClientClosed(client_id, "kicked", 4001, "enough", 9_000)


def found(clients: ClientTable, client_id: int) -> ClientRow:
    row = clients.find(client_id)
    assert row is not None
    return row


def test_clients_stand_in_order_of_arrival() -> None:
    clients = table(3, 1, 2)

    assert [row.client_id for row in clients] == [3, 1, 2]


def test_browser_is_read_from_the_header() -> None:
    clients = table()
    clients.open(opened(1, user_agent="websocat/1.13.0"))

    row = clients.get(1)
    assert row is not None
    assert row.browser == "websocat 1.13.0"


def test_changed_are_those_that_opened_got_a_name_or_closed() -> None:
    clients = table(1, 2, 3)

    clients.open(opened(4))
    clients.name(ClientNamed(2, "ada"), 0)
    clients.close(closed(3))

    assert clients.take_changed() == {2, 3, 4}
    assert clients.take_changed() == frozenset()


def test_same_figures_change_nothing() -> None:
    clients = table(1, 2)

    assert clients.measure([client_figures(1, messages=5), client_figures(2)])
    assert clients.take_changed() == {1}
    assert not clients.measure([client_figures(1, messages=5), client_figures(2)])
    assert clients.take_changed() == frozenset()


def test_every_client_is_measured_not_only_the_first_that_changed() -> None:
    clients = table(1, 2)

    clients.measure([client_figures(1, messages=1), client_figures(2, messages=2)])

    assert [row.messages for row in clients] == [1, 2]


def test_figures_and_names_of_the_gone_are_ignored() -> None:
    clients = table()

    assert not clients.measure([client_figures(7, messages=1)])
    assert not clients.name(ClientNamed(7, "ghost"), 0)
    assert not clients.mute(ClientMuted(7, None), 0)
    assert not clients.close(closed(7))
    assert len(clients) == 0


def test_slow_from_a_quarter_of_the_backlog_that_closes_and_no_longer_after() -> None:
    clients = table(1)

    clients.measure([client_figures(1, backlog_bytes=250)])
    assert clients.slow == 0
    clients.measure([client_figures(1, backlog_bytes=251)])
    assert clients.slow == 1
    clients.measure([client_figures(1, backlog_bytes=0)])
    assert clients.slow == 0


def test_violators_are_counted_once_each() -> None:
    clients = table(1, 2)

    clients.measure([client_figures(1, violations=5), client_figures(2)])

    assert clients.violators == 1


def test_echo_is_a_client_and_no_person() -> None:
    clients = table(1)
    clients.open(opened(2, ClientKind.ECHO))

    assert len(clients) == 2
    assert clients.people == 1


def test_nick_cannot_break_its_row() -> None:
    clients = table(1)

    clients.name(ClientNamed(1, "a\nb\u202ec"), 0)

    row = clients.get(1)
    assert row is not None
    assert row.nick == "a bc"


def test_clear_reports_all_as_changed() -> None:
    clients = table(1, 2)

    clients.clear()

    assert clients.take_changed() == {1, 2}
    assert len(clients) == 0


# Muted, gone, remembered -------------------------------------------------------------------------


def test_mute_marks_a_member_until_it_is_lifted() -> None:
    clients = table(1)

    assert clients.mute(ClientMuted(1, 99_000), 5)
    assert clients.muted == 1
    assert clients.take_changed() == {1}
    assert clients.unmute(ClientUnmuted(1), 6)
    assert clients.muted == 0
    assert not clients.unmute(ClientUnmuted(1), 7)


def test_who_has_gone_can_still_be_looked_at() -> None:
    clients = table(1, 2)
    clients.name(ClientNamed(1, "ada"), 0)
    clients.mute(ClientMuted(1, None), 0)
    clients.close(closed(1))

    row = found(clients, 1)
    assert clients.get(1) is None
    assert [gone.client_id for gone in clients.gone] == [1]
    assert row.gone == closed(1)
    assert (row.muted, row.is_slow) == (None, False)
    assert (len(clients), clients.people) == (1, 1)


def test_so_many_who_have_gone_are_remembered_and_no_more() -> None:
    clients = table(*range(1, MAX_GONE + 3))
    for client_id in range(1, MAX_GONE + 3):
        clients.close(closed(client_id))

    assert [row.client_id for row in clients.gone] == list(range(3, MAX_GONE + 3))
    assert clients.find(2) is None


def test_history_tells_the_whole_visit() -> None:
    clients = table(1)
    clients.name(ClientNamed(1, "ada"), 2_000)
    clients.name(ClientNamed(1, "lovelace"), 3_000)
    clients.note([LogLine(4_000, LineKind.REFUSED, 1, "lovelace", "refused: too fast")])
    clients.mute(ClientMuted(1, None), 5_000)
    clients.unmute(ClientUnmuted(1), 6_000)
    clients.close(closed(1))

    assert [each.sentence for each in found(clients, 1).history.incidents] == [
        "connected from 192.168.1.20:50001",
        "joined as ada",
        "is called lovelace from now on",
        "refused: too fast",
        "was muted until the host lifts it",
        "may speak again",
        "was kicked (4001, “enough”)",
    ]


def test_what_comes_as_membership_is_not_told_twice() -> None:
    clients = table(1)
    moderated = LogLine(4_000, LineKind.MODERATED, 1, "ada", "may only read from now on")

    assert not clients.note([moderated])
    assert not clients.note([LogLine(4_000, LineKind.SAID, 1, "ada", "hi", 1)])
    clients.close(closed(1))
    assert clients.note([moderated])


def test_row_knows_its_name_and_ip() -> None:
    clients = table(1)
    clients.open(ClientOpened(2, "[fe80::1]:50002", "", ClientKind.PAGE, 0))
    clients.name(ClientNamed(1, "ada"), 0)

    assert [(row.name, row.ip) for row in clients] == [
        ("ada", "192.168.1.20"),
        ("[fe80::1]:50002", "fe80::1"),
    ]
