"""The table's rows, and which of them changed."""

from __future__ import annotations

from tests.model.made_up import client_figures, opened
from wschat_gui.bridge.events import ClientKind
from wschat_gui.model.clients import ClientTable


def table(*client_ids: int) -> ClientTable:
    clients = ClientTable(backlog_limit_bytes=1_000)
    for client_id in client_ids:
        clients.open(opened(client_id))
    clients.take_changed()
    return clients


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
    clients.name(2, "ada")
    clients.close(3)

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
    assert not clients.name(7, "ghost")
    assert not clients.close(7)
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

    clients.name(1, "a\nb\u202ec")

    row = clients.get(1)
    assert row is not None
    assert row.nick == "a bc"


def test_clear_reports_all_as_changed() -> None:
    clients = table(1, 2)

    clients.clear()

    assert clients.take_changed() == {1, 2}
    assert len(clients) == 0
