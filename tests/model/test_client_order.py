"""In which order clients stand, and which of them a filter lets through."""

from __future__ import annotations

import pytest

from tests.model.made_up import opened
from wschat_gui.bridge.events import ClientClosed, ClientFigures, ClientNamed, ClientOpened
from wschat_gui.model.client_order import ClientFilter, ClientOrder, arranged
from wschat_gui.model.clients import ClientTable

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


def crowd() -> ClientTable:
    """Four clients in order of arrival: Zoe, ada, one without a nick, Bob; ada has gone."""
    clients = ClientTable(backlog_limit_bytes=1_000)
    for client_id, address, nick, messages, rtt_ms in (
        (1, "192.168.1.10:50001", "Zoe", 5, 3.0),
        (2, "192.168.1.9:50002", "ada", 7, 9.5),
        (3, "[fe80::1]:50003", "", 0, None),
        (4, "192.168.1.9:50001", "Bob", 30, 1.5),
    ):
        agent = FIREFOX if client_id == 4 else ""
        clients.open(
            ClientOpened(client_id, address, agent, opened(client_id).kind, client_id * 1_000)
        )
        if nick:
            clients.name(ClientNamed(client_id, nick), 0)
        figures = ClientFigures(client_id, messages, messages, -messages, rtt_ms, 0, 0)
        clients.measure([figures])
    clients.close(ClientClosed(2, "left", 1000, "", 9_000))
    return clients


def ids(order: ClientOrder, by: ClientFilter | None = None) -> list[int]:
    return [row.client_id for row in arranged(crowd(), by or ClientFilter(), order)]


def test_without_a_column_in_order_of_arrival_the_gone_last() -> None:
    assert ids(ClientOrder()) == [1, 3, 4, 2]


@pytest.mark.parametrize(
    ("column", "ascending"),
    [
        ("nick", [4, 1, 3, 2]),
        ("address", [4, 1, 3, 2]),
        ("browser", [4, 1, 3, 2]),
        ("since", [1, 3, 4, 2]),
        ("messages", [3, 1, 4, 2]),
        ("in", [3, 1, 4, 2]),
        ("out", [4, 1, 3, 2]),
        ("rtt", [4, 1, 3, 2]),
        ("backlog", [1, 3, 4, 2]),
    ],
)
def test_every_column_sorts(column: str, ascending: list[int]) -> None:
    assert ids(ClientOrder(column)) == ascending


@pytest.mark.parametrize("column", ["nick", "browser", "rtt"])
def test_what_is_not_known_stays_behind_what_is_whichever_way(column: str) -> None:
    shown = ids(ClientOrder(column, is_descending=True))

    assert shown.index(4) < shown.index(3)


def test_address_sorts_as_a_number_and_then_by_port() -> None:
    assert ids(ClientOrder("address", is_descending=True)) == [3, 1, 4, 2]


def test_click_turns_round_and_the_third_goes_back_to_arrival() -> None:
    order = ClientOrder().clicked("nick")
    assert order == ClientOrder("nick", is_descending=False)
    order = order.clicked("nick")
    assert order == ClientOrder("nick", is_descending=True)
    assert order.clicked("nick") == ClientOrder()


def test_figures_begin_with_the_highest() -> None:
    assert ClientOrder("nick").clicked("messages") == ClientOrder("messages", is_descending=True)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("", [1, 3, 4, 2]),
        ("  ", [1, 3, 4, 2]),
        ("ZOE", [1]),
        ("1.9", [4, 2]),
        ("firefox", [4]),
        ("1.9 bob", [4]),
        ("nobody", []),
    ],
)
def test_filter_looks_at_nick_address_and_browser(words: str, shown: list[int]) -> None:
    assert ids(ClientOrder(), ClientFilter(words)) == shown


def test_the_gone_can_be_left_out() -> None:
    assert ids(ClientOrder(), ClientFilter(shows_gone=False)) == [1, 3, 4]
